import { count } from "./count.ts";

/** Whose phone it is now. */
export const lock = {
  title: "Who has the phone?",
  back: (name: string) => `Back to ${name}’s work`,
  somebodyElse: "Somebody else",
  pinOf: (name: string) => `PIN of ${name}`,
  entered: (digits: number) => count(digits, { one: "# digit", other: "# digits" }),
  erase: "Erase the last digit",
  open: "Open",
  checking: "Checking…",
  wrong: "That PIN is not right",
  triesLeft: (tries: number) =>
    count(tries, {
      one: "# more try, then you have to wait.",
      other: "# more tries, then you have to wait.",
    }),
  wait: (seconds: number) =>
    count(seconds, {
      one: "Too many tries. Wait # second.",
      other: "Too many tries. Wait # seconds.",
    }),
  unknown: "This needs a network",
  unknownDetail: "Without one, only those can come back who signed in on this phone in the last 12 hours.",
  waits: (steps: number, name: string) =>
    count(steps, {
      one: `# step of ${name} waits to be sent`,
      other: `# steps of ${name} wait to be sent`,
    }),
  elsewhere: "Another store or region",
  nobody: "Nobody works here yet",
  nobodyDetail: "A store manager adds people.",
};
