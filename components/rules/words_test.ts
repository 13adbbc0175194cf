import assert from "node:assert/strict";
import type { WantedRule } from "../../domain/inventory/types.ts";
import { sentence } from "./words.ts";

const names = {
  items: { m: "Blue mug", l: "Blue lamp" },
  nodes: { soho: "Soho", hoboken: "Hoboken" },
  groups: { city: "Manhattan" },
  channels: { web: "Web shop" },
};
const any = {
  id: "1",
  name: "",
  skus: null,
  categories: null,
  nodeIds: null,
  groupIds: null,
  channelId: null,
};
const says = (more: Partial<WantedRule>) =>
  sentence({ ...any, kind: "safety_stock", units: 2, ...more }, names);

Deno.test("a rule is one sentence a manager would say", () => {
  const web = { kind: "threshold", channelId: "web" } as const;
  assert.equal(says({}), "Keep 2 of every item everywhere");
  assert.equal(
    says({ categories: ["Home"], groupIds: ["city"] }),
    "Keep 2 of every Home item at stores in Manhattan",
  );
  assert.equal(says({ skus: ["m", "l"], nodeIds: ["soho"] }), "Keep 2 of Blue mug and Blue lamp at Soho");
  assert.equal(
    says({ skus: ["m"], categories: ["Home", "Toys"] }),
    "Keep 2 of every Home or Toys item among Blue mug everywhere",
  );
  assert.equal(
    says({ nodeIds: ["soho", "reno"], groupIds: ["city"] }),
    "Keep 2 of every item at Soho and reno, where in Manhattan",
  );
  assert.equal(says({ units: 0, skus: ["m"] }), "Keep none back of Blue mug everywhere");
  assert.equal(
    says({ ...web, units: 1_200 }),
    "Web shop leaves the last 1,200 of every item everywhere to the others",
  );
  assert.equal(says({ ...web, units: 0 }), "Web shop may promise all of every item everywhere");
  assert.equal(says({ kind: "low_stock" }), "Below 2, call every item everywhere low");
  assert.equal(says({ kind: "low_stock", units: 0 }), "Never call every item everywhere low");
  assert.equal(
    says({ skus: ["a", "b", "c", "d", "e"] }),
    "Keep 2 of a, b, c and 2 more everywhere",
  );
});
