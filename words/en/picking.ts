export const picking = {
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
};
