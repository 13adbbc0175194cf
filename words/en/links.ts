/** The way to the store's other pages, by what they are called. */
export const links = {
  storeOf: (store: string) => `The store: ${store}`,
  bins: "Bins",
  handovers: "Handovers",
  manifests: "Carrier manifests",
};
