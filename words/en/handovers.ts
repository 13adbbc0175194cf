/** What a manager looks up. */
export const handovers = {
  about: "Who gave what to whom, and on which proof. Nothing here is ever deleted.",
  none: "Nothing has been handed over yet",
  noneDetail: "The first handover comes in here by itself.",
  pages: "More handovers",
  newest: "Newest",
  older: "Older",
  proofs: {
    pass: "Pickup pass",
    code: "Six digits",
    document: "ID seen",
    override: "Manager’s word",
  },
  undone: "Taken back",
  gave: (name: string, units: string) => `${name} gave ${units}`,
  byManager: (name: string, reason: string) => `${name} let it go without proof: ${reason}`,
  collectedBy: (name: string) => `Collected by ${name}`,
  document: (name: string, lastFour: string) => `ID of ${name}, ending in ${lastFour}`,
  ageSeen: "Age was seen",
  show: (what: string) => `Show ${what}`,
  kinds: { signature: "the signature", photo: "the photo" },
  pictureOf: (what: string, order: string) => `${what} for order ${order}`,
};
