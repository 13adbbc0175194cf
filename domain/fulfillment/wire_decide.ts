// A fulfillment as it goes over the wire and into a page: its instants are text there.
import type { Fulfillment } from "./types.ts";

export type FulfillmentJson = {
  [Key in keyof Fulfillment]: Fulfillment[Key] extends Date ? string
    : Fulfillment[Key] extends Date | null ? string | null
    : Fulfillment[Key];
};

type Instant = {
  [Key in keyof Fulfillment]: Fulfillment[Key] extends Date | null
    ? Fulfillment[Key] extends null ? never : Key
    : never;
}[keyof Fulfillment];

const instants = [
  ...["placedAt", "dueBy", "promisedBy", "touchedAt", "holdUntil", "remindedAt"] as const,
  ...["onWayAt", "etaAt", "arrivedAt", "escalatedAt"] as const,
] satisfies Instant[];

/** Turns dates into text. */
export function fulfillmentJson(fulfillment: Fulfillment): FulfillmentJson {
  const texts = instants.map((key) => [key, fulfillment[key]?.toISOString() ?? null]);
  return { ...fulfillment, ...Object.fromEntries(texts) };
}

/** Turns instants back into dates. */
export function reviveFulfillment(json: FulfillmentJson): Fulfillment {
  const dates = instants.map((key) => [key, json[key] === null ? null : new Date(json[key])]);
  return { ...json, ...Object.fromEntries(dates) };
}
