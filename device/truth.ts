// What the associate sees: the server's truth with this device's own operations on top. The truth may already include an
// operation whose outcome is still on its way, so applying one twice must not count twice.
import { decide, includes } from "../domain/fulfillment/decide.ts";
import type { Floor, Fulfillment } from "../domain/fulfillment/types.ts";
import { type FulfillmentJson, reviveFulfillment } from "../domain/fulfillment/wire_decide.ts";
import { isRefusal } from "../lib/refusal.ts";
import type { Waiting } from "../sw/queue.ts";

/** The fulfillments after the operations; one that no longer fits is passed over, the server will say why. */
export type WithPending = (
  fulfillments: Fulfillment[],
  operations: readonly Waiting[],
  floor?: Floor,
) => Fulfillment[];

/** An order with what was done to it, as far as it has been decided. */
interface Folded {
  truth: Fulfillment;
  floor: Floor | undefined;
  operations: readonly Waiting[];
  after: Fulfillment;
}

/**
 * Puts operations on top of the truth, again and again: whoever scans adds one at a time, and only that one is decided,
 * however many wait. An order that is as it was stays the same object, so that only what changed is drawn anew.
 */
export function keepPending(): WithPending {
  let known = new Map<string, Folded>();
  let shown: Fulfillment[] = [];
  return (fulfillments, operations, floor) => {
    const byOrder = byFulfillment(operations);
    const folded = new Map<string, Folded>();
    const next = fulfillments.map((truth) => {
      const own = byOrder.get(truth.id);
      if (!own) return truth;
      const made = fold({ truth, floor, operations: own }, known.get(truth.id));
      folded.set(truth.id, made);
      return made.after;
    });
    known = folded;
    return shown = sameList(shown, next);
  };
}

/** Goes on where the last time ended, where nothing before that is another. */
function fold({ truth, floor, operations }: Omit<Folded, "after">, known?: Folded): Folded {
  const goesOn = known !== undefined && known.truth === truth && known.floor === floor &&
    known.operations.every(({ id }, i) => operations[i]?.id === id);
  let after = goesOn ? known.after : truth;
  for (const operation of operations.slice(goesOn ? known.operations.length : 0)) {
    if (includes(after, operation.id)) continue;
    const decided = decide(after, operation, operation.by, floor);
    if (!isRefusal(decided)) after = decided;
  }
  return { truth, floor, operations, after };
}

function byFulfillment(operations: readonly Waiting[]): Map<string, Waiting[]> {
  const byOrder = new Map<string, Waiting[]>();
  for (const operation of operations) {
    const { fulfillmentId } = operation.body;
    const own = byOrder.get(fulfillmentId);
    if (own) own.push(operation);
    else byOrder.set(fulfillmentId, [operation]);
  }
  return byOrder;
}

/** The list as it was where nothing in it is another. */
export function sameList<Item>(before: Item[], next: Item[]): Item[] {
  return before.length === next.length && before.every((each, i) => each === next[i]) ? before : next;
}

/** As it was where the server says the same as before. */
export function sameSaid<Said>(before: Said, next: Said): Said {
  return JSON.stringify(before) === JSON.stringify(next) ? before : next;
}

/** What the server had said of a fulfillment, to know when it says the same again. */
const said = new WeakMap<Fulfillment, string>();

/** Takes a list the server said; what it says of a fulfillment as before stays the same object. */
export function reviveAll(list: readonly FulfillmentJson[], before: readonly Fulfillment[] = []) {
  const known = new Map(before.map((each) => [each.id, each]));
  return list.map((json) => {
    const text = JSON.stringify(json);
    const same = known.get(json.id);
    if (same && said.get(same) === text) return same;
    const fulfillment = reviveFulfillment(json);
    said.set(fulfillment, text);
    return fulfillment;
  });
}
