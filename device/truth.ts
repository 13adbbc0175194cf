// What the associate sees: the server's truth with this device's own operations on top. The truth may already include an
// operation whose outcome is still on its way, so applying one twice must not count twice.
import { decide, includes } from "../domain/fulfillment/decide.ts";
import type { Floor, Fulfillment } from "../domain/fulfillment/types.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Waiting } from "../sw/queue.ts";

/** The fulfillments after the operations; one that no longer fits is passed over, the server will say why. */
export function withPending(
  fulfillments: Fulfillment[],
  operations: Waiting[],
  floor?: Floor,
): Fulfillment[] {
  if (operations.length === 0) return fulfillments;
  const byId = new Map(fulfillments.map((each) => [each.id, each]));
  for (const operation of operations) {
    const before = byId.get(operation.body.fulfillmentId);
    if (!before || includes(before, operation.id)) continue;
    const after = decide(before, operation, operation.by, floor);
    if (!isRefusal(after)) byId.set(after.id, after);
  }
  return [...byId.values()];
}
