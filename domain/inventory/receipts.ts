// Goods that have come: on the shelf, or aside when they are damaged, and to whoever waited for them.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { record } from "../events.ts";
import { actOnce, type By, lockShelves } from "./acts.ts";
import { cut, type KeptFrom, planArrival } from "./decide.ts";
import * as moves from "./moves_store.ts";
import { close } from "./promises.ts";
import * as store from "./store.ts";
import type { Inbound, Movement, ReceiptView, ReceiveStock } from "./types.ts";

type Arrived = { received: number; damaged: number; closes: boolean };
type Line = ReceiptView["lines"][number];

/**
 * Books a delivery, whole or in part, more or less than was ordered. Whoever was promised units of it has them from now
 * on; promises it can no longer keep wait for the next delivery with room, or end.
 */
export function receiveStock(sql: Sql, told: ReceiveStock, by: By) {
  const { id, nodeId, inboundId = null } = told;
  const act = { kind: "stock_received", nodeIds: [nodeId], id, body: told } as const;
  return transact(sql, (tx) => actOnce(tx, act, by, () => receive(tx, told, inboundId, by)));
}

async function receive(tx: Sql, told: ReceiveStock, inboundId: string | null, { now = new Date() }: By) {
  const { id, nodeId } = told;
  const expected = inboundId === null ? [] : await moves.findInbound(tx, nodeId, inboundId);
  if (inboundId !== null && expected.length === 0) return refuse("not_found", { inboundId });
  const closes = told.close ?? expected[0]?.kind === "transfer";
  const arrived = arrivals(told, closes ? expected : [], closes);
  const shelves = await lockShelves(tx, nodeId, arrived.keys());
  if (isRefusal(shelves)) return shelves;

  const came: Movement[] = [...arrived].filter(([, { received, damaged }]) => received + damaged > 0)
    .map(([sku, { received, damaged }]) => ({
      ...{ sku, dOnHand: received, dReserved: 0, dDamaged: damaged, reason: "received", note: inboundId },
    }));
  if (came.length > 0) await store.move(tx, nodeId, came, now);
  const lines = inboundId === null
    ? unexpected(arrived)
    : await settleInbound(tx, { nodeId, inboundId, arrived }, now);
  return isRefusal(lines) ? lines : { id, nodeId, inboundId, lines } satisfies ReceiptView;
}

/** What came, item by item; with nothing of what else was expected when no more will come. */
function arrivals({ lines }: ReceiveStock, others: Inbound[], closes: boolean) {
  const arrived = new Map<string, Arrived>(
    others.filter((row) => row.closedAt === null).map((
      { sku },
    ) => [sku, { received: 0, damaged: 0, closes }]),
  );
  for (const { sku, received, damaged = 0 } of lines) {
    const before = arrived.get(sku) ?? { received: 0, damaged: 0 };
    arrived.set(sku, {
      received: before.received + received,
      damaged: before.damaged + damaged,
      closes,
    });
  }
  return new Map([...arrived].sort(([a], [b]) => a < b ? -1 : 1));
}

function unexpected(arrived: Map<string, Arrived>): Line[] {
  return [...arrived].map(([sku, { received, damaged }]) => (
    { sku, received, damaged, over: received + damaged, short: 0, promised: 0, delayed: 0, displaced: 0 }
  ));
}

/** Sets what came off against what was expected, item by item, and keeps the promises made from it. */
async function settleInbound(
  tx: Sql,
  at: { nodeId: string; inboundId: string; arrived: Map<string, Arrived> },
  now: Date,
) {
  const { nodeId, inboundId, arrived } = at;
  const skus = [...arrived.keys()];
  await moves.lockInbound(tx, nodeId, inboundId, skus);
  const rows = (await moves.findInbound(tx, nodeId, inboundId)).filter((row) => row.closedAt === null);
  if (rows.length === 0) return refuse("inbound_closed", { inboundId });
  const open = new Map(rows.map((row) => [row.sku, row]));
  const later = await moves.lockArriving(tx, nodeId, skus, null, inboundId);
  const waiting = await moves.lockWaiting(tx, nodeId, inboundId, skus);

  const lines: Line[] = [];
  for (const [sku, { received, damaged, closes }] of arrived) {
    const row = open.get(sku);
    if (!row) {
      lines.push(...unexpected(new Map([[sku, { received, damaged, closes }]])));
      continue;
    }
    const rooms = later.filter((each) => each.sku === sku).map((each) => (
      { id: each.id, room: each.ordered - each.received - each.promised }
    ));
    const { over, short, sizes } = planArrival(row, { received, damaged, closes }, rooms);
    const moved = await resettle(tx, row, waiting.filter((each) => each.sku === sku), sizes, now);
    lines.push({ sku, received, damaged, over, short, ...moved });
  }
  const settled = lines.filter((line) => open.has(line.sku)).map(({ sku, received, damaged }) => (
    { sku, arrived: received + damaged, closedAt: arrived.get(sku)!.closes ? now : null }
  ));
  await moves.receiveInbound(tx, { nodeId, id: inboundId }, settled);
  return lines;
}

/** Gives each promise that waited for an item the place it is kept from now on, cutting up those that get several. */
async function resettle(
  tx: Sql,
  row: Inbound,
  waiting: store.Reservation[],
  sizes: { to: KeptFrom; units: number }[],
  now: Date,
) {
  const { nodeId, sku, id: inboundId } = row;
  const portions = await split(tx, cut(waiting, sizes));
  const going = (from: KeptFrom["from"]) =>
    portions.filter(({ to }) => to.from === from && !(to.from === "inbound" && to.id === inboundId));

  const here = going("shelf"), delayed = going("inbound"), displaced = going("nowhere");
  const gone = [...here, ...delayed].map(({ units }) => ({ inboundId, sku, units: -units }));
  if (gone.length > 0) await moves.promiseUnits(tx, nodeId, gone);
  if (here.length > 0) {
    await moves.promiseFrom(tx, nodeId, here.map((each) => each.row.id), null);
    const reserved = here.map(({ row: { id, state }, units }): Movement => (
      { sku, dOnHand: 0, dReserved: units, reason: state as "held" | "allocated", reservationId: id }
    ));
    await store.move(tx, nodeId, reserved, now);
  }
  for (const { row: { id }, to, units } of delayed) {
    if (to.from !== "inbound") continue;
    await moves.promiseFrom(tx, nodeId, [id], to.id);
    await moves.promiseUnits(tx, nodeId, [{ inboundId: to.id, sku, units }]);
  }
  await close(tx, nodeId, displaced.map((each) => each.row), "displaced", { now });
  await record(
    tx,
    ...displaced.map(({ row: lost }) => ({
      ...{ kind: "hold_displaced" as const, topic: `node:${nodeId}`, now },
      payload: { nodeId, holdId: lost.holdId, sku, quantity: lost.quantity },
    })),
  );
  const sum = (all: { units: number }[]) => all.reduce((total, { units }) => total + units, 0);
  return { promised: sum(here), delayed: sum(delayed), displaced: sum(displaced) };
}

/** Makes every portion a row of its own: the first keeps the row it was cut from. */
async function split(tx: Sql, portions: ReturnType<typeof cut<store.Reservation, KeptFrom>>) {
  const rows = [];
  const begun = new Set<string>();
  for (const { row, units, to } of portions) {
    const isFirst = !begun.has(row.id);
    begun.add(row.id);
    const part = { ...row, id: isFirst ? row.id : uuidv7(), quantity: units };
    if (!isFirst) await store.splitOff(tx, row, part);
    rows.push({ row: part, units, to });
  }
  return rows;
}
