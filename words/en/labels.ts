import { count } from "./count.ts";

/** What is stuck on a box. */
export const labels = {
  asking: "Asking carriers…",
  buy: (labels: number, price: string) =>
    `${count(labels, { one: "Buy # label", other: "Buy # labels" })} · ${price}`,
  bought: "Labels are ready",
  buying: (carrier: string) => `Waiting for ${carrier}`,
  buyingDetail: "The label comes by itself. You can go on with other work.",
  failed: "No label",
  noOffer: "No carrier has answered yet",
  pdf: "Print PDF",
  zpl: "ZPL",
  void: "Void",
  voided: "The label is void",
  voiding: "The label is being given back",
  voidingDetail: "Then the box can be opened.",
  notVoided: "The carrier did not take it back",
  typed: "Number noted",
  elsewhere: "Label made elsewhere",
  note: "Note it",
  missing: "A label is missing",
  offline: "Labels need a connection",
  offlineDetail: "Everything else is kept on this phone. A number of a label made elsewhere can be noted.",
  needsConnection: "Nothing was bought.",
  arrives: (day: string) => `There ${day}`,
  late: (day: string) => `There ${day}, after the promise`,
  noTime: "Does not say when",
  packingSlip: "Packing slip",
};
