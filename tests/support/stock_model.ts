// Stock as the trade understands it, in memory and with nothing clever: what a reservation service must answer to every
// call, and what it then holds. Tests compare the real one with it.
import type { ChangeReservation, MakeReservation, ShortReason } from "../../domain/inventory/types.ts";

/** What stands at one node of one item. */
export interface Shelf {
  onHand: number;
  reserved: number;
  safetyStock: number;
  /** Units a channel leaves to the others. */
  thresholds: Record<string, number> | null;
}

interface Units {
  nodeId: string;
  sku: string;
  lineNo: number;
  quantity: number;
}

/** Units promised: to a cart, to an order's part, or first to one and then to the other. */
export interface Promised extends Units {
  holdId: string | null;
  partId: string | null;
  state: "held" | "allocated" | "picked";
}

type Wanted = MakeReservation & { id: string };

interface Cart {
  channelId: string;
  wanted: Wanted;
  expiresAt: Date;
}

export interface StockModel {
  now: Date;
  shelves: Map<string, Shelf>;
  kits: Record<string, Record<string, number>>;
  /** Carts that were promised something, by the hold's id. */
  carts: Map<string, Cart>;
  promised: Promised[];
  /** Units whose promise has ended: by node, item and how. */
  ended: Map<string, number>;
}

/** A request for stock under a name of the caller's own. */
export interface Request {
  channelId: string;
  wanted: Wanted;
}

interface Part {
  nodeId: string;
  fulfillmentId: string;
  lines: { lineNo: number; sku: string; quantity: number }[];
}

export type Call =
  | { kind: "reserve"; request: Request }
  /** Decided together, in one call of the database. */
  | { kind: "batch"; requests: Request[] }
  | { kind: "change"; channelId: string; holdId: string; wanted: ChangeReservation }
  | { kind: "release"; channelId: string; holdId: string }
  | { kind: "expire"; nodeIds: string[]; atMost: number }
  | { kind: "allocate"; channelId: string; orderId: string; parts: Part[] }
  | { kind: "allocate_hold"; channelId: string; holdId: string; orderId: string; part: Part }
  /** The whole of an order, which gives its part a name itself. */
  | { kind: "order"; channelId: string; holdId: string | null; part: Part }
  | { kind: "pick" | "fulfil" | "give_back"; nodeId: string; partId: string }
  | {
    kind: "short";
    nodeId: string;
    partId: string;
    lineNo: number;
    sku: string;
    quantity: number;
    reason: ShortReason;
  }
  | { kind: "count"; counts: { nodeId: string; sku: string; counted: number }[] }
  | { kind: "safety"; nodeId: string; sku: string; units: number };

export interface Shortage {
  nodeId: string;
  sku: string;
  requested: number;
  available: number;
}

export type Answer = { outcome: string; shortages?: Shortage[]; details?: unknown };

const done = { outcome: "done" };

/** What must be answered to a call. */
export function decide(model: StockModel, call: Call): Answer {
  switch (call.kind) {
    case "reserve":
      return decideRequest(model, call.request);
    case "batch":
      return decideBatch(model, call.requests);
    case "change":
      return decideChange(model, call);
    case "release":
      return decideOpen(model, call) ?? done;
    case "allocate_hold":
      return decideAllocateHold(model, call);
    case "allocate":
      return decideUnits(model, call.channelId, call.parts.flatMap(unitsOf));
    case "order":
      return call.holdId
        ? decideAllocateHold(model, { ...call, holdId: call.holdId })
        : decideUnits(model, call.channelId, unitsOf(call.part));
    case "count":
      return decideCount(model, call.counts);
    default:
      return done;
  }
}

/** Makes the model what it is after a call was answered so. */
export function apply(model: StockModel, call: Call, { outcome }: Answer): void {
  switch (call.kind) {
    case "reserve":
      if (outcome === "made") hold(model, call.request);
      break;
    case "batch":
      outcome.split(" ").forEach((each, i) => each === "made" && hold(model, call.requests[i]!));
      break;
    case "change":
      if (outcome === "done") change(model, call);
      break;
    case "release":
      if (outcome === "done") end(model, (each) => each.holdId === call.holdId, "released");
      break;
    case "expire":
      end(model, (each) => call.nodeIds.includes(each.nodeId) && hasRunOut(model, each), "expired");
      break;
    case "allocate":
      if (outcome === "done") { for (const part of call.parts) give(model, part); }
      break;
    case "allocate_hold":
    case "order":
      if (outcome === "done" && call.holdId) handOn(model, call.holdId, call.part);
      else if (outcome === "done") give(model, call.part);
      break;
    case "pick":
      for (const each of model.promised) if (each.partId === call.partId) each.state = "picked";
      break;
    case "fulfil":
      end(model, (each) => each.partId === call.partId, "fulfilled");
      break;
    case "give_back":
      end(model, (each) => each.partId === call.partId, "released");
      break;
    case "short":
      short(model, call);
      break;
    case "count":
      if (outcome === "done") { for (const row of call.counts) count(model, row); }
      break;
    case "safety":
      model.shelves.get(nameOf(call))!.safetyStock = call.units;
  }
}

export function nameOf({ nodeId, sku }: { nodeId: string; sku: string }): string {
  return `${nodeId} ${sku}`;
}

/** A request's units, kits as their components. */
export function unitsWanted(model: Pick<StockModel, "kits">, wanted: ChangeReservation): Units[] {
  return wanted.lines.flatMap(({ sku, quantity, nodeId = wanted.nodeId! }, i) =>
    Object.entries(model.kits[sku] ?? { [sku]: 1 }).map(([component, each]) => (
      { nodeId, sku: component, lineNo: i + 1, quantity: quantity * each }
    ))
  );
}

/** The units promised to a cart or to a part of an order that have not come to an end. */
export function promisedTo(model: StockModel, to: { holdId?: string; partId?: string }): Promised[] {
  return model.promised.filter((each) =>
    to.holdId !== undefined ? each.holdId === to.holdId : each.partId === to.partId
  );
}

function unitsOf({ nodeId, lines }: Part): Units[] {
  return lines.map((line) => ({ ...line, nodeId }));
}

function decideRequest(model: StockModel, { channelId, wanted }: Request): Answer {
  const known = model.carts.get(wanted.id);
  if (known) {
    const isSame = JSON.stringify([known.channelId, known.wanted]) === JSON.stringify([channelId, wanted]);
    return { outcome: isSame ? "again" : "differs" };
  }
  const { outcome, shortages } = decideUnits(model, channelId, unitsWanted(model, wanted));
  return outcome === "done" ? { outcome: "made" } : { outcome, shortages };
}

/** First come first served: each finds what those before it left. */
function decideBatch(model: StockModel, requests: Request[]): Answer {
  const trial = structuredClone(model);
  const answers = requests.map((request) => {
    const answer = decideRequest(trial, request);
    if (answer.outcome === "made") hold(trial, request);
    return answer;
  });
  return {
    outcome: answers.map((each) => each.outcome).join(" "),
    shortages: answers.flatMap((each) => each.shortages ?? []),
  };
}

function decideUnits(model: StockModel, channelId: string, units: Units[]): Answer {
  const shortages = [...sums(units)].sort(([a], [b]) => a < b ? -1 : 1).map(([name, requested]) => {
    const [nodeId, sku] = name.split(" ") as [string, string];
    return { nodeId, sku, requested, available: availableTo(model, channelId, name) };
  }).filter(({ requested, available }) => requested > available);
  return shortages.length > 0 ? { outcome: "short", shortages } : done;
}

function availableTo(model: StockModel, channelId: string, name: string): number {
  const shelf = model.shelves.get(name);
  if (!shelf) return 0;
  const promisable = Math.max(0, shelf.onHand - shelf.reserved - shelf.safetyStock);
  return Math.max(0, promisable - (shelf.thresholds?.[channelId] ?? 0));
}

/** Why a cart cannot be worked on, if so. */
function decideOpen(model: StockModel, { channelId, holdId }: { channelId: string; holdId: string }) {
  const cart = model.carts.get(holdId);
  if (!cart || cart.channelId !== channelId) return { outcome: "not_found" };
  const held = promisedTo(model, { holdId }).filter((each) => each.state === "held");
  if (held.length === 0 || cart.expiresAt <= model.now) return { outcome: "reservation_closed" };
}

function decideChange(model: StockModel, call: Extract<Call, { kind: "change" }>): Answer {
  const closed = decideOpen(model, call);
  if (closed) return closed;
  const held = sums(promisedTo(model, call));
  const more = [...sums(unitsWanted(model, call.wanted))].map(([name, quantity]) => {
    const [nodeId, sku] = name.split(" ") as [string, string];
    return { nodeId, sku, lineNo: 0, quantity: Math.max(0, quantity - (held.get(name) ?? 0)) };
  });
  return decideUnits(model, call.channelId, more.filter((each) => each.quantity > 0));
}

function decideAllocateHold(
  model: StockModel,
  call: { channelId: string; holdId: string; part: Part },
): Answer {
  const closed = decideOpen(model, call);
  if (closed) return closed;
  const line = ({ nodeId, sku, quantity }: Units) => `${nodeId} ${sku} ${quantity}`;
  const held = promisedTo(model, call).map(line).sort();
  const asked = unitsOf(call.part).map(line).sort();
  return held.join() === asked.join() ? done : { outcome: "reservation_differs" };
}

function decideCount(model: StockModel, counts: { nodeId: string; sku: string; counted: number }[]): Answer {
  const rows = counts.toSorted((a, b) => nameOf(a) < nameOf(b) ? -1 : 1)
    .map((row) => ({ ...row, shelf: model.shelves.get(nameOf(row)) }));
  const below = rows.filter(({ counted, shelf }) => counted < (shelf?.reserved ?? 0));
  if (below.length > 0) {
    const lines = below.filter(({ nodeId }) => nodeId === below[0]!.nodeId)
      .map(({ nodeId, sku, counted, shelf }) => ({ nodeId, sku, counted, reserved: shelf!.reserved }));
    return { outcome: "count_below_reserved", details: lines };
  }
  const changed = rows.filter(({ counted, shelf }) => counted !== (shelf?.onHand ?? 0))
    .map(({ nodeId, sku, counted, shelf }) => ({ nodeId, sku, from: shelf?.onHand ?? 0, to: counted }));
  return { outcome: "done", details: changed };
}

function hold(model: StockModel, { channelId, wanted }: Request) {
  const expiresAt = new Date(model.now.getTime() + wanted.holdMinutes * 60_000);
  model.carts.set(wanted.id, { channelId, wanted, expiresAt });
  promise(model, unitsWanted(model, wanted), { holdId: wanted.id, partId: null, state: "held" });
}

function give(model: StockModel, part: Part) {
  promise(model, unitsOf(part), { holdId: null, partId: part.fulfillmentId, state: "allocated" });
}

function promise(model: StockModel, units: Units[], to: Pick<Promised, "holdId" | "partId" | "state">) {
  for (const each of units) {
    model.shelves.get(nameOf(each))!.reserved += each.quantity;
    model.promised.push({ ...each, ...to });
  }
}

/** The very same units, under the order's own line numbers. */
function handOn(model: StockModel, holdId: string, part: Part) {
  const lines = [...part.lines];
  for (const each of promisedTo(model, { holdId })) {
    const at = lines.findIndex((line) => line.sku === each.sku && line.quantity === each.quantity);
    const [line] = lines.splice(at, 1);
    Object.assign(each, { state: "allocated", partId: part.fulfillmentId, lineNo: line!.lineNo });
  }
}

function change(model: StockModel, { holdId, wanted }: Extract<Call, { kind: "change" }>) {
  const held = sums(promisedTo(model, { holdId }));
  const units = unitsWanted(model, wanted);
  const asked = sums(units);
  for (const [name, quantity] of held) {
    const less = quantity - (asked.get(name) ?? 0);
    if (less > 0) add(model.ended, `${name} released`, less);
    model.shelves.get(name)!.reserved -= quantity;
  }
  model.promised = model.promised.filter((each) => each.holdId !== holdId);
  promise(model, units, { holdId, partId: null, state: "held" });
  model.carts.get(holdId)!.expiresAt = new Date(model.now.getTime() + wanted.holdMinutes * 60_000);
}

function hasRunOut(model: StockModel, each: Promised): boolean {
  return each.state === "held" && model.carts.get(each.holdId!)!.expiresAt <= model.now;
}

function end(
  model: StockModel,
  isOver: (each: Promised) => boolean,
  how: "released" | "expired" | "fulfilled",
) {
  for (const each of model.promised.filter(isOver)) {
    const shelf = model.shelves.get(nameOf(each))!;
    shelf.reserved -= each.quantity;
    if (how === "fulfilled") shelf.onHand -= each.quantity;
    add(model.ended, `${nameOf(each)} ${how}`, each.quantity);
  }
  model.promised = model.promised.filter((each) => !isOver(each));
}

function short(model: StockModel, call: Extract<Call, { kind: "short" }>) {
  const line = promisedTo(model, call).find((each) => each.lineNo === call.lineNo && each.sku === call.sku)!;
  line.quantity -= call.quantity;
  if (line.quantity === 0) model.promised = model.promised.filter((each) => each !== line);
  add(model.ended, `${nameOf(call)} released`, call.quantity);
  const shelf = model.shelves.get(nameOf(call))!;
  shelf.reserved -= call.quantity;
  const unpromised = shelf.onHand - shelf.reserved;
  shelf.onHand -= call.reason === "not_found" ? unpromised : Math.min(call.quantity, unpromised);
}

function count(model: StockModel, row: { nodeId: string; sku: string; counted: number }) {
  const shelf = model.shelves.get(nameOf(row));
  if (shelf) shelf.onHand = row.counted;
  else model.shelves.set(nameOf(row), { onHand: row.counted, reserved: 0, safetyStock: 0, thresholds: null });
}

/** Units by node and item. */
export function sums(units: { nodeId: string; sku: string; quantity: number }[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const each of units) add(total, nameOf(each), each.quantity);
  return total;
}

function add(to: Map<string, number>, name: string, quantity: number) {
  to.set(name, (to.get(name) ?? 0) + quantity);
}
