// Every word on an associate's phone, in English, which the other languages follow: a key that one of them lacks does not
// compile, and one that nobody uses fails a test. Sections go by screen, in the order of the alphabet.
import { times } from "./en_times.ts";
import { countIn } from "./plural.ts";

const count = countIn("en");

export const en = {
  /** Its tag, for `lang` and for Intl. */
  language: "en",
  /** What the language calls itself. */
  name: "English",

  methods: { pickup: "Pickup", curbside: "Curbside", delivery: "Delivery" },

  problemPage: {
    problem: (status: number) => `Problem ${status}`,
    nothingHere: "There is nothing here",
    nothingHereDetail: "The link may be old or mistyped.",
    oneMoment: "One moment, please",
    oneMomentDetail: "Nothing was lost. Try again in a few seconds.",
    ourFault: "Something went wrong on our side",
    ourFaultDetail: "It was logged. Please try again.",
    signIn: "Sign in",
    tryAgain: "Try again",
    toStart: "Go to the start",
  },

  shell: {
    skip: "Skip to the work",
    signOut: "Sign out",
  },

  signIn: {
    title: "Sign in",
    language: "Language",
    where: "Where are you working?",
    searchStores: "Search stores",
    searchHint: "Store, city or state",
    search: "Search",
    noMatch: (query: string) => `No store matches “${query}”`,
    showAll: "Show all stores",
    noStores: "There are no stores yet",
    noStoresDetail: "Import them, and they are here.",
    moreStores: "There are more stores. Search for yours.",
    regionalManagers: "Regional managers",
    allOfRegion: "All stores of the region",
    changeStore: "Change store",
    who: "Who are you?",
    nobody: "Nobody works here yet",
    nobodyDetail: "A store manager adds people.",
    somebodyElse: "Somebody else",
    pin: "Your six-digit PIN",
    sixDigits: "Six digits",
    submit: "Sign in",
    roles: {
      associate: "Associate",
      store_manager: "Store manager",
      regional_manager: "Regional manager",
    },
    problems: {
      malformed: "A PIN has six digits.",
      wrong_pin: "That PIN is not right",
      too_many_attempts: "Too many tries; wait, or call a manager",
    },
  },

  states: {
    open: "To pick",
    picking: "Picking",
    picked: "Picked",
    staged: "Staged",
    arrived: "Shopper is here",
    handed_over: "Handed over",
    packed: "Packed",
    shipped: "Shipped",
    cancelled: "Cancelled",
  },

  times,

  /** "1 unit", "12 units". */
  units: (units: number) => count(units, { one: "# unit", other: "# units" }),
};

/** The shape every language has. */
export type Words = typeof en;
