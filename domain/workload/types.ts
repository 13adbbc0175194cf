/** One store's load as its regional manager sees it. Counts are of open work, but for `doneToday`. */
export interface NodeLoad {
  nodeId: string;
  name: string;
  city: string;
  state: string;
  capacityPerDay: number;
  /** Orders not yet handed over or shipped. */
  backlog: number;
  unitsToPick: number;
  dueWithinHour: number;
  overdue: number;
  staged: number;
  waitingAtCurb: number;
  oldestPlacedAt: string | null;
  doneToday: number;
}

/** A region with its stores, those in most trouble first. */
export interface RegionLoad {
  regionId: string;
  name: string;
  at: string;
  nodes: NodeLoad[];
}
