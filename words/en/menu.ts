/** What is rarely done with an order. */
export const menu = {
  open: "More",
  order: "This order",
  walk: "This walk",
  giveBack: "Give it back to the list",
  giveBackWalk: "Give the whole walk back",
  givenBack: "Given back to the list",
  decline: "We cannot do this order",
  declineDetail: "What has not been picked goes to another store.",
  busy: "No time for it today",
  declineNow: "Give up the order",
  declined: "Given up",
  findAgain: (item: string) => `Found one after all: ${item}`,
  foundAgain: "It counts as stock again",
};
