import { withCheckDigit } from "../catalog/decide.ts";
import type { Label } from "./types.ts";

/**
 * A tracking number of the local engine's own: an SSCC, which any warehouse scanner reads. Its prefix 299 is of those GS1
 * leaves to each company for use within its walls, so no carrier's number is ever met; outside them it tracks nothing.
 */
export function ssccOf({ series, serial }: { series: number; serial: number }): string {
  return withCheckDigit(`1299${String(series).padStart(5, "0")}${String(serial).padStart(8, "0")}`);
}

/** A label as whoever asked for it is told. */
export function labelView(
  { id, state, tracking, carrierName, serviceName, priceMinor, currency, problem }: Label,
) {
  return { id, state, tracking, carrierName, serviceName, priceMinor, currency, problem };
}
