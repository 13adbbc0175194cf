// What people do to stock, made up by fast-check: as calls that a model in memory and the real service both answer.
import fc from "fast-check";
import type { MakeReservation } from "../../domain/inventory/types.ts";
import {
  type Call,
  type Promised,
  promisedTo,
  type Request,
  type Shelf,
  type StockModel,
} from "./stock_model.ts";

/** Which nodes and items a run is about: names are its own, so that many runs share a database. */
export interface Place {
  nodeIds: string[];
  /** Items with stock, then kits made of them. */
  skus: string[];
}

/** Makes a call of what is there; undefined where there is nothing to do it to. */
export type Act = { name: string; on(model: StockModel, place: Place): Call | undefined };

const channels = ["web", "app"];
export const items = ["a", "b", "c", "d"];
/** Both kits want the same component: a cart with both must find enough of it for both. */
export const kits = { "kit-ab": { a: 1, b: 2 }, "kit-bc": { b: 1, c: 1 } };

const which = fc.nat({ max: 1_000 });
const line = fc.record({
  node: fc.nat({ max: 2 }),
  sku: fc.nat({ max: 5 }),
  quantity: fc.integer({ min: 1, max: 4 }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 4 });
const minutes = fc.integer({ min: 1, max: 60 });
const cart = fc.record({ channel: fc.nat({ max: 1 }), lines, minutes, isNamed: fc.boolean() });
type Cart = typeof cart extends fc.Arbitrary<infer Made> ? Made : never;

const reserve = fc.record({ cart }).map(({ cart }) =>
  act("reserve", cart, (_, place) => ({ kind: "reserve", request: requestOf(place, cart) }))
);

/** A request that was made before comes again: as it was, or with another body under the same id. */
const again = fc.record({ which, isOther: fc.boolean() }).map(({ which, isOther }) =>
  act("again", { which, isOther }, (model) => {
    const known = pick([...model.carts.values()], which);
    return known && { kind: "reserve", request: isOther ? other(known) : known };
  })
);

const batch = fc.array(fc.record({ cart, again: fc.option(which, { freq: 5 }), isOther: fc.boolean() }), {
  minLength: 2,
  maxLength: 6,
}).map((asked) =>
  act("batch", asked, (model, place) => {
    const requests = asked.map(({ cart, again, isOther }) => {
      const known = again === null ? undefined : pick([...model.carts.values()], again);
      return known ? (isOther ? other(known) : { ...known }) : requestOf(place, cart);
    });
    // Two requests of one name never go together.
    return { kind: "batch", requests: [...new Map(requests.map((each) => [each.wanted.id, each])).values()] };
  })
);

const change = fc.record({ which, lines, minutes, isNear: fc.boolean() }).map((wanted) =>
  act("change", wanted, (model, place) => {
    const known = pick(openCarts(model), wanted.which);
    if (!known) return undefined;
    const { nodeId, lines } = known.wanted;
    // Often the cart as it is, its lines turned round and one of them more or less.
    const near = lines.toReversed().map((line, i) =>
      i > 0 ? line : { ...line, quantity: wanted.lines[0]!.quantity }
    );
    const asked = wanted.isNear ? near : linesOf(place, wanted.lines);
    return {
      kind: "change",
      channelId: known.channelId,
      holdId: known.wanted.id,
      wanted: { nodeId, lines: asked, holdMinutes: wanted.minutes },
    };
  })
);

/** Two lines of one item become one or three: units move between the lines of a cart. */
const regroup = fc.record({
  which,
  quantities: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
})
  .map((wanted) =>
    act("regroup", wanted, (model) => {
      const known = pick(openCarts(model), wanted.which);
      const first = known && promisedTo(model, { holdId: known.wanted.id })[0];
      if (!first) return undefined;
      const { nodeId, sku } = first;
      return {
        kind: "change",
        channelId: known.channelId,
        holdId: known.wanted.id,
        wanted: { lines: wanted.quantities.map((quantity) => ({ nodeId, sku, quantity })), holdMinutes: 30 },
      };
    })
  );

const release = fc.record({ which, isStranger: fc.integer({ min: 0, max: 9 }) }).map((
  { which, isStranger },
) =>
  act("release", { which, isStranger }, (model) => {
    const known = pick([...model.carts.values()], which);
    if (!known) return undefined;
    const channelId = isStranger === 0 ? "stranger" : known.channelId;
    return { kind: "release", channelId, holdId: known.wanted.id };
  })
);

const expire = fc.record({
  minutes,
  nodes: fc.subarray([0, 1, 2], { minLength: 1 }),
  atMost: fc.constantFrom(1, 2, 1_000),
})
  .map(({ minutes, nodes, atMost }) =>
    act("expire", { minutes, nodes, atMost }, (model, place) => {
      model.now = new Date(model.now.getTime() + minutes * 60_000);
      return { kind: "expire", nodeIds: nodes.map((node) => place.nodeIds[node]!), atMost };
    })
  );

const allocate = fc.record({ channel: fc.nat({ max: 1 }), lines }).map((order) =>
  act("allocate", order, (_, place) => {
    const wanted = linesOf(place, order.lines.map((each) => ({ ...each, sku: each.sku % 4 })));
    const parts = [
      ...Map.groupBy(wanted.map((each, i) => ({ ...each, lineNo: i + 1 })), (each) => each.nodeId),
    ]
      .map(([nodeId, lines]) => ({
        nodeId,
        fulfillmentId: crypto.randomUUID(),
        lines: lines.map(withoutNode),
      }));
    return { kind: "allocate", channelId: channels[order.channel]!, orderId: crypto.randomUUID(), parts };
  })
);

const allocateHold = fc.record({ which, twist: fc.integer({ min: 0, max: 4 }), isOrder: fc.nat({ max: 3 }) })
  .map((
    order,
  ) =>
    act("allocate_hold", order, (model) => {
      const known = pick(openCarts(model), order.which);
      if (!known) return undefined;
      const holdId = known.wanted.id;
      const held = promisedTo(model, { holdId }).toReversed();
      const lines = held.map(({ sku, quantity }, i) => ({ lineNo: i + 1, sku, quantity }));
      if (order.twist === 0) lines[0]!.quantity++;
      const part = { nodeId: held[0]!.nodeId, fulfillmentId: crypto.randomUUID(), lines };
      const { channelId } = known;
      return order.isOrder === 0
        ? { kind: "order", channelId, holdId, part }
        : { kind: "allocate_hold", channelId, holdId, orderId: crypto.randomUUID(), part };
    })
  );

const order = fc.record({ channel: fc.nat({ max: 1 }), lines }).map((wanted) =>
  act("order", wanted, (_, place) => {
    const { node } = wanted.lines[0]!;
    const lines = wanted.lines.map(({ sku, quantity }, i) => (
      { lineNo: i + 1, sku: place.skus[sku % 4]!, quantity }
    ));
    const part = { nodeId: place.nodeIds[node]!, fulfillmentId: "", lines };
    return { kind: "order", channelId: channels[wanted.channel]!, holdId: null, part };
  })
);

const end = fc.record({
  which,
  kind: fc.constantFrom("pick" as const, "fulfil" as const, "give_back" as const),
})
  .map(({ which, kind }) =>
    act(kind, { which }, (model) => {
      const promised = pick(allocated(model), which);
      return promised && { kind, nodeId: promised.nodeId, partId: promised.partId! };
    })
  );

const short = fc.record({
  which,
  units: fc.integer({ min: 1, max: 4 }),
  reason: fc.constantFrom("not_found" as const, "damaged" as const, "mismatched" as const),
}).map(({ which, units, reason }) =>
  act("short", { which, units, reason }, (model) => {
    const promised = pick(allocated(model), which);
    if (!promised) return undefined;
    const { nodeId, partId, lineNo, sku } = promised;
    return {
      ...{ kind: "short", nodeId, partId: partId!, lineNo, sku, reason },
      quantity: Math.min(units, promised.quantity),
    };
  })
);

const count = fc.array(
  fc.record({ node: fc.nat({ max: 2 }), sku: fc.nat({ max: 3 }), by: fc.integer({ min: -4, max: 6 }) }),
  { minLength: 1, maxLength: 3 },
).map((rows) =>
  act("count", rows, (model, place) => {
    const counts = rows.map(({ node, sku, by }) => {
      const row = { nodeId: place.nodeIds[node]!, sku: place.skus[sku]! };
      const onHand = model.shelves.get(`${row.nodeId} ${row.sku}`)?.onHand ?? 0;
      return { ...row, counted: Math.max(0, onHand + by) };
    });
    return {
      kind: "count",
      counts: [...new Map(counts.map((row) => [`${row.nodeId} ${row.sku}`, row])).values()],
    };
  })
);

const safety = fc.record({ which, units: fc.integer({ min: 0, max: 8 }) }).map(({ which, units }) =>
  act("safety", { which, units }, (model) => {
    const [nodeId, sku] = pick([...model.shelves.keys()], which)!.split(" ") as [string, string];
    return { kind: "safety", nodeId, sku, units };
  })
);

/** Anything that happens to stock, what happens most the most often. */
export const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: reserve },
  { weight: 3, arbitrary: again },
  { weight: 3, arbitrary: batch },
  { weight: 3, arbitrary: change },
  { weight: 2, arbitrary: regroup },
  { weight: 3, arbitrary: release },
  { weight: 3, arbitrary: expire },
  { weight: 2, arbitrary: allocate },
  { weight: 3, arbitrary: allocateHold },
  { weight: 1, arbitrary: order },
  { weight: 3, arbitrary: end },
  { weight: 2, arbitrary: short },
  { weight: 2, arbitrary: count },
  { weight: 1, arbitrary: safety },
);

/** Stock to begin with: a row an item and node, one of which was never kept. */
export const beginnings = fc.array(
  fc.record<Omit<Shelf, "reserved">>({
    onHand: fc.integer({ min: 0, max: 12 }),
    safetyStock: fc.constantFrom<number[]>(0, 0, 0, 1, 3),
    thresholds: fc.constantFrom<Shelf["thresholds"][]>(null, null, null, null, { web: 2 }, { app: 3 }),
  }),
  { minLength: 11, maxLength: 11 },
);
export type Beginning = Omit<Shelf, "reserved">[];

/** A model of these nodes as they begin. */
export function begin(place: Place, beginning: Beginning): StockModel {
  const shelves = new Map(beginning.map((shelf, i) => [
    `${place.nodeIds[Math.floor(i / 4)]} ${place.skus[i % 4]}`,
    { ...shelf, reserved: 0 },
  ]));
  const now = new Date("2026-03-01T12:00:00Z");
  return { now, shelves, kits, carts: new Map(), promised: [], ended: new Map() };
}

function act(name: string, what: unknown, on: (model: StockModel, place: Place) => Call | undefined): Act {
  return { name: `${name} ${JSON.stringify(what)}`, on };
}

function requestOf(place: Place, { channel, lines, minutes, isNamed }: Cart): Request {
  // The node once for all lines where it is the same, as most callers say it.
  const nodeId = place.nodeIds[lines[0]!.node]!;
  const isOne = isNamed && lines.every((line) => line.node === lines[0]!.node);
  const asked = isOne ? linesOf(place, lines).map(withoutNode) : linesOf(place, lines);
  const id = crypto.randomUUID();
  const wanted: MakeReservation & { id: string } = isOne
    ? { id, nodeId, lines: asked, holdMinutes: minutes }
    : { id, lines: asked, holdMinutes: minutes };
  return { channelId: channels[channel]!, wanted };
}

function linesOf(place: Place, lines: { node: number; sku: number; quantity: number }[]) {
  return lines.map(({ node, sku, quantity }) => (
    { sku: place.skus[sku]!, quantity, nodeId: place.nodeIds[node]! }
  ));
}

function other({ channelId, wanted }: Request): Request {
  return { channelId, wanted: { ...wanted, holdMinutes: wanted.holdMinutes + 1 } };
}

function withoutNode<Line extends { nodeId?: string }>({ nodeId: _, ...line }: Line): Omit<Line, "nodeId"> {
  return line;
}

function openCarts(model: StockModel) {
  const held = new Set(model.promised.filter((each) => each.state === "held").map((each) => each.holdId));
  return [...model.carts.values()].filter((each) => held.has(each.wanted.id));
}

function allocated(model: StockModel): Promised[] {
  return model.promised.filter((each) => each.partId !== null);
}

function pick<Item>(from: Item[], which: number): Item | undefined {
  return from[which % from.length];
}
