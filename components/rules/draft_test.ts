import assert from "node:assert/strict";
import type { WantedRule } from "../../domain/inventory/types.ts";
import { isSame, moved, put, without, words } from "./draft.ts";

const any = {
  name: "",
  units: 1,
  skus: null,
  categories: null,
  nodeIds: null,
  groupIds: null,
  channelId: null,
};
const rule = (id: string, kind: WantedRule["kind"], more = {}): WantedRule => ({ id, kind, ...any, ...more });
const list = [
  rule("a", "safety_stock"),
  rule("b", "safety_stock"),
  rule("x", "low_stock"),
  rule("y", "low_stock"),
];
const ids = (rules: WantedRule[]) => rules.map(({ id }) => id).join("");

Deno.test("a rule moves among its kind and no further", () => {
  assert.equal(ids(moved(list, "b", -1)), "baxy");
  assert.equal(ids(moved(list, "x", 1)), "abyx");
  for (const [id, by] of [["a", -1], ["b", 1], ["x", -1], ["y", 1], ["nobody", 1]] as const) {
    assert.equal(ids(moved(list, id, by)), "abxy", `${id} ${by}`);
  }
});

Deno.test("a new rule is the last of its kind, a changed one stays where it is", () => {
  assert.equal(ids(put(list, rule("c", "safety_stock"))), "abcxy");
  const changed = put(list, rule("a", "safety_stock", { units: 9 }));
  assert.deepEqual([ids(changed), changed[0]!.units], ["abxy", 9]);
  assert.equal(ids(without(list, "b")), "axy");
  assert.ok(isSame(list, [...list.slice(2), ...list.slice(0, 2)]));
  assert.ok(!isSame(list, changed));
});

Deno.test("what is typed into a field of many is read line by line, each once", () => {
  assert.deepEqual(words(" AIS-1\r\nAIS-2, AIS-1,\n"), ["AIS-1", "AIS-2"]);
  assert.equal(words(" \n, "), null);
  assert.equal(words(null), null);
});
