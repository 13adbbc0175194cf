// Every word on an associate's phone, in English, which the other languages follow: a key that one of them lacks does not
// compile, and one that nobody uses fails a test. Sections go by screen, in the order of the alphabet.
import { times } from "./en_times.ts";
import { countIn } from "./plural.ts";

const count = countIn("en-US");

export const en = {
  /** Its tag, for `lang` and for Intl. */
  language: "en",
  /** What the language calls itself. */
  name: "English",

  /** Answers to what was done: at once, and later from the server. */
  answers: {
    dismiss: "Dismiss",
    notCounted: "Not counted",
    didNotCount: (order: string, step: string) => `Order ${order}: “${step}” did not count`,
    alreadyDone: "It had already been done.",
    seen: "I have seen this",
    more: (more: number) => `and ${more} more`,
  },

  camera: {
    open: "Scan with the camera",
    title: "Camera",
    aim: "Hold a barcode in view",
    light: "Light",
    close: "Close the camera",
    asking: "Starting the camera",
    askingDetail: "If the phone asks, allow it.",
    denied: "The camera is not allowed here",
    deniedDetail:
      "Allow it for this page in the browser’s settings. Your scanner works as before, and so does typing.",
    none: "There is no camera here",
    noneDetail: "Use a scanner, or type what is on the label.",
    busy: "The camera is in use elsewhere",
    busyDetail: "Close the other app and try again. Your scanner works as before, and so does typing.",
    no_reader: "The barcode reader did not load",
    no_readerDetail: "Try again with a connection. Your scanner works as before, and so does typing.",
    tryAgain: "Try again",
  },

  counter: {
    bay: (bay: string) => `Bay ${bay}`,
    atCounter: "At the counter",
    waiting: "waiting",
    bringFromBin: "Bring from bin",
    bringBin: (bin: string) => `Bring bin ${bin}`,
    unitsFor: (units: string, shopper: string) => `${units} for ${shopper}`,
    passIsGenuine: "Pass is genuine",
    genuinePass: "Genuine pass",
    passRead: "Pass read",
    giveThenPress: "Give the items, then press.",
    checkedWhenPressed: "The store system checks it when you press.",
    handOver: "Hand over",
    prove: "Scan the pass or type six digits",
    checkAndHandOver: "Check and hand over",
    checking: "Checking…",
    notChecked: "Not checked yet – do not hand over",
    notAPass: "That is not a pickup pass",
    notAPassDetail: "Scan the pass on the shopper’s phone.",
    notHere: "This order is not here",
    notHereDetail: "It was handed over before, or cancelled.",
    anotherOrder: "This pass is for another order",
    anotherOrderDetail: (order: string) => `It is for order ${order}.`,
    notReady: "Not ready to hand over",
    notReadyDetail: "The pass is right, but the order is not in a bin yet.",
  },

  device: {
    notSaved: "Not saved",
    full: "This phone’s storage is full. Make room, then do it again.",
    notKept: "This phone could not keep it. Do it again, or use another phone.",
    cannotKeep: "This phone cannot keep your work",
    cannotKeepDetail: "Leave private browsing, or use another phone.",
    needsConnection: "This needs a connection",
    needsConnectionDetail: "Scan the pass: it is checked on this phone.",
  },

  done: {
    staged: "Ready for pickup",
    handed_over: "Handed over",
    shipped: "Shipped",
    nothing_found: "Nothing was found",
    isTold: "The shopper is being told.",
    toldOnceSent: "The shopper is told once this is sent.",
    binIsFree: (bin: string) => `Bin ${bin} is free again.`,
    goesOn: "The order goes on without this store. Nothing is left to do here.",
    back: "Back to list",
  },

  list: {
    title: "Orders",
    waiting: "Shopper waiting",
    pick: "To pick",
    stage: "To stage or ship",
    ready: "Ready",
    find: "Find an order",
    findHint: "Number, shopper or item",
    showAll: "Show all",
    nothingToPick: "Nothing to pick right now.",
    allDone: "All caught up",
    allDoneDetail: "New orders come in here by themselves.",
    noMatch: "No open order matches",
    scan: "Scan an item or a pickup pass",
    scanDetail: "Or choose an order from the list.",
    ordersNeedThis: (orders: number) =>
      count(orders, { one: "# order needs this", other: "# orders need this" }),
    nobodyNeedsThis: "No order here needs this",
    mine: (done: string) => `You are picking · ${done}`,
    takenBy: (name: string) => `Taken by ${name}`,
    toShip: "Packed, to ship",
    bin: (bin: string) => `Bin ${bin}`,
  },

  methods: { pickup: "Pickup", curbside: "Curbside", delivery: "Delivery" },

  /** Shown when a page is neither on the network nor on the phone. */
  offlinePage: {
    title: "No network",
    detail: "This page was not kept on this device. It opens again when the network is back.",
    tryAgain: "Try again",
  },

  order: {
    back: "Orders",
    start: "Start picking",
    pickedBy: (name: string) => `${name} is picking this order`,
    movesOn: "It moves on here as they scan.",
    willNotCount: "What they scan from now on will not count.",
    takeOver: "Take over",
    takeOverFrom: (name: string) => `Take it over from ${name}`,
    named: (order: string) => `Order ${order}`,
    notFound: "Order not found",
    gone: (order: string) => `Order ${order} is not open here any more`,
    notOpen: "This order is not open here",
    putBack: (units: string) => `Put back the ${units} you picked.`,
    wentElsewhere: "It was handed over, cancelled, or moved to another store.",
  },

  /** From the shelf into its bin or its box. */
  packing: {
    picked: (units: string) => `${units} picked`,
    missing: (units: string) => `${units} missing. The rest goes on.`,
    allFound: "Everything was found.",
    bin: "Scan or type the pickup bin",
    putInBin: "Put in bin",
    pack: "Packed",
    packed: "Packed",
    nowTracking: "Now its tracking number.",
    tracking: "Tracking number",
    ship: "Shipped",
    scanTracking: "Scan the number on the parcel’s label, or type it.",
    notABin: "That is not a bin",
    notABinDetail: "Scan or type the label on the pickup bin.",
    isAnItem: "That is an item",
    isAnItemDetail: "Scan the label on the pickup bin.",
    notTracking: "That is not a tracking number",
    notTrackingDetail: "Scan or type the one on the parcel’s label.",
    notPacked: "Not packed yet",
    notPackedDetail: "Press Packed, then scan the tracking number.",
  },

  /** Why a pass is not taken, as found on the phone. */
  passes: {
    not_genuine: { title: "This pass is not genuine", detail: "Do not hand over. Ask for the six digits." },
    other_store: { title: "This pass is for another store", detail: "The shopper’s page shows which." },
    expired: { title: "This pass has run out", detail: "Ask the shopper to open the order page again." },
  },

  picking: {
    nothingHere: "Nothing to pick on this shelf",
    picking: (order: string) => `Picking order ${order}`,
    find: "Find and scan",
    others: "Other items of this order",
    stock: "Stock",
    cannotFind: "Can’t find it",
    addOne: (item: string) => `Add one by hand: ${item}`,
    byHand: "1 by hand",
    unitsDone: "Units done",
    done: (done: number, asked: number) => `${done} of ${asked}`,
    ofPicked: (asked: number) => `of ${asked} picked`,
    missing: (units: number) => `${units} missing`,
  },

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

  /** Why not, by the problem's name: decided on the phone, or by the server. */
  refusals: {
    not_a_substitute: { title: "That cannot stand in for it" },
    already_asked: { title: "The shopper is being asked already" },
    not_asked: { title: "Nobody is asked about this any more" },
    not_sorted: {
      title: "First sort the cart",
      detail: "Scan this order’s items into its tote.",
    },
    unknown_bin: { title: "There is no such bin", detail: "Scan the label on one of the store’s bins." },
    wrong_zone: { title: "Not in that bin", detail: "These goods need another kind of bin." },
    bin_full: { title: "That bin is full", detail: "Take another one." },
    nothing_to_undo: { title: "There is nothing to undo" },
    too_late_to_undo: { title: "Too late to undo", detail: "A minute has passed." },
    age_not_seen: { title: "See the shopper’s age first" },
    collector_not_named: { title: "The shopper has not named this person", detail: "Do not hand over." },
    document_needed: { title: "See a document as well", detail: "These goods are too valuable for less." },
    name_differs: { title: "The name is another one", detail: "Do not hand over. Call a manager." },
    wrong_pin: { title: "That PIN is not right" },
    taken: { title: "Somebody else is picking this order" },
    wrong_item: { title: "Not in this order", detail: "Put it back. Nothing was counted." },
    too_many: { title: "All of these are already picked", detail: "Put this one back. Nothing was counted." },
    fulfillment_cancelled: { title: "The order was cancelled", detail: "Put its items back on the shelf." },
    wrong_state: { title: "The order has moved on since", detail: "Open it again to see where it stands." },
    not_found: { title: "This order is not here any more" },
    wrong_code: {
      title: "That pickup code is not right",
      detail: "Read the six digits again, or scan the pass.",
    },
    pass_invalid: {
      title: "This pass is not valid here",
      detail: "Ask for the six digits, or call a manager.",
    },
    too_many_attempts: { title: "Too many wrong codes", detail: "Scan the pass instead, or call a manager." },
    not_allowed: { title: "You may not do this here", detail: "Call a manager." },
    not_signed_in: { title: "You are signed out", detail: "Sign in again to go on." },
  },
  /** A refusal newer than this phone: the server's own words for it, where it gave any. */
  unknownRefusal: (title?: string) => title ?? "The store system did not take that",

  shell: {
    skip: "Skip to the work",
    signOut: "Sign out",
  },

  shorts: {
    title: "Can’t find it",
    close: "Close",
    why: "Why?",
    reasons: {
      not_found: "Not on the shelf",
      damaged: "Damaged",
      mismatched: "Wrong item on the shelf",
    },
    mark: (units: string) => `Mark ${units} missing`,
    howMany: "How many are missing",
    missing: "Missing",
    oneLess: "One less",
    oneMore: "One more",
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
    to_put_back: "Put back",
    handed_over: "Handed over",
    packed: "Packed",
    shipped: "Shipped",
    cancelled: "Cancelled",
  },

  /** What was done, in a few words, to name it again later. */
  steps: {
    start_pick: "Start picking",
    join_pick: "Pick together",
    propose_substitute: "Offer another item",
    withdraw_substitute: "Ask no more",
    give_back: "Give back",
    undo: "Undo",
    reject: "Not done here",
    extend_hold: "Keep longer",
    attend: "Going out to the car",
    sort_units: (units: string) => `${units} into the tote`,
    find_again: (units: string) => `${units} found again`,
    put_back: (units: string) => `${units} put back`,
    confirm_pick: (units: string) => `${units} picked`,
    short_pick: (units: string) => `${units} missing`,
    stage: (bin: string) => `In bin ${bin}`,
    hand_over: "Handed over",
    pack: "Packed",
    ship: "Shipped",
  },

  substitutes: {
    title: "Other items to offer",
    offer: "Offer another item",
    scanOther: "Scan or type another item",
    look: "Look up",
    looking: "Looking…",
    nothing: "Nothing like it is here",
    free: (units: number) => `${units} free`,
    asking: "Asking the shopper",
    asked: (units: number, name: string) => `Asking about ${units} × ${name}`,
    minutesLeft: (minutes: number) => minutes === 0 ? "Time is over" : `${minutes} min to answer`,
    withdraw: "Ask no more",
    withdrawn: "Nobody is asked any more",
    needsConnection: "This needs a connection",
    needsConnectionDetail: "The shopper can only be asked online.",
  },

  sync: {
    saved: "All saved",
    waiting: (steps: number) => `${steps} waiting to send`,
    toSend: "waiting to send",
    offline: "No connection – your work is kept on this phone",
    signedOut: "Signed out – sign in to send",
    signIn: "Sign in",
    yoursElsewhere: (steps: number) => `${steps} of your steps wait for you to sign in where you did them`,
    others: (steps: number, name: string) => `${steps} of ${name}’s steps wait for ${name} to sign in here`,
  },

  times,

  /** "1 unit", "12 units". */
  units: (units: number) => count(units, { one: "# unit", other: "# units" }),
};

/** The shape every language has. */
export type Words = typeof en;
