// The same acts as in a walk, by many at once on the same few shelves and from several processes' pools. Nobody can say
// what each will be answered; what was answered must be so, and the history of every shelf must be possible.
import fc from "fast-check";
import type { Db } from "../../lib/db.ts";
import { type Act, acts, begin, beginnings, type Place } from "./stock_acts.ts";
import { wrongInHistory } from "./stock_history.ts";
import { apply, type Call, type Request, type StockModel, sums, unitsWanted } from "./stock_model.ts";
import { carryOut, newPlace, stock, type Trade } from "./stock_service.ts";

/** What one of many did and was told, and what is theirs by it. */
interface Racer {
  db: Db;
  /** Another process's pool, where a request is sometimes sent a second time. */
  other: Db;
  model: StockModel;
  refused: Set<string>;
  wrong: string[];
}

export interface Race {
  seed: number;
  racers: number;
  actsEach: number;
}

/** Runs a race on shelves of its own and answers whatever is wrong after it, with how much was done. */
export async function race(trade: Trade, pools: Db[], { seed, racers, actsEach }: Race) {
  const place = newPlace();
  const [drawn] = fc.sample(beginnings, { seed, numRuns: 1 });
  // A little for many: some get what they want, and every shelf runs dry.
  const beginning = drawn!.map((shelf) => ({ ...shelf, onHand: shelf.onHand * 4 }));
  const plans = fc.sample(fc.array(acts, { minLength: actsEach, maxLength: actsEach, size: "max" }), {
    seed,
    numRuns: racers,
  });
  await stock(pools[0]!, place, begin(place, beginning));
  const all = plans.map((plan, i) => ({ plan, racer: newRacer(pools, i, begin(place, beginning)) }));
  // The shelf nobody kept may be counted by anybody, and then promised to all.
  const shelf = { onHand: 0, reserved: 0, safetyStock: 0, thresholds: null };
  for (const { racer } of all) racer.model.shelves.set(`${place.nodeIds[2]} ${place.skus[3]}`, { ...shelf });
  await Promise.all(all.map(({ plan, racer }) => run(trade, racer, place, plan)));

  const wrong = [...await wrongInHistory(pools[0]!, place.nodeIds)];
  for (const { racer } of all) wrong.push(...racer.wrong, ...await wrongForRacer(racer, place));
  const made = all.reduce((sum, { racer }) => sum + racer.model.carts.size, 0);
  const refused = all.reduce((sum, { racer }) => sum + racer.refused.size, 0);
  return { wrong, made, refused };
}

function newRacer(pools: Db[], i: number, model: StockModel): Racer {
  const db = pools[i % pools.length]!;
  const other = pools[(i + 1) % pools.length]!;
  return { db, other, model, refused: new Set(), wrong: [] };
}

async function run(trade: Trade, racer: Racer, place: Place, plan: Act[]) {
  for (const [i, act] of plan.entries()) {
    const call = act.on(racer.model, place);
    if (!call) continue;
    try {
      // Every third request is sent twice at once, to two processes.
      const isTwice = call.kind === "reserve" && !racer.model.carts.has(call.request.wanted.id) &&
        i % 3 === 0;
      const outcome = isTwice ? await sendTwice(trade, racer, call) : await send(trade, racer, call);
      // The sweep leaves alone what somebody else is using, so what has run out is still mine until I am told.
      if (call.kind !== "expire") apply(racer.model, call, { outcome });
      note(racer, call, outcome);
    } catch (error) {
      racer.wrong.push(`${act.name}: ${error}`);
    }
  }
}

async function send(trade: Trade, { db, model }: Racer, call: Call): Promise<string> {
  return (await carryOut(trade, db, call, model.now)).outcome;
}

async function sendTwice(trade: Trade, { db, other, model, wrong }: Racer, call: Call): Promise<string> {
  const answers = await Promise.all([db, other].map((each) => carryOut(trade, each, call, model.now)));
  const outcomes = answers.map((each) => each.outcome).sort().join(" and ");
  // Units may come free between the two, never be promised by both.
  if (!["again and made", "made and short", "short and short"].includes(outcomes)) {
    wrong.push(`sent twice at once: ${outcomes}`);
  }
  return outcomes.includes("made") ? "made" : "short";
}

function note({ model, refused, wrong }: Racer, call: Call, outcome: string) {
  if (call.kind !== "reserve" && call.kind !== "batch") return;
  const requests = call.kind === "reserve" ? [call.request] : call.requests;
  outcome.split(" ").forEach((each, i) => {
    const { id } = requests[i]!.wanted;
    if (each === "short") refused.add(id);
    else if (!model.carts.has(id)) wrong.push(`${id} was answered ${each} and never promised`);
  });
}

interface Row {
  id: string;
  nodeId: string;
  sku: string;
  quantity: number;
  open: number;
  expired: number;
  opened: number;
}

/** What is promised to this one must be what this one was told, no more and no less. */
async function wrongForRacer({ db, model, refused }: Racer, { nodeIds }: Place): Promise<string[]> {
  const ids = [...model.carts.keys(), ...refused];
  const parts = [...new Set(model.promised.map((each) => each.partId).filter((id) => id !== null))];
  const rows = await db.many<Row>`
    select coalesce(hold_id, fulfillment_id) as id, node_id, sku, sum(quantity) as quantity,
           coalesce(sum(quantity) filter (where closed_at is null), 0) as open,
           coalesce(sum(quantity) filter (where state = 'expired'), 0) as expired,
           coalesce(sum(movement.opened), 0)::bigint as opened
      from reservation
      left join (select reservation_id as id, sum(d_reserved) as opened
                   from movement
                  where d_reserved > 0 and node_id = any(${nodeIds})
                  group by reservation_id) as movement using (id)
     where hold_id = any(${ids}::uuid[]) or fulfillment_id = any(${parts}::uuid[])
     group by coalesce(hold_id, fulfillment_id), node_id, sku`;
  const real = new Map(
    (rows as unknown as (Row & { id: string })[]).map((row) => [`${row.id} ${row.nodeId} ${row.sku}`, row]),
  );
  const wrong: string[] = [];
  const say = (name: string, what: string) => wrong.push(`${name}: ${what}`);
  for (const [name, row] of real) {
    if (row.opened !== row.quantity) {
      say(name, `${row.quantity} units promised by movements of ${row.opened}`);
    }
  }
  for (const id of refused) {
    const left = [...real.keys()].find((name) => name.startsWith(id));
    if (left && !model.carts.has(id)) say(left, "was refused, and is there");
  }
  for (const { wanted } of model.carts.values()) {
    for (const name of firstAsked(model, { channelId: "", wanted })) {
      if (!real.has(name)) say(name, "was promised, and is not there");
    }
  }
  for (const [id, units] of Map.groupBy(model.promised, (each) => each.holdId ?? each.partId!)) {
    for (const [name, quantity] of sums(units)) {
      const { open = 0, expired = 0 } = real.get(`${id} ${name}`) ?? {};
      if (open + expired < quantity) {
        say(`${id} ${name}`, `${quantity} units promised, ${open} there`);
      }
    }
  }
  const mine = sums(
    model.promised.map((each) => ({ ...each, nodeId: `${each.holdId ?? each.partId} ${each.nodeId}` })),
  );
  for (const [name, { open }] of real) {
    if (open > (mine.get(name) ?? 0)) say(name, `${open} units held, ${mine.get(name) ?? 0} known of`);
  }
  return wrong;
}

function firstAsked(model: StockModel, { wanted }: Request): string[] {
  return [...sums(unitsWanted(model, wanted)).keys()].map((name) => `${wanted.id} ${name}`);
}

/** Deadlocks this database has met. Their count is told when a connection ends, so nobody else may be connected. */
export async function deadlocks(db: Db): Promise<number> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    const { others } = await db.one<{ others: number }>`
      select count(*) as others from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    if (others === 0) break;
    await new Promise((go) => setTimeout(go, 50));
  }
  const { deadlocks } = await db.one<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`;
  return deadlocks;
}
