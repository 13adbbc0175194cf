import assert from "node:assert/strict";
import { checkInvariants } from "../domain/invariants.ts";
import type { Db } from "../lib/db.ts";
import { type RunningAisle, startAisle } from "./support/aisle.ts";
import { freshDatabase } from "./support/postgres.ts";
import { channelKey, openShop, pickup, stockUp } from "./support/shop.ts";
import { wrongInHistory } from "./support/stock_history.ts";
import { until } from "./support/until.ts";

const KILLS = Deno.env.get("AISLE_LONG") === "1" ? 60 : 10;
const SHOPPERS = 12;
const SKUS = ["mug", "lamp", "rug"];
const NODES = ["soho", "hoboken", "albany"];

/** What a shopper sent, under an id of their own, and what they were told of it: nothing, when nobody answered. */
interface Sent {
  path: string;
  body: { id?: string; channelOrderId?: string };
  told?: { status: number; id?: string };
}

/** Two web processes and a worker, each of which may be gone and another in its place the next moment. */
interface Fleet {
  webs: RunningAisle[];
  worker: RunningAisle;
}

Deno.test({
  name:
    "processes are killed one a second under load: what was acknowledged is there once, and what was not is never doubled",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url, drop } = await freshDatabase("kills", { max: 4 });
    await openShop(db);
    for (const node of NODES) await stockUp(db, node, { mug: 900, lamp: 900, rug: 900 });
    const key = await channelKey(db);
    const fleet: Fleet = { webs: [await start(url), await start(url)], worker: await startWorker(url) };
    try {
      const closing = new AbortController();
      const tally = { unanswered: 0 };
      const shoppers = Array.from(
        { length: SHOPPERS },
        (_, i) => shop(fleet, { key, i, tally }, closing.signal),
      );
      const kills = await killEachSecond(fleet, url);
      closing.abort();
      const sent = (await Promise.all(shoppers)).flat();
      const gone = sent.filter((each) => !each.told).length;

      await everyAnswerHolds(db, fleet, key, sent);
      const counted = await countKept(db, sent);
      assert.deepEqual(await wrongInHistory(db), []);
      assert.deepEqual((await checkInvariants(db)).violations, []);
      assert.ok(tally.unanswered > 0 && counted.holds > KILLS, "there was hardly any load");
      console.log(JSON.stringify({ requests: sent.length, kills, ...tally, gone, ...counted }));
    } finally {
      for (const each of [...fleet.webs, fleet.worker]) await each.stop();
      await drop();
    }
  },
});

function start(databaseUrl: string) {
  return startAisle({ databaseUrl, worker: false, stderr: "null" });
}

/** The worker comes with a web process that nobody asks anything. */
function startWorker(databaseUrl: string) {
  return startAisle({ databaseUrl, stderr: "null" });
}

/** One of the three each second, in turn; whoever was killed is started again while the others serve. */
async function killEachSecond(fleet: Fleet, url: string): Promise<number> {
  const starting: Promise<unknown>[] = [];
  let kills = 0;
  for (; kills < KILLS; kills++) {
    const second = new Promise((go) => setTimeout(go, 1_000));
    const turn = kills % 3;
    if (turn < 2) {
      await fleet.webs[turn]!.stop();
      starting[turn] = start(url).then((web) => fleet.webs[turn] = web);
    } else {
      await fleet.worker.stop();
      starting[turn] = startWorker(url).then((worker) => fleet.worker = worker);
    }
    await second;
    // Nobody is killed who has not come up yet, nor the one who serves while the other is away.
    await Promise.all([starting[(turn + 1) % 3], starting[0], starting[1]]);
  }
  await Promise.all(starting);
  return kills;
}

/** Holds, gives back, orders, holds and orders: each act once, whatever comes of it. */
async function shop(
  fleet: Fleet,
  { key, i, tally }: { key: string; i: number; tally: { unanswered: number } },
  closing: AbortSignal,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const send = async (path: string, body: Sent["body"]) => {
    const one: Sent = { path, body };
    sent.push(one);
    const at = sent.length % 2;
    one.told = await ask(fleet.webs[at]!, key, one);
    if (one.told) return one.told;
    tally.unanswered++;
    // Who got no answer asks the other process at once, while the killed one's statement may still run; every third
    // goes away, and learns in the end what became of it.
    if (tally.unanswered % 3 > 0) one.told = await ask(fleet.webs[1 - at]!, key, one);
    return one.told;
  };
  for (let turn = 0; !closing.aborted; turn++) {
    const nodeId = NODES[(i + turn) % 3]!;
    const wanted = { [SKUS[turn % 3]!]: 1 + turn % 2, [SKUS[(turn + 1) % 3]!]: 1 };
    const lines = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }));
    const id = crypto.randomUUID();
    const held = await send("/api/v1/reservations", { id, nodeId, lines, holdMinutes: 60 } as Sent["body"]);
    if (held?.status !== 201) continue;
    if (turn % 3 === 0) await release(fleet, key, id, sent);
    if (turn % 3 === 1) {
      await send(
        "/api/v1/orders",
        pickup(nodeId, wanted, { channelOrderId: crypto.randomUUID(), reservationId: id }),
      );
    }
    if (turn % 6 === 5) {
      await send("/api/v1/orders", pickup(nodeId, wanted, { channelOrderId: crypto.randomUUID() }));
    }
  }
  return sent;
}

/** Gives a hold back; asked again until it is known to be over, so that what is held is known in the end. */
async function release(fleet: Fleet, key: string, id: string, sent: Sent[]) {
  for (let tries = 0;; tries++) {
    const { status } = await fleet.webs[tries % 2]!.call("DELETE", `/api/v1/reservations/${id}`, undefined, {
      key,
    })
      .catch(() => ({ status: 0 }));
    if (status === 204 || status === 409) break;
    await new Promise((go) => setTimeout(go, 50));
  }
  sent.findLast((each) => each.body.id === id)!.path += " and given back";
}

/** The answer, or nothing when the process was killed before it could give one. */
async function ask(aisle: RunningAisle, key: string, { path, body }: Sent): Promise<Sent["told"]> {
  try {
    const { status, body: told } = await aisle.call("POST", path, body, { key });
    return status === 503 ? undefined : { status, id: told.id };
  } catch {
    return undefined;
  }
}

/** The same sent again: who was told yes is told the same, and who was told nothing learns what is so. */
async function everyAnswerHolds(db: Db, fleet: Fleet, key: string, sent: Sent[]) {
  const wrong: unknown[] = [];
  for (const one of sent) {
    const again = await until(
      "an answer",
      () => ask(fleet.webs[0]!, key, { ...one, path: one.path.split(" ")[0]! }),
    );
    const before = one.told?.status;
    const isYes = before === 201 || before === 200;
    const isSame = again.status === 200 && again.id === one.told?.id;
    // A refusal may have become a yes meanwhile: units come back.
    const isDefinite = [200, 201, 409].includes(again.status);
    if (isYes ? !isSame : !isDefinite) wrong.push({ one, again });
    one.told = again;
  }
  assert.deepEqual(wrong.slice(0, 3), []);
  assert.ok(await db.one`select 1`);
}

/** Each hold and each order that somebody was told of is there once with its units, and there are no others. */
async function countKept(db: Db, sent: Sent[]) {
  const yes = sent.filter(({ told }) => told!.status < 300);
  const ids = yes.map(({ told }) => told!.id!);
  assert.equal(new Set(ids).size, ids.length);
  const holds = yes.filter(({ path }) => path.startsWith("/api/v1/reservations"));
  const kept = await db.many<{ holdId: string; lines: string; opened: string }>`
    select hold_id, jsonb_object_agg(sku, quantity)::text as lines, jsonb_object_agg(sku, opened)::text as opened
      from (select hold_id, reservation.sku, sum(quantity) as quantity, sum(movement.d_reserved) as opened
              from reservation
              left join movement
                on movement.node_id = reservation.node_id and movement.sku = reservation.sku
               and movement.reservation_id = reservation.id and movement.reason = 'held'
             where hold_id is not null
             group by hold_id, reservation.sku) as line
     group by hold_id`;
  const real = new Map(kept.map(({ holdId, lines, opened }) => [holdId, { lines, opened }]));
  const lost = holds.filter(({ told }) => !real.has(told!.id!));
  const doubled = holds.filter(({ told, body }) => {
    const { lines } = body as { lines: { sku: string; quantity: number }[] };
    const { lines: units, opened } = real.get(told!.id!) ?? {};
    const asked = Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
    return [units, opened].some((each) => each && !sameUnits(JSON.parse(each), asked));
  });
  const orders = yes.filter(({ path }) => path === "/api/v1/orders");
  const placed = await db.many<{ id: string }>`select id from orders`;
  assert.deepEqual([lost, doubled], [[], []]);
  assert.deepEqual([...real.keys()].sort(), holds.map(({ told }) => told!.id!).sort());
  assert.deepEqual(placed.map(({ id }) => id).sort(), orders.map(({ told }) => told!.id!).sort());
  return { holds: holds.length, orders: orders.length, lost: lost.length, doubled: doubled.length };
}

function sameUnits(a: Record<string, number>, b: Record<string, number>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
