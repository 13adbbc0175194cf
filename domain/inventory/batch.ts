// What a batch of requests asks of the database, laid flat: one array a column, as `reserve_batch` takes them.
import type { Batch, Reserving } from "./types.ts";

type Key = { nodeId: string; sku: string; no: number };

/** Lays requests flat. Whoever asks twice for one item at one node asks once, for the sum. */
export function flatten(requests: (Reserving & { now: Date })[]): Batch {
  const keys = keysOf(requests);
  const batch: Batch = {
    request: {
      ids: requests.map((each) => each.holdId),
      marks: requests.map((each) => each.isNamed ? each.lines[0]!.id : null),
      channels: requests.map((each) => each.channelId),
      orders: requests.map((each) => each.orderId),
      expiries: requests.map((each) => each.expiresAt),
      times: requests.map((each) => each.now),
      demands: [],
    },
    key: { nodes: [], skus: [], quantities: [], lines: [] },
    demand: { keys: [], quantities: [] },
    line: { requests: [], ids: [], keys: [], places: [], nos: [], quantities: [], fulfillments: [] },
  };
  for (const { nodeId, sku } of keys.values()) {
    batch.key.nodes.push(nodeId);
    batch.key.skus.push(sku);
    batch.key.quantities.push(0);
    batch.key.lines.push(0);
  }
  requests.forEach((request, i) => {
    const demands = new Map<number, number>();
    for (const line of request.lines) {
      const { no } = keys.get(nameOf(line))!;
      demands.set(no, (demands.get(no) ?? 0) + line.quantity);
      batch.line.requests.push(i + 1);
      batch.line.ids.push(line.id);
      batch.line.keys.push(no);
      batch.key.quantities[no - 1]! += line.quantity;
      batch.line.places.push(++batch.key.lines[no - 1]!);
      batch.line.nos.push(line.lineNo);
      batch.line.quantities.push(line.quantity);
      batch.line.fulfillments.push(line.fulfillmentId);
    }
    for (const [key, quantity] of demands) {
      batch.demand.keys.push(key);
      batch.demand.quantities.push(quantity);
    }
    batch.request.demands.push(batch.demand.keys.length);
  });
  return batch;
}

/** The distinct stock rows, node by node: the order in which everybody locks nodes. */
function keysOf(requests: Reserving[]): Map<string, Key> {
  const keys = new Map<string, Key>();
  for (const { lines } of requests) {
    for (const line of lines) {
      const name = nameOf(line);
      if (!keys.has(name)) keys.set(name, { nodeId: line.nodeId, sku: line.sku, no: 0 });
    }
  }
  const inOrder = new Map(
    [...keys].sort(([, a], [, b]) => compare(a.nodeId, b.nodeId) || compare(a.sku, b.sku)),
  );
  let no = 0;
  for (const key of inOrder.values()) key.no = ++no;
  return inOrder;
}

// No SKU or node id holds a line break.
function nameOf({ nodeId, sku }: { nodeId: string; sku: string }): string {
  return `${nodeId}\n${sku}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
