import { count } from "./count.ts";

/** The end of a carrier's day. */
export const manifest = {
  toWork: "Back to the work",
  nothing: "No parcel waits for a carrier",
  nothingDetail: "Shipped parcels are listed here until their carrier signs for them.",
  otherCarrier: "Other carriers",
  parcels: (parcels: number) => count(parcels, { one: "# parcel", other: "# parcels" }),
  waiting: (parcels: number, since: string) =>
    `${count(parcels, { one: "# parcel", other: "# parcels" })} shipped, the first ${since}.`,
  close: "Close the manifest",
  closed: "Closed",
  closedBy: (at: string, by: string) => `${at} by ${by}`,
};
