// What the associate sees: the server's truth with this device's own operations on top. The truth may already include an
// operation whose outcome is still on its way, so applying one twice must not count twice.
import { decide } from "../domain/fulfillment/decide.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Waiting } from "../sw/queue.ts";

/** The fulfillments after the operations; one that no longer fits is passed over, the server will say why. */
export function withPending(fulfillments: Fulfillment[], operations: Waiting[]): Fulfillment[] {
  if (operations.length === 0) return fulfillments;
  const byId = new Map(fulfillments.map((each) => [each.id, each]));
  for (const operation of operations) {
    const before = byId.get(operation.body.fulfillmentId);
    if (!before || isIncluded(before, operation)) continue;
    const after = decide(before, operation, operation.by);
    if (!isRefusal(after)) byId.set(after.id, after);
  }
  return [...byId.values()];
}

/** A pick is in the truth once its line has as many units done as there were before it and its own. */
function isIncluded({ lines }: Fulfillment, { type, body, doneBefore }: Waiting): boolean {
  if (doneBefore === null || (type !== "confirm_pick" && type !== "short_pick")) return false;
  const line = lines.find(({ lineNo }) => lineNo === body.lineNo);
  return line !== undefined && line.picked + line.shorted >= doneBefore + body.quantity;
}
