// Three days of picking by somebody whose phone has no network: what was placed, and what was done.
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Done } from "./queue_script.ts";

const HOUR = 3_600_000;

/** Every order begun, and each of its units scanned, at an even pace over so many hours. */
export function daysOfPicking(orders: Fulfillment[], hours: number, from: Date): Done[] {
  const done = orders.flatMap(({ id: fulfillmentId, orderNumber, lines }) => {
    const scans = lines.flatMap(({ lineNo, sku, quantity }) =>
      Array.from({ length: quantity }, () => ({
        type: "confirm_pick" as const,
        body: { fulfillmentId, lineNo, quantity: 1, scanned: sku },
      }))
    );
    const steps = [{ type: "start_pick" as const, body: { fulfillmentId } }, ...scans];
    return steps.map((step) => ({ step, orderNumber }));
  });
  return done.map((each, i) => ({
    ...each,
    at: new Date(from.getTime() + i / done.length * hours * HOUR).toISOString(),
  }));
}
