import assert from "node:assert/strict";
import { findDecisions } from "../domain/routing/mod.ts";
import {
  beginDraft,
  publishDraft,
  readRuleSet,
  readRuleSets,
  rebaseDraft,
  reviseDraft,
  rollBack,
} from "../domain/routing/mod.ts";
import { HOUSE_RULES } from "../domain/routing/rules_decide.ts";
import { dryRun, placeOrder } from "../domain/orders/mod.ts";
import type { RoutingRules } from "../domain/routing/rules_types.ts";
import { type Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { signIn, startAisle } from "./support/aisle.ts";
import { everythingKept } from "./support/everything.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, delivery, hire, openShop, stockUp, violations } from "./support/shop.ts";

const rita = {
  kind: "person" as const,
  personId: "00000000-0000-4000-8000-000000000001",
  name: "Rita M.",
  role: "regional_manager" as const,
  nodeId: null,
  regionId: "east",
};

function test(name: string, walk: (db: Db, url: string) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, url, drop } = await freshDatabase("routing_rules", { max: 4 });
      try {
        await openShop(db);
        await db.run`insert into node_group (id, name) values ('outlets', 'Outlets')`;
        await db.run`insert into node_group_member (group_id, node_id) values ('outlets', 'reno')`;
        await stockUp(db, "soho", { mug: 50 });
        await stockUp(db, "reno", { mug: 50 });
        await walk(db, url);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

const only = (group: string): RoutingRules => {
  const [all] = HOUSE_RULES.groups, [routing] = all!.routings, [rule] = routing!.rules;
  const nodes = { groups: { is: "any_of" as const, of: [group] } };
  return {
    ...HOUSE_RULES,
    groups: [{ ...all!, routings: [{ ...routing!, rules: [{ ...rule!, nodes }] }] }],
  };
};

async function draftOf(db: Db, name: string, rules: RoutingRules) {
  const { id } = await beginDraft(db, rita, name);
  agreed(await reviseDraft(db, rita, id, () => ({ name, rules })));
  return id;
}

const sets = async (db: Db) =>
  (await readRuleSets(db)).published.map(({ version, name }) => `${version} ${name}`);

test("a draft decides nothing until it is published; then rules follow each other, and an earlier one comes back", async (db) => {
  const first = await draftOf(db, "Outlets only", only("outlets"));
  const rival = await draftOf(db, "A rival", HOUSE_RULES);
  assert.deepEqual((await readRuleSets(db)).rules, HOUSE_RULES);
  assert.equal((await readRuleSets(db)).version, 0);
  assert.deepEqual(agreed(await publishDraft(db, rita, first)), { version: 1 });
  assert.deepEqual((await readRuleSets(db)).rules, only("outlets"));
  // The nearest store has fifty: the order crosses the country because the rule says so.
  const { id } = agreed(await placeOrder(db, "web", delivery({ mug: 1 })));
  const [{ decision } = { decision: null }] = await findDecisions(db, id);
  assert.deepEqual([decision!.rulesVersion, decision!.packages.map(({ nodeId }) => nodeId)], [1, ["reno"]]);

  const before = await everythingKept(db);
  const refused = await publishDraft(db, rita, rival);
  assert.ok(isRefusal(refused));
  assert.deepEqual([refused.kind, refused.detail], ["rules_changed_meanwhile", { version: 1 }]);
  assert.ok(isRefusal(await publishDraft(db, rita, first)), "what is published is no draft");
  assert.ok(isRefusal(await reviseDraft(db, rita, first, () => ({ name: "x", rules: HOUSE_RULES }))));
  assert.ok(isRefusal(await rollBack(db, rita, 2)));
  assert.deepEqual(await everythingKept(db), before);

  agreed(await rebaseDraft(db, rival));
  assert.deepEqual(agreed(await publishDraft(db, rita, rival)), { version: 2 });
  assert.deepEqual(agreed(await rollBack(db, rita, 1)), { version: 3 });
  assert.deepEqual((await readRuleSets(db)).rules, only("outlets"));
  assert.deepEqual(await sets(db), ["3 Outlets only", "2 A rival", "1 Outlets only"]);
});

test("a dry run writes nothing: its live side is what happened, its draft what would have", async (db) => {
  const from = new Date(Date.now() - 1_000);
  await stockUp(db, "soho", { mug: 5 });
  const placed = [];
  for (const quantity of [3, 1, 4]) {
    const { id } = agreed(await placeOrder(db, "web", delivery({ mug: quantity })));
    const [{ decision } = { decision: null }] = await findDecisions(db, id);
    placed.push({
      id,
      nodeIds: decision!.packages.map(({ nodeId }) => nodeId).sort(),
      cost: decision!.packages,
    });
  }
  const to = new Date(Date.now() + 1_000);
  const before = await everythingKept(db);
  const same = await dryRun(db, { from, to, rules: HOUSE_RULES });
  const moved = await dryRun(db, { from, to, rules: only("outlets") });
  assert.deepEqual(await everythingKept(db), before);

  assert.deepEqual([same.differing, same.isCut, same.live.version], [0, false, 0]);
  const paid = placed.flatMap(({ cost }) => cost)
    .reduce((sum, { cost }) => sum + cost.ship + cost.pack + cost.pick + cost.packaging, 0);
  assert.deepEqual([same.live.orders, same.live.complete, same.live.paidMinor], [3, 3, paid]);
  // Soho had fifty, was counted to five, and had one left for the last order.
  const sent = new Map<string, number>();
  for (const nodeId of placed.flatMap(({ nodeIds }) => nodeIds)) {
    sent.set(nodeId, (sent.get(nodeId) ?? 0) + 1);
  }
  assert.deepEqual(new Map(same.live.load.map(({ nodeId, packages }) => [nodeId, packages])), sent);
  assert.deepEqual(moved.live, same.live);
  assert.deepEqual(moved.draft.load, [{ nodeId: "reno", packages: 3 }]);
  assert.equal(
    moved.draft.paidMinor - moved.live.paidMinor,
    moved.differences.reduce((sum, each) => sum + each.byMinor!, 0),
  );
  const wentSoho = placed.filter(({ nodeIds }) => nodeIds.join() !== "reno").map(({ id }) => id);
  assert.deepEqual(moved.differences.map(({ orderId }) => orderId).sort(), wentSoho.sort());

  const none = await dryRun(db, { from, to, rules: only("nowhere") });
  assert.deepEqual([none.draft.complete, none.draft.unfillable, none.draft.gini], [0, 3, 0]);
});

test("names that are nobody's are refused and nothing changes; one whose owner went does not stop its mending", async (db) => {
  const id = await draftOf(db, "Outlets only", only("outlets"));
  const before = await everythingKept(db);
  const refused = await reviseDraft(db, rita, id, ({ name }) => ({ name, rules: only("nowhere") }));
  assert.ok(isRefusal(refused));
  assert.deepEqual([refused.kind, refused.detail], ["unknown_in_rule", { unknown: ["nowhere"] }]);
  assert.deepEqual(await everythingKept(db), before);

  await db.run`delete from node_group_member`;
  await db.run`delete from node_group`;
  const stale = await publishDraft(db, rita, id);
  assert.ok(isRefusal(stale) && stale.kind === "unknown_in_rule");
  agreed(await reviseDraft(db, rita, id, ({ rules }) => ({ name: "Renamed", rules })));
  agreed(await reviseDraft(db, rita, id, ({ name }) => ({ name, rules: HOUSE_RULES })));
  assert.deepEqual(agreed(await publishDraft(db, rita, id)), { version: 1 });
});

test(
  "a manager edits a draft by forms: what is wrong is said, what was typed stays, what is kept is published",
  async (db, url) => {
    const personId = await hire(db, { name: "Rita M.", role: "regional_manager", regionId: "east" });
    const aisle = await startAisle({ databaseUrl: url, worker: false });
    try {
      const cookie = await signIn(aisle, { personId, place: "region:east" });
      const post = async (path: string, form: Record<string, string> | string[][]) => {
        const answer = await fetch(aisle.url + path, {
          method: "POST",
          redirect: "manual",
          headers: { cookie, origin: aisle.url, "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams(form).toString(),
        });
        return { status: answer.status, to: answer.headers.get("location"), text: await answer.text() };
      };
      const unnamed = await post("/routing", { act: "draft", name: " " });
      assert.equal(unnamed.status, 400);
      assert.match(unnamed.text, /A name has 1 to 80 characters/);
      const { to } = await post("/routing", { act: "draft", name: "Outlets first" });
      const path = to!, id = path.split("/").at(-1)!;
      const draft = async () => agreed(await readRuleSet(db, id));
      const rule = async () => (await draft()).rules.groups[0]!.routings[0]!.rules[0]!;

      const fields: string[][] = [
        ...[["act", "keep"], ["kind", "rule"], ["id", "everywhere"], ["name", "Near outlets"], [
          "isOn",
          "on",
        ]],
        ...[["mode", "in_order"], ["groupsIs", "any_of"], ["groupsOf", "outlets"], ["groupsOf", ""]],
        ...[["kinds", "depot"], ["withinMiles", "3000"], ["keepBack", "2"], ["isHard", "on"]],
        ...[["pickupPercent", "20"], ["sharePercent", "50"], ["isPartial", "on"], ["maxPackages", "2"]],
        ...[["leastPackageMinor", "25.50"], ["keepsKitsTogether", "on"], ["rankedBy", "stock"]],
        ...[["rankedBy", "distance"], ["rankedBy", ""], ["left", "queue"], ["queue", "no-stock"]],
        ["autoCancelDays", "5"],
      ];
      const but = (name: string, value: string) =>
        fields.map(([each, was]) => [each!, each === name ? value : was!]);
      const before = await everythingKept(db);
      const wrong = await post(path, but("withinMiles", "far"));
      assert.equal(wrong.status, 400);
      assert.match(wrong.text, /Miles are a whole number from 1 to 12,500/);
      for (const typed of ["Near outlets", "far", "25.50", "no-stock", "outlets"]) {
        assert.ok(wrong.text.includes(`value="${typed}"`), `${typed} is still there`);
      }
      const unknown = await post(path, [...fields, ["groupsOf", "nowhere"]]);
      assert.equal(unknown.status, 422);
      assert.match(unknown.text, /There is no group, channel or category “nowhere”/);
      assert.ok(unknown.text.includes('value="nowhere"'));
      for (
        const form of [
          ...[[...fields, ["extra", "1"]], [...fields, ["name", "twice"]], but("isOn", "maybe")],
          ...[but("kind", "toString"), but("id", "gone"), [["act", "delete:everywhere"]], [["act", "fly"]]],
          ...[[["act", "up"]], [["act", "delete:all-orders"]], [["act", "name"], ["name", ""]], [[
            "act",
            "weights",
          ]]],
        ]
      ) {
        const { status } = await post(path, form);
        assert.ok(status >= 400 && status < 500, `${status} ${JSON.stringify(form.at(-1))}`);
      }
      assert.deepEqual(await everythingKept(db), before);

      assert.equal((await post(path, fields)).status, 303);
      assert.deepEqual(await rule(), {
        ...{ id: "everywhere", name: "Near outlets", isOn: true, mode: "in_order", keepBack: 2 },
        nodes: { groups: { is: "any_of", of: ["outlets"] }, kinds: ["depot"], withinMiles: 3000 },
        capacity: { isHard: true, pickupPercent: 20, sharePercent: 50 },
        assign: { isPartial: true, maxPackages: 2, leastPackageMinor: 2550, keepsKitsTogether: true },
        rankedBy: ["stock", "distance"],
        left: { to: "queue", queue: "no-stock", autoCancelDays: 5 },
      });
      const shape = async () =>
        (await draft()).rules.groups.map(({ name, isOn, routings }) =>
          `${name}${isOn ? "" : " off"}: ${routings.map((each) => each.rules.length).join(" ")}`
        );
      const added = await post(path, { act: "add:rule:delivery" });
      assert.match(added.to!, new RegExp(`^${path}\\?edit=`));
      for (const act of ["copy:all-orders", "turn:all-orders", "down:all-orders"]) {
        assert.equal((await post(path, { act })).status, 303);
      }
      assert.deepEqual(await shape(), ["All orders, copy: 2", "All orders off: 2"]);
      assert.equal((await post(path, { act: "delete:all-orders" })).status, 303);
      assert.deepEqual(await shape(), ["All orders, copy: 2"]);
      const compared = async (query: string) => {
        const answer = await fetch(`${aisle.url}${path}/comparison${query}`, { headers: { cookie } });
        return [answer.status, /No delivery order was placed/.test(await answer.text())];
      };
      assert.deepEqual(await compared(""), [200, true]);
      assert.deepEqual(await compared("?from=2026-01-01&to=2026-01-31"), [200, true]);
      for (
        const wrong of [
          "?from=2026-01-01&to=2026-02-01",
          "?from=2026-02-30&to=2026-02-31",
          "?from=2026-01-02&to=2026-01-01",
          "?from=x",
          "?day=1",
        ]
      ) {
        assert.deepEqual(await compared(wrong), [400, false], wrong);
      }
      const published = await post(path, { act: "publish" });
      assert.deepEqual([published.status, published.to], [303, "/routing"]);
      assert.deepEqual(await sets(db), ["1 Outlets first"]);
      assert.equal((await fetch(aisle.url + path, { headers: { cookie } })).status, 404);

      const second = (await post("/routing", { act: "draft", name: "Second" })).to!;
      const third = (await post("/routing", { act: "draft", name: "Third" })).to!;
      await post(third, { act: "publish" });
      const meanwhile = await post(second, { act: "publish" });
      assert.equal(meanwhile.status, 409);
      assert.match(meanwhile.text, /Somebody else published other rules meanwhile/);
      assert.equal((await post(second, { act: "rebase" })).status, 303);
      assert.equal((await post("/routing", { act: "rollback:1" })).to, "/routing");
      assert.deepEqual(await sets(db), ["3 Outlets first", "2 Third", "1 Outlets first"]);
      assert.equal((await post("/routing", { act: "rollback:9" })).status, 404);
    } finally {
      await aisle.stop();
    }
  },
);
