// The real stock, called as the model is: each call by the use case a route or another context would call.
import { join } from "node:path";
import { type Db, json, transact } from "../../lib/db.ts";
import { isRefusal, type Refusal } from "../../lib/refusal.ts";
import { items, kits, type Place } from "./stock_acts.ts";
import { type Answer, type Call, type Request, type StockModel, sums, unitsWanted } from "./stock_model.ts";

const root = join(import.meta.dirname!, "../..");

/** The code that decides over stock, as it is or as a copy with a fault in it. */
export async function loadTrade(folder = root) {
  const context = `file://${folder}/domain/inventory`;
  return {
    inventory: await import(`${context}/mod.ts`) as typeof import("../../domain/inventory/mod.ts"),
    store: await import(`${context}/store.ts`) as typeof import("../../domain/inventory/store.ts"),
    batch: await import(`${context}/batch.ts`) as typeof import("../../domain/inventory/batch.ts"),
    reserving: await import(
      `${context}/reserving.ts`
    ) as typeof import("../../domain/inventory/reserving.ts"),
    orders: await import(
      `file://${folder}/domain/orders/mod.ts`
    ) as typeof import("../../domain/orders/mod.ts"),
  };
}
export type Trade = Awaited<ReturnType<typeof loadTrade>>;

/** Items, kits and channels: what every run on this database shares. */
export async function openTrade(db: Db) {
  await db.run`insert into region (id, name) values ('east', 'East')`;
  await db.run`insert into channel (id, name, key_hash) values ('web', 'Web', 'w'), ('app', 'App', 'a')`;
  await db.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select sku, sku, 'home', 100, 100 from unnest(${[...items, ...Object.keys(kits)]}::text[]) as i(sku)`;
  const components = Object.entries(kits).flatMap(([kit_sku, parts]) =>
    Object.entries(parts).map(([sku, quantity]) => ({ kit_sku, sku, quantity }))
  );
  await db.run`
    insert into kit_component
    select * from jsonb_to_recordset(${json(components)}::jsonb) as k(kit_sku text, sku text, quantity int)`;
}

let places = 0;

/** Three nodes nobody else uses. */
export function newPlace(): Place {
  const no = ++places;
  return { nodeIds: ["1", "2", "3"].map((each) => `n${no}-${each}`), skus: [...items, ...Object.keys(kits)] };
}

/** Puts the model's stock on real shelves, each with the movement that put it there. */
export async function stock(db: Db, place: Place, model: StockModel) {
  const rows = [...model.shelves].map(([name, { onHand, safetyStock, thresholds }]) => {
    const [node_id, sku] = name.split(" ");
    return { node_id, sku, on_hand: onHand, safety_stock: safetyStock, thresholds };
  });
  const everyDay = Array(7).fill(["00:00", "23:59"]);
  await db.prepared.run`
    with made as (
      insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                        opening_hours, services)
      select id, 'store', id, 'east', '1 Main Street', 'New York', 'NY', '10012', 40.7, -74, 'America/New_York',
             ${json(everyDay)}::jsonb, '{pickup,ship}'
        from unnest(${place.nodeIds}::text[]) as n(id)
    ), shelf as (
      select * from jsonb_to_recordset(${json(rows)}::jsonb)
                 as s(node_id text, sku text, on_hand int, safety_stock int, thresholds jsonb)
    ), kept as (
      insert into stock (node_id, sku, on_hand, safety_stock, thresholds, movements)
      select node_id, sku, on_hand, safety_stock, nullif(thresholds, 'null'), 1 from shelf
    )
    insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, at)
    select node_id, sku, 1, on_hand, 0, 'received', ${model.now}::timestamptz from shelf`;
}

/** Carries a call out and says what was answered, in the model's words. */
export async function carryOut(trade: Trade, db: Db, call: Call, now: Date): Promise<Answer> {
  const { inventory } = trade;
  switch (call.kind) {
    case "reserve":
      return inWords(await inventory.makeReservation(db, call.request.channelId, call.request.wanted, now));
    case "batch":
      return await decideTogether(trade, db, call.requests, now);
    case "change":
      return inWords(await inventory.changeReservation(db, call, call.wanted, now));
    case "release":
      return inWords(await inventory.releaseReservation(db, call, now));
    case "expire":
      return await sweep(trade, db, call, now);
    case "allocate":
      return inWords(await transact(db, (tx) => inventory.allocate(tx, call, call.parts, now)));
    case "allocate_hold":
      return inWords(
        await transact(db, (tx) => inventory.allocateHold(tx, { ...call, allocation: call.part }, now)),
      );
    case "order":
      return await placeOrder(trade, db, call, now);
    case "count":
      return inWords(await inventory.countStock(db, call, { now }));
    case "safety":
      await db.prepared.run`
        update stock set safety_stock = ${call.units} where node_id = ${call.nodeId} and sku = ${call.sku}`;
      return { outcome: "done" };
    default:
      await endPart(trade, db, call, now);
      return { outcome: "done" };
  }
}

function endPart(
  { inventory }: Trade,
  db: Db,
  call: Extract<Call, { kind: "pick" | "fulfil" | "give_back" | "short" }>,
  now: Date,
) {
  const { nodeId, partId } = call;
  const operationId = crypto.randomUUID();
  return transact(db, async (tx) => {
    if (call.kind === "pick") await inventory.confirmPicked(tx, nodeId, partId);
    if (call.kind === "fulfil") await inventory.fulfil(tx, nodeId, partId, { operationId, now });
    if (call.kind === "give_back") await inventory.releasePromised(tx, nodeId, partId, now);
    if (call.kind !== "short") return;
    const { kind: _, ...short } = call;
    await inventory.shortPicked(tx, { ...short, fulfillmentId: partId }, { operationId, now });
  });
}

/** The sweep of the worker, at nodes of one's own only. */
async function sweep({ store }: Trade, db: Db, call: Extract<Call, { kind: "expire" }>, now: Date) {
  for (const nodeId of call.nodeIds) {
    let turns = 0;
    while (await store.expireHolds(db, nodeId, now, call.atMost) === call.atMost) {
      if (++turns > 200) return { outcome: "the sweep never ends" };
    }
  }
  return { outcome: "done" };
}

/** Requests in one call of the database, as the queue of a process sends those that arrive together. */
async function decideTogether({ batch, reserving, store }: Trade, db: Db, requests: Request[], now: Date) {
  const laid = batch.flatten(requests.map(({ channelId, wanted }) => {
    const asked = unitsWanted({ kits }, wanted).map(({ nodeId, sku, lineNo, quantity }) => (
      { lineNo, nodeId, sku, quantity }
    ));
    const holdId = wanted.id;
    const lines = reserving.nameLines({ holdId, channelId, wanted }, asked);
    const expiresAt = new Date(now.getTime() + wanted.holdMinutes * 60_000);
    const isNamed = wanted.id !== undefined;
    return { channelId, holdId, orderId: null, expiresAt, lines, isNamed, now };
  }));
  const { outcomes, shortages } = await store.reserveBatch(db, laid);
  const inOrder = shortages.sort((a, b) => a.request - b.request || a.key - b.key);
  return {
    outcome: outcomes.join(" "),
    shortages: inOrder.map(({ key, requested, available }) => (
      { nodeId: laid.key.nodes[key - 1]!, sku: laid.key.skus[key - 1]!, requested, available }
    )),
  };
}

/** A pickup order through the whole of it; its part of the work gets its name there. */
async function placeOrder({ orders }: Trade, db: Db, call: Extract<Call, { kind: "order" }>, now: Date) {
  const lines = call.part.lines.map(({ sku, quantity }) => (
    { sku, quantity, unitPrice: { amount: 100, currency: "USD" } }
  ));
  const placed = await orders.placeOrder(db, call.channelId, {
    ...{ channelOrderId: crypto.randomUUID(), method: "pickup", nodeId: call.part.nodeId },
    ...{ shopper: { name: "Maya Reyes", email: "maya@example.com" }, lines },
    ...(call.holdId ? { reservationId: call.holdId } : {}),
  }, now);
  if (isRefusal(placed)) return inWords(placed);
  const { id } = await db.prepared.one<
    { id: string }
  >`select id from fulfillment where order_id = ${placed.id}`;
  call.part.fulfillmentId = id;
  return { outcome: "done" };
}

function inWords(answer: Refusal | { id?: string; isNew?: boolean; changed?: unknown } | void): Answer {
  if (!isRefusal(answer)) {
    if (answer?.isNew !== undefined) return { outcome: answer.isNew ? "made" : "again" };
    return answer?.changed === undefined ? { outcome: "done" } : { outcome: "done", details: answer.changed };
  }
  const { kind, detail } = answer;
  if (kind === "reservation_id_reused") return { outcome: "differs" };
  if (kind === "count_below_reserved") return { outcome: kind, details: detail.lines };
  if (kind !== "insufficient_stock") return { outcome: kind };
  const shortages = (detail.shortages as { nodeId?: string }[]).map((each) => (
    { nodeId: detail.nodeId, ...each }
  ));
  return { outcome: "short", shortages: shortages as Answer["shortages"] };
}

/** The real shelves of these nodes, as the model writes its own. */
export async function shelvesOf(db: Db, { nodeIds }: Place) {
  const rows = await db.prepared.many<Record<string, unknown>>`
    select node_id, sku, on_hand, reserved, safety_stock, thresholds
      from stock
     where node_id = any(${nodeIds})`;
  return new Map(rows.map(({ nodeId, sku, ...shelf }) => [`${nodeId} ${sku}`, shelf]));
}

/** To whom units are promised, and how many have come to which end: real or of the model, as lines that compare. */
export async function promisesOf(db: Db, { nodeIds }: Place) {
  const open = await db.prepared.many<{ line: string }>`
    select format('%s %s: %s %s to hold %s, part %s, line %s', node_id, sku, sum(quantity), state, hold_id,
                  fulfillment_id, line_no) as line
      from reservation
     where node_id = any(${nodeIds}) and closed_at is null
     group by node_id, sku, state, hold_id, fulfillment_id, line_no`;
  const ended = await db.prepared.many<{ line: string }>`
    select format('%s %s %s: %s', node_id, sku, state, sum(quantity)) as line
      from reservation
     where node_id = any(${nodeIds}) and closed_at is not null
     group by node_id, sku, state`;
  return [...open, ...ended].map((each) => each.line).sort();
}

export function promisesIn(model: StockModel): string[] {
  const open = Map.groupBy(model.promised, (each) => {
    const { nodeId, sku, state, holdId, partId, lineNo } = each;
    return [`${nodeId} ${sku}: `, ` ${state} to hold ${holdId ?? ""}, part ${partId ?? ""}, line ${lineNo}`]
      .join("|");
  });
  const lines = [...open].map(([line, rows]) => line.replace("|", `${[...sums(rows).values()][0]}`));
  return [...lines, ...[...model.ended].map(([name, quantity]) => `${name}: ${quantity}`)].sort();
}

/** A pool whose commits do not wait for the disk: what is decided is the same, and a thousand runs take a minute. */
export function unhurriedUrl(url: string): string {
  const quick = new URL(url);
  quick.searchParams.set("options", "-c synchronous_commit=off");
  return quick.href;
}
