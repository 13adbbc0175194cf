export const done = {
  restStays: (bin: string) => `The rest waits on in bin ${bin}.`,
  restGoesBack: "The rest goes back to its shelf: open the order again.",
  staged: "Ready for pickup",
  handed_over: "Handed over",
  shipped: "Shipped",
  nothing_found: "Nothing was found",
  put_back: "All back on the shelf",
  isTold: "The shopper is being told.",
  toldOnceSent: "The shopper is told once this is sent.",
  binIsFree: (bin: string) => `Bin ${bin} is free again.`,
  goesOn: "The order goes on without this store. Nothing is left to do here.",
  back: "Back to list",
};
