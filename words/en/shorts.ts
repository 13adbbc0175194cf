export const shorts = {
  title: "Can’t find it",
  close: "Close",
  why: "Why?",
  reasons: {
    not_found: "Not on the shelf",
    damaged: "Damaged",
    mismatched: "Wrong item on the shelf",
  },
  mark: (units: string) => `Mark ${units} missing`,
  everywhere: (orders: number) => `Give it up in every open order (${orders})`,
  markEverywhere: (orders: number) => `Give up in ${orders} orders`,
  rejected: (orders: number) => `Given up in ${orders} orders`,
  howMany: "How many are missing",
  missing: "Missing",
  oneLess: "One less",
  oneMore: "One more",
};
