export const bins = {
  about:
    "Where orders wait for their shoppers. A phone takes no other label, and puts nothing where it does not belong.",
  none: "No bins yet",
  noneDetail: "Until there is one, any label will do.",
  add: "Add a bin",
  label: "Label",
  zone: "For goods that are",
  capacity: "Orders",
  partOf: (what: string, bin: string) => `${what}: bin ${bin}`,
  used: (used: number, capacity: number) => `${used} of ${capacity} places taken`,
  save: "Save",
  saveOf: (bin: string) => `Save bin ${bin}`,
  removeOf: (bin: string) => `Remove bin ${bin}`,
  inUse: (bin: string) => `Orders stand in bin ${bin}. Move them first.`,
  notRight: "A label is letters and digits, such as P-12, and a bin takes 1 to 999 orders.",
};
