import assert from "node:assert/strict";
import fc from "fast-check";
import {
  applyRules,
  countStock,
  explainStock,
  makeReservation,
  previewRules,
  readRules,
  saveRules,
  tellChannels,
} from "../domain/inventory/mod.ts";
import { ruleFor, type RulePlace } from "../domain/inventory/rules_decide.ts";
import type { RuleKind, WantedRule } from "../domain/inventory/types.ts";
import { checkInvariants } from "../domain/invariants.ts";
import { type Db, transact } from "../lib/db.ts";
import { refuse } from "../lib/refusal.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, openShop, stockUp, violations } from "./support/shop.ts";

const rita = {
  kind: "person" as const,
  personId: "00000000-0000-4000-8000-000000000001",
  name: "Rita M.",
  role: "regional_manager" as const,
  nodeId: null,
  regionId: "east",
};

function rule(kind: RuleKind, units: number, more: Partial<WantedRule> = {}): WantedRule {
  const any = { skus: null, categories: null, nodeIds: null, groupIds: null };
  const channelId = kind === "threshold" ? "web" : null;
  return { id: crypto.randomUUID(), kind, name: `${kind} ${units}`, units, ...any, channelId, ...more };
}

function test(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("rules");
      try {
        await openShop(db);
        await db.run`insert into channel (id, name, key_hash) values ('market', 'Market', 'other')`;
        await db.run`insert into node_group (id, name) values ('city', 'City stores'), ('coast', 'Coast')`;
        await db.run`
          insert into node_group_member (group_id, node_id)
          values ('city', 'soho'), ('city', 'hoboken'), ('coast', 'hoboken')`;
        await db.run`update item set category = 'light' where sku = 'lamp'`;
        await walk(db);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

/** Publishes a list and applies it, as the worker would a moment later. */
async function publish(db: Db, ...rules: WantedRule[]) {
  const { version } = await readRules(db);
  const saved = agreed(await saveRules(db, rita, { version, rules }));
  await applyRules(db);
  return saved.version;
}

function numbers(db: Db) {
  return db.many<
    { nodeId: string; sku: string; safetyStock: number; thresholds: object | null; lowStock: number }
  >`
    select node_id, sku, safety_stock, thresholds, low_stock from stock order by node_id, sku`;
}

async function numbersOf(db: Db, nodeId: string, sku: string) {
  const row = (await numbers(db)).find((each) => each.nodeId === nodeId && each.sku === sku)!;
  return [row.safetyStock, row.thresholds, row.lowStock];
}

const names = (...from: string[]) => fc.option(fc.uniqueArray(fc.constantFrom(...from), { minLength: 1 }));
const anyRule = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom<RuleKind>("safety_stock", "threshold", "low_stock"),
  name: fc.constant("A rule"),
  units: fc.nat(3),
  skus: names("mug", "lamp", "rug"),
  categories: names("home", "light"),
  nodeIds: names("soho", "hoboken", "reno"),
  groupIds: names("city", "coast"),
  channelId: fc.constantFrom("web", "market"),
}).map((each): WantedRule => ({ ...each, channelId: each.kind === "threshold" ? each.channelId : null }));
const anyRules = fc.uniqueArray(anyRule, { selector: ({ id }) => id, maxLength: 12 });

/** The same question, asked the long way: strike out what does not fit, then take what stands first. */
function naive(rules: WantedRule[], kind: RuleKind, place: RulePlace, channelId: string | null) {
  let left = rules.filter((each) => each.kind === kind);
  if (kind === "threshold") left = left.filter((each) => each.channelId === channelId);
  left = left.filter((each) => each.skus === null || each.skus.filter((sku) => sku === place.sku).length > 0);
  left = left.filter((each) => each.categories === null || new Set(each.categories).has(place.category));
  left = left.filter((each) => each.nodeIds === null || each.nodeIds.indexOf(place.nodeId) >= 0);
  left = left.filter((each) =>
    each.groupIds === null || each.groupIds.filter((id) => new Set(place.groupIds).has(id)).length > 0
  );
  return left[0];
}

Deno.test("the first rule that fits sets the number, whatever the list and whatever is asked about", () => {
  const place = fc.record({
    sku: fc.constantFrom("mug", "lamp", "rug", "kettle"),
    category: fc.constantFrom("home", "light", "toys"),
    nodeId: fc.constantFrom("soho", "hoboken", "reno"),
    groupIds: fc.subarray(["city", "coast", "hills"]),
  });
  fc.assert(
    fc.property(anyRules, place, (rules, at) => {
      for (const kind of ["safety_stock", "low_stock"] as const) {
        assert.equal(ruleFor(rules, kind, at), naive(rules, kind, at, null));
      }
      for (const channelId of ["web", "market"]) {
        assert.equal(ruleFor(rules, "threshold", at, channelId), naive(rules, "threshold", at, channelId));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("whatever is published, every stock row has what the first fitting rule sets, and the preview had said how many", async (db) => {
  for (const nodeId of ["soho", "hoboken", "albany", "reno"]) {
    await stockUp(db, nodeId, { mug: 9, lamp: 9, rug: 9, kettle: 9 });
  }
  const groups: Record<string, string[]> = { soho: ["city"], hoboken: ["city", "coast"] };
  await fc.assert(
    fc.asyncProperty(anyRules, async (rules) => {
      const before = await numbers(db);
      const preview = await previewRules(db, rules);
      await publish(db, ...rules);
      const after = await numbers(db);
      for (const { nodeId, sku, ...row } of after) {
        const category = sku === "lamp" ? "light" : "home";
        const at = { nodeId, sku, category, groupIds: groups[nodeId] ?? [] };
        const units = (kind: RuleKind, channelId: string | null = null) =>
          naive(rules, kind, at, channelId)?.units ?? 0;
        const thresholds = ["market", "web"].map((id) => [id, units("threshold", id)] as const)
          .filter(([, each]) => each > 0);
        assert.deepEqual(row, {
          safetyStock: units("safety_stock"),
          thresholds: thresholds.length === 0 ? null : Object.fromEntries(thresholds),
          lowStock: units("low_stock"),
        });
      }
      const changed = after.filter((row, i) => JSON.stringify(row) !== JSON.stringify(before[i]));
      assert.deepEqual(preview, {
        rows: changed.length,
        nodes: new Set(changed.map((row) => row.nodeId)).size,
      });
      assert.deepEqual(await previewRules(db, rules), { rows: 0, nodes: 0 });
    }),
    { numRuns: 40 },
  );
});

test("a list is published whole, by one manager at a time, and is known by who and when", async (db) => {
  const [first, second] = [rule("safety_stock", 2), rule("low_stock", 5)];
  const at = new Date("2026-11-20T10:00:00Z");
  assert.deepEqual(await saveRules(db, rita, { version: 0, rules: [first, second] }, at), { version: 1 });

  const before = await everythingKept(db);
  const finn = { ...rita, name: "Finn S." };
  assert.deepEqual(
    await saveRules(db, finn, { version: 0, rules: [second] }),
    refuse("rules_changed_meanwhile", { version: 1 }),
  );
  // The very same list is not another one, though its answer was lost.
  assert.deepEqual(await saveRules(db, rita, { version: 0, rules: [first, second] }), { version: 1 });
  const strange = rule("threshold", 1, {
    ...{
      skus: ["sofa", "mug"],
      categories: ["food"],
      nodeIds: ["nowhere"],
      groupIds: ["none"],
      channelId: "radio",
    },
  });
  assert.deepEqual(
    await saveRules(db, finn, { version: 1, rules: [strange] }),
    refuse("unknown_in_rule", {
      unknown: [
        ...[{ kind: "category", name: "food" }, { kind: "channel", name: "radio" }],
        ...[{ kind: "group", name: "none" }, { kind: "node", name: "nowhere" }, {
          kind: "sku",
          name: "sofa",
        }],
      ],
    }),
  );
  assert.deepEqual(await everythingKept(db), before);

  const later = new Date("2026-11-21T10:00:00Z");
  const wanted = [second, { ...first, units: 3 }];
  assert.deepEqual(await saveRules(db, finn, { version: 1, rules: wanted }, later), { version: 2 });
  const { rules } = await readRules(db);
  assert.deepEqual(rules.map(({ units, position, actor, at }) => [units, position, actor.name, at]), [
    [5, 0, "Rita M.", at],
    [3, 1, "Finn S.", later],
  ]);
  const told = await db
    .many`select topic, payload, actor ->> 'name' as who from event where kind = 'rules_changed' order by at`;
  assert.deepEqual(told, [
    { topic: "rules", payload: { version: 1 }, who: "Rita M." },
    { topic: "rules", payload: { version: 2 }, who: "Finn S." },
  ]);
});

test("of two managers who publish at once one is told of the other", async (db) => {
  const answers = await Promise.all(
    [1, 2, 3, 4].map((units) => saveRules(db, rita, { version: 0, rules: [rule("safety_stock", units)] })),
  );
  assert.deepEqual(answers.filter((answer) => "version" in answer), [{ version: 1 }]);
  assert.deepEqual(
    answers.filter((answer) => !("version" in answer)),
    Array(3).fill(refuse("rules_changed_meanwhile", { version: 1 })),
  );
  assert.equal((await readRules(db)).rules.length, 1);
});

test("a threshold leaves its units to the others, in one cart as in many that come together", async (db) => {
  await stockUp(db, "soho", { mug: 10, lamp: 10 });
  await publish(db, rule("safety_stock", 1), rule("threshold", 4, { channelId: "market", skus: ["mug"] }));
  const hold = (channelId: string, quantity: number) =>
    makeReservation(db, channelId, { nodeId: "soho", lines: [{ sku: "mug", quantity }], holdMinutes: 5 });
  const short = (requested: number, available: number) =>
    refuse("insufficient_stock", { nodeId: "soho", shortages: [{ sku: "mug", requested, available }] });
  assert.deepEqual(await hold("market", 6), short(6, 5));
  const together = await Promise.all([hold("market", 3), hold("web", 2), hold("market", 1), hold("web", 4)]);
  // Nine are to be promised: three and two leave four, of which the market may have none and the web shop all.
  assert.deepEqual(together.map((answer) => "id" in answer), [true, true, false, true]);
  assert.deepEqual(together[2], short(1, 0));
  assert.deepEqual(await hold("web", 1), short(1, 0));
  const { reserved } = await db.one`select reserved from stock where sku = 'mug'`;
  assert.equal(reserved, 9);
});

test("no count moves when a rule does, and rows that stay the same are not written", async (db) => {
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  await publish(db, rule("safety_stock", 2, { skus: ["mug"] }));
  const before = await db
    .many`select sku, xmin::text as written, on_hand, reserved, movements from stock order by sku`;
  await publish(db, rule("safety_stock", 3, { skus: ["mug"] }));
  const after = await db
    .many`select sku, xmin::text as written, on_hand, reserved, movements from stock order by sku`;
  assert.deepEqual(after[0], before[0]);
  assert.notEqual(after[1]!.written, before[1]!.written);
  assert.deepEqual({ ...after[1], written: 0 }, { ...before[1], written: 0 });
});

test("numbers that came with the stock stay until a first list is published, then no rule means none", async (db) => {
  await stockUp(db, "soho", { mug: 9 });
  await db.run`update stock set safety_stock = 2`;
  await stockUp(db, "soho", { lamp: 9 });
  assert.deepEqual(await applyRules(db), { changed: 0 });
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [2, null, 0]);
  await publish(db, rule("low_stock", 4));
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [0, null, 4]);
  await publish(db);
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [0, null, 0]);
});

test("stock that is put in place later has its numbers from the start", async (db) => {
  await publish(
    db,
    rule("safety_stock", 2, { groupIds: ["city"] }),
    rule("threshold", 1, { categories: ["light"] }),
  );
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  await stockUp(db, "albany", { lamp: 9 });
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [2, null, 0]);
  assert.deepEqual(await numbersOf(db, "soho", "lamp"), [2, { web: 1 }, 0]);
  assert.deepEqual(await numbersOf(db, "albany", "lamp"), [0, { web: 1 }, 0]);
});

test("a list waits for stock that is just being put in place, and misses none of it", async (db) => {
  await stockUp(db, "soho", { lamp: 9 });
  await publish(db, rule("low_stock", 1));
  let published: Promise<number> | undefined;
  await transact(db, async (tx) => {
    agreed(await countStock(tx, { counts: [{ nodeId: "soho", sku: "mug", counted: 9 }] }));
    published = publish(db, rule("safety_stock", 2));
    await new Promise((go) => setTimeout(go, 300));
  });
  await published;
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [2, null, 0]);
});

test("a store that joins a group, and an item that changes its category, are looked at anew", async (db) => {
  await stockUp(db, "albany", { mug: 9, lamp: 9 });
  await publish(
    db,
    rule("safety_stock", 2, { groupIds: ["city"] }),
    rule("low_stock", 7, { categories: ["home"] }),
  );
  await db.run`insert into node_group_member (group_id, node_id) values ('city', 'albany')`;
  await db.run`update item set category = 'home' where sku = 'lamp'`;
  assert.deepEqual((await readRules(db)).publication?.appliedNodes, 0);
  assert.deepEqual(await applyRules(db), { changed: 2 });
  assert.deepEqual(await numbersOf(db, "albany", "lamp"), [2, null, 7]);
  await db.run`delete from node_group_member where node_id = 'albany'`;
  assert.equal((await readRules(db)).publication?.appliedNodes, 3);
  await applyRules(db);
  assert.deepEqual(await numbersOf(db, "albany", "mug"), [0, null, 7]);
});

test("a list published while another is applied is the one that counts, whoever applies it", async (db) => {
  for (const nodeId of ["soho", "hoboken", "albany", "reno"]) {
    await stockUp(db, nodeId, { mug: 9, lamp: 9, rug: 9 });
  }
  const lists = Array.from({ length: 12 }, (_, i) => [rule("safety_stock", i % 5), rule("low_stock", i)]);
  const publishing = (async () => {
    for (const [version, rules] of lists.entries()) agreed(await saveRules(db, rita, { version, rules }));
  })();
  await Promise.all([publishing, ...Array.from({ length: 30 }, () => applyRules(db))]);
  await Promise.all([applyRules(db), applyRules(db)]);
  assert.deepEqual(await numbersOf(db, "reno", "rug"), [1, null, 11]);
  const { publication } = await readRules(db);
  assert.deepEqual([publication?.version, publication?.appliedNodes, publication?.nodes], [12, 4, 4]);
});

test("a list that is published while a node is being numbered waits, and leaves no shelf of it out", async (db) => {
  await stockUp(db, "soho", { mug: 9, lamp: 9 });
  await publish(db);
  agreed(await saveRules(db, rita, { version: 1, rules: [rule("safety_stock", 1, { skus: ["mug"] })] }));
  let both: Promise<unknown> | undefined;
  await transact(db, async (tx) => {
    await tx.run`select from stock where sku = 'mug' for update`;
    const applying = applyRules(db);
    await new Promise((go) => setTimeout(go, 300));
    const next = { version: 2, rules: [rule("safety_stock", 2, { skus: ["lamp"] })] };
    both = Promise.all([applying, saveRules(db, rita, next)]);
    await new Promise((go) => setTimeout(go, 300));
  });
  await both;
  await applyRules(db);
  assert.deepEqual(await numbersOf(db, "soho", "mug"), [0, null, 0]);
  assert.deepEqual(await numbersOf(db, "soho", "lamp"), [2, null, 0]);
});

test("each number is explained by the rule that set it", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  const [city, all, web, low] = [
    rule("safety_stock", 2, { name: "City shelves", groupIds: ["city"] }),
    rule("safety_stock", 5, { name: "Everywhere" }),
    rule("threshold", 3, { name: "Leave some to the counter" }),
    rule("low_stock", 4, { name: "Reorder", skus: ["lamp"] }),
  ];
  await publish(db, all, web, city, low);
  assert.deepEqual(await explainStock(db, "soho", "mug", "web"), {
    ...{ nodeId: "soho", sku: "mug", onHand: 10, reserved: 0, isApplied: true },
    safetyStock: { units: 5, rule: { id: all.id, name: "Everywhere", position: 0 } },
    lowStock: { units: 0, rule: null },
    thresholds: [{
      channelId: "web",
      units: 3,
      rule: { id: web.id, name: "Leave some to the counter", position: 1 },
    }],
    availableToPromise: 2,
  });
  const { version } = await readRules(db);
  agreed(await saveRules(db, rita, { version, rules: [city, all] }));
  const meanwhile = agreed(await explainStock(db, "soho", "mug"));
  assert.deepEqual([meanwhile.isApplied, meanwhile.safetyStock.units, meanwhile.availableToPromise], [
    false,
    5,
    5,
  ]);
  await applyRules(db);
  const after = agreed(await explainStock(db, "soho", "mug"));
  assert.deepEqual([after.isApplied, after.safetyStock.rule?.name, after.thresholds], [
    true,
    "City shelves",
    [],
  ]);
  assert.deepEqual(
    await explainStock(db, "soho", "sofa"),
    refuse("not_found", { nodeId: "soho", sku: "sofa" }),
  );
});

test("what a rule takes from a channel the channel is told", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  await tellChannels(db);
  await publish(db, rule("safety_stock", 2), rule("threshold", 3, { channelId: "market" }));
  const told = await db.many`select channel_id, available from channel_stock order by channel_id`;
  assert.deepEqual(told, [{ channelId: "market", available: 5 }, { channelId: "web", available: 8 }]);
});

test("a number that no rule set is found out", async (db) => {
  await stockUp(db, "soho", { mug: 10 });
  await publish(db, rule("safety_stock", 2));
  await transact(db, async (tx) => {
    await tx.run`update stock set safety_stock = 0`;
    const [found, ...others] = (await checkInvariants(tx)).violations as Record<string, unknown>[];
    assert.deepEqual([found?.name, found?.safetyStock, found?.wantedSafetyStock], ["rules_applied", 0, 2]);
    assert.deepEqual(others, []);
    return refuse("a lie");
  });
});
