import { count } from "./count.ts";

/** The page of a store's devices. */
export const devices = {
  title: "Devices",
  purpose:
    "A phone that is enrolled shows your people at once, and sends their work when they have gone home.",
  back: "Back",
  none: "No phone is enrolled yet",
  noneDetail: "Open this page on a phone of the store, and enrol it.",
  enrol: "Enrol this phone",
  enrolled: (name: string) => `This phone is “${name}”`,
  taken: "This phone was taken back",
  takenDetail: "What still waits on it is refused. Enrol it again to go on with it.",
  name: "Name of this phone",
  nameHint: "Phone 3",
  store: "Store",
  inUse: "In use",
  revoked: "Taken back",
  seen: (age: string) => `Seen ${age} ago`,
  waiting: (steps: number) => count(steps, { one: "# step waits on it", other: "# steps wait on it" }),
  nothingWaits: "Nothing waits on it",
  enrolledBy: (name: string) => `Enrolled by ${name}`,
  revokedBy: (name: string) => `Taken back by ${name}`,
  revoke: "Take back",
  revokeWarning: "Whoever is signed in on it is signed out, and steps that still wait on it are refused.",
  revokeNow: (name: string) => `Take back ${name}`,
  lockAfter: "Lock after",
  lockAfterAt: (store: string) => `Lock after, at ${store}`,
  lockPurpose: "A phone that nobody touches locks itself. A PIN opens it where it was left.",
  seconds: (seconds: number) => count(seconds, { one: "# second", other: "# seconds" }),
  minutes: (minutes: number) => count(minutes, { one: "# minute", other: "# minutes" }),
  save: "Save",
  problems: {
    malformed: "A phone needs a name of up to 40 letters.",
    unknown_node: "There is no such store",
    already_enrolled: "This phone is enrolled already",
  },
};
