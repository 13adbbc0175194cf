/** Answers to what was done: at once, and later from the server. */
export const answers = {
  dismiss: "Dismiss",
  notCounted: "Not counted",
  didNotCount: (order: string, step: string) => `Order ${order}: “${step}” did not count`,
  alreadyDone: "It had already been done.",
  seen: "I have seen this",
  more: (more: number) => `and ${more} more`,
};
