/** From the hand or the bin back to the shelf. */
export const putBack = {
  why: {
    cancelled: "The order was cancelled",
    moved: "Given to another place",
    not_collected: "Nobody came for it",
    refused: "The shopper did not want it",
  },
  fromBin: (bin: string) => `Take it from bin ${bin} back to the shelf.`,
  toShelf: "Put what was picked back on its shelf.",
  scan: "Put back and scan",
  ofBack: (units: number) => `of ${units} back`,
  notOfThis: "Not of this order",
  notOfThisDetail: "Nothing was counted.",
  allBack: "All of these are back already",
  isBack: "It can be sold again.",
};
