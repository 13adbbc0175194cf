import assert from "node:assert/strict";
import { HOUSE_RULES } from "../../domain/routing/rules_decide.ts";
import type { Rule } from "../../domain/routing/rules_types.ts";
import { faultWords } from "./form_words.ts";
import { added, copied, find, moved, put, turned, without } from "./tree.ts";
import { channelsSentence, ordersSentence, ruleSentence } from "./words.ts";

const names = { groups: { outlets: "Outlets", malls: "Malls" }, channels: { web: "Web shop" } };
const [rule] = HOUSE_RULES.groups[0]!.routings[0]!.rules as [Rule];
const says = (more: Partial<Rule>) => ruleSentence({ ...rule, ...more }, names);

Deno.test("a routing rule is one sentence an operations person would say", () => {
  assert.equal(says({}), "At least cost, from everywhere; what is left: cancelled");
  assert.equal(
    says({
      nodes: { groups: { is: "any_of", of: ["outlets"] }, kinds: ["store"], withinMiles: 300 },
      assign: { ...rule.assign, keepsKitsTogether: true },
      left: { to: "next_rule" },
    }),
    "At least cost, from stores in Outlets within 300 miles; keeps kits together; what is left: next rule",
  );
  assert.equal(
    says({
      mode: "in_order",
      rankedBy: ["distance", "stock"],
      nodes: { groups: { is: "none_of", of: ["outlets", "malls"] } },
      keepBack: 1,
      capacity: { isHard: true, pickupPercent: 20, sharePercent: 50 },
      assign: { isPartial: true, maxPackages: 1, leastPackageMinor: 2500, keepsKitsTogether: false },
      left: { to: "queue", queue: "no-stock", autoCancelDays: 5 },
    }),
    "The first that has it by distance, then most stock, from stores and depots outside Outlets or Malls; " +
      "leaves 1 unit of an item there; never where the day is full; keeps 20% of a store’s day for pickups; " +
      "takes at most 50% of an item’s stock; may take part of an order; in 1 package at most; " +
      "no part of a split under $25.00; what is left: waits in “no-stock”, cancelled after 5 days",
  );
  assert.equal(ordersSentence({}), "Every order");
  assert.equal(
    ordersSentence({ services: { is: "any_of", of: ["expedited"] }, valueFromMinor: 5000 }),
    "Orders sent expedited, worth $50.00 or more",
  );
  assert.equal(channelsSentence({ is: "none_of", of: ["web"] }, names), "Orders not from Web shop");
});

Deno.test("a thing is moved, copied, turned off and deleted among its like, and nothing else changes", () => {
  let made = 0;
  const newId = () => `new-${++made}`;
  const two = added(HOUSE_RULES, { kind: "rule", under: "delivery", newId });
  const list = (rules = two.rules) => rules.groups[0]!.routings[0]!.rules.map(({ id }) => id);
  assert.deepEqual(list(), ["everywhere", "new-1"]);
  assert.deepEqual(list(moved(two.rules, "new-1", -1)), ["new-1", "everywhere"]);
  assert.deepEqual(moved(two.rules, "everywhere", -1), two.rules);
  assert.deepEqual(moved(two.rules, "new-1", 1), two.rules);
  assert.deepEqual(without(two.rules, "new-1"), HOUSE_RULES);
  assert.deepEqual(turned(turned(two.rules, "everywhere"), "everywhere"), two.rules);
  const copy = copied(two.rules, "all-orders", newId);
  assert.deepEqual(copy.groups[0], two.rules.groups[0]);
  assert.equal(copy.groups[1]!.name, "All orders, copy");
  const ids = copy.groups.flatMap(({ id, routings }) => [
    id,
    ...routings.flatMap((routing) => [routing.id, ...routing.rules.map((each) => each.id)]),
  ]);
  assert.equal(new Set(ids).size, 8);
  const named = put(two.rules, { id: "delivery", name: "Parcels", isOn: false, orders: {}, sortedBy: [] });
  assert.deepEqual(list(named), ["everywhere", "new-1"]);
  assert.equal(find(named, "delivery")!.it.name, "Parcels");
});

Deno.test("a fault is said by the field a person filled in, or by the list that is too long", () => {
  assert.match(faultWords([{ path: ["assign", "maxPackages"] }]), /^Packages at most/);
  assert.match(faultWords([{ path: ["rules", "groups", "0", "routings"] }]), /^A group has 1 to 20/);
  assert.match(faultWords([{ path: ["rules", "groups"] }]), /^There are 1 to 20 groups/);
  assert.match(faultWords([{ path: [] }]), /not right/);
});
