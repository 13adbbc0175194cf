import type { NodeLoad } from "./types.ts";

/** In how much trouble a store is: shoppers at the curb first, then what is late, then what soon will be. */
export function worstFirst(a: NodeLoad, b: NodeLoad): number {
  return b.waitingAtCurb - a.waitingAtCurb ||
    b.overdue - a.overdue ||
    b.dueWithinHour - a.dueWithinHour ||
    loadOf(b) - loadOf(a) ||
    (a.name < b.name ? -1 : 1);
}

/** Backlog against what the store can do in a day; a store that can do nothing is full as soon as it has work. */
export function loadOf(node: Pick<NodeLoad, "backlog" | "capacityPerDay">): number {
  if (node.capacityPerDay > 0) return node.backlog / node.capacityPerDay;
  return node.backlog > 0 ? 1 : 0;
}
