import type { NodeLoad, RegionLoad } from "../../domain/workload/types.ts";
import type { Tone } from "../Badge.tsx";
import type { IconName } from "../icon_paths.ts";

export interface Standing {
  word: string;
  icon: IconName;
  tone: Tone;
}

/** How a store stands, by the worst that is true of it: this is why it is where it is in the list. */
export function standing(load: NodeLoad): Standing {
  const count = (n: number) => n.toLocaleString("en-US");
  if (load.overdue > 0) return { word: `${count(load.overdue)} late`, icon: "triangle-alert", tone: "bad" };
  if (load.waitingAtCurb > 0) {
    return { word: `${count(load.waitingAtCurb)} at the curb`, icon: "car", tone: "warn" };
  }
  if (share(load) >= 1) return { word: "Full", icon: "gauge", tone: "warn" };
  if (load.dueWithinHour > 0) {
    return { word: `${count(load.dueWithinHour)} due soon`, icon: "clock", tone: "busy" };
  }
  if (load.backlog > 0) return { word: "On time", icon: "circle-check", tone: "good" };
  return { word: "Clear", icon: "check", tone: "plain" };
}

/** Backlog against what the store can do in a day; a store that can do nothing and has nothing is empty. */
export function share({ backlog, capacityPerDay }: NodeLoad): number {
  if (backlog === 0) return 0;
  return capacityPerDay > 0 ? backlog / capacityPerDay : 1;
}

export type SortKey =
  | "trouble"
  | "name"
  | "load"
  | "units"
  | "overdue"
  | "dueWithinHour"
  | "oldest"
  | "staged"
  | "waitingAtCurb"
  | "doneToday";

/** Sorted with what asks for attention first; "trouble" is the order the server gave. */
export function sortLoads(nodes: NodeLoad[], by: SortKey): NodeLoad[] {
  if (by === "trouble") return nodes;
  const rank = ranks[by];
  return nodes.toSorted((a, b) => rank(a, b) || a.name.localeCompare(b.name, "en"));
}

type Rank = (a: NodeLoad, b: NodeLoad) => number;
const most = (of: (load: NodeLoad) => number): Rank => (a, b) => of(b) - of(a);

const ranks: Record<Exclude<SortKey, "trouble">, Rank> = {
  name: () => 0,
  load: most(share),
  units: most(({ unitsToPick }) => unitsToPick),
  overdue: most(({ overdue }) => overdue),
  dueWithinHour: most(({ dueWithinHour }) => dueWithinHour),
  oldest: most(({ oldestPlacedAt }) => oldestPlacedAt ? -Date.parse(oldestPlacedAt) : -Number.MAX_VALUE),
  staged: most(({ staged }) => staged),
  waitingAtCurb: most(({ waitingAtCurb }) => waitingAtCurb),
  doneToday: most(({ doneToday }) => doneToday),
};

/** Stores whose name, city or state contains every word looked for. */
export function findLoads(nodes: NodeLoad[], query: string): NodeLoad[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return nodes.filter(({ name, city, state }) => {
    const text = `${name} ${city} ${state}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The region as a whole. */
export function totals({ nodes }: RegionLoad) {
  const sum = (of: (load: NodeLoad) => number) => nodes.reduce((total, load) => total + of(load), 0);
  return {
    backlog: sum(({ backlog }) => backlog),
    units: sum(({ unitsToPick }) => unitsToPick),
    overdue: sum(({ overdue }) => overdue),
    dueWithinHour: sum(({ dueWithinHour }) => dueWithinHour),
    waitingAtCurb: sum(({ waitingAtCurb }) => waitingAtCurb),
    doneToday: sum(({ doneToday }) => doneToday),
    storesLate: nodes.filter(({ overdue }) => overdue > 0).length,
  };
}
