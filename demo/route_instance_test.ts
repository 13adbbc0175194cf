import assert from "node:assert/strict";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

type Folder = Record<string, unknown>;

const shops: Folder = {
  "nodes.jsonl": [
    node("soho", -74, { capacityPerDay: 2 }),
    node("reading", -76),
    node("plains", -100, { kind: "dc", pickup: false, readyDays: 1 }),
  ],
  "skus.jsonl": [
    { id: "mug", weightLb: 1.2, price: 20, margin: .5, markdown: 0 },
    { id: "lamp", weightLb: 4, price: 80, margin: .4, markdown: 0 },
    { id: "rug", weightLb: 9, price: 90, margin: .5, markdown: 0 },
  ],
  "stock.jsonl": [
    ...[{ node: "soho", sku: "mug", onHand: 2 }, { node: "soho", sku: "lamp", onHand: 1 }],
    ...[{ node: "reading", sku: "mug", onHand: 5 }, { node: "plains", sku: "mug", onHand: 50 }],
    ...[{ node: "plains", sku: "lamp", onHand: 50 }, { node: "soho", sku: "rug", onHand: 1 }],
  ],
  "forecast.jsonl": [{ node: "soho", sku: "lamp", unitsPerDay: .3 }],
  "costs.json": {
    zoneMiles: [50, 300],
    horizonDays: 10,
    services: [{ name: "ground", days: [1, 2, 4], base: [8, 9, 11], perLb: [.3, .5, .7] }],
    ...{ packaging: .9, splitPenalty: 1.5, latePerDay: 4, unfilledPenalty: 10, congestion: 0 },
  },
  "events.jsonl": [
    order("O1", .1, { lines: [{ sku: "mug", quantity: 1 }, { sku: "lamp", quantity: 1 }] }),
    { t: .2, type: "walk_in", node: "soho", sku: "mug", quantity: 3 },
    order("O2", .3, { lines: [{ sku: "mug", quantity: 2 }] }),
    order("O3", 1.3, {
      pickupNode: "soho",
      lines: [{ sku: "rug", quantity: 1 }, { sku: "mug", quantity: 60 }],
    }),
  ],
};

function node(id: string, lon: number, more = {}) {
  return {
    id,
    kind: "store",
    lat: 40.7,
    lon,
    readyDays: 0,
    packCost: 1.3,
    pickCost: .8,
    pickup: true,
    ...more,
  };
}

function order(id: string, t: number, more: Folder) {
  return { t, type: "order", id, lat: 40.7, lon: -74, promiseDays: 3, pickupNode: null, ...more };
}

async function route(files: Folder) {
  const folder = await Deno.makeTempDir({ prefix: "aisle-instance-" });
  try {
    for (const [name, content] of Object.entries(files)) {
      const lines = Array.isArray(content) ? content : [content];
      const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line)).join("\n");
      if (content !== undefined) await Deno.writeTextFile(join(folder, name), text);
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", join(root, "tasks/route.ts"), folder],
    }).output();
    const text = new TextDecoder();
    const answers = text.decode(stdout).split("\n").filter(Boolean).map((line) => JSON.parse(line));
    return { code, answers, said: text.decode(stderr).trim() };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("an instance's orders are answered one line each, to the cent, from what is left when they come", async () => {
  const { code, answers, said } = await route(shops);
  assert.deepEqual([code, said], [0, ""]);
  // Soho's last lamp would cost 32 × (1 − e^−2.97) of a walk-in sale: it and the mug go from the plains.
  assert.deepEqual(answers[0], {
    order: "O1",
    packages: [{
      node: "plains",
      service: "ground",
      lines: [{ sku: "mug", quantity: 1 }, { sku: "lamp", quantity: 1 }],
      cost: { ship: 14.5, pack: 1.3, pick: 1.6, packaging: .9, split: 1.5, late: 8 },
    }],
    unfilled: [],
    score: 27.8,
    exact: true,
  });
  // The walk-in took both mugs of Soho.
  assert.deepEqual(answers[1].packages.map((made: { node: string }) => made.node), ["reading"]);
  assert.equal(answers[1].score, 15.3);
  const [, , third] = answers;
  const counter = third.packages.find((made: { node: string }) => made.node === "soho");
  assert.deepEqual(counter, {
    node: "soho",
    service: null,
    lines: [{ sku: "rug", quantity: 1 }],
    cost: { ship: 0, pack: 1.3, pick: .8, packaging: 0, split: 0, late: 0 },
  });
  // 60 mugs wanted, 3 at Reading and 49 in the plains: 8 are left out, each for 10 of margin and 10 of penalty.
  const sent = third.packages.flatMap((made: { lines: { quantity: number }[] }) => made.lines);
  assert.equal(sent.reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0), 53);
  assert.deepEqual(third.unfilled, [{ sku: "mug", quantity: 8 }]);
});

Deno.test("a place ships no more packages in a day than it can, and as many again the day after", async () => {
  const one = (id: string, t: number) => order(id, t, { lines: [{ sku: "mug", quantity: 1 }] });
  const { answers } = await route({
    ...shops,
    "stock.jsonl": [{ node: "soho", sku: "mug", onHand: 90 }, { node: "reading", sku: "mug", onHand: 90 }],
    "forecast.jsonl": undefined,
    "events.jsonl": [one("A", 0), one("B", .5), one("C", .99), one("D", 1)],
  });
  const nodes = answers.map(({ packages }) => packages[0].node);
  assert.deepEqual(nodes, ["soho", "soho", "reading", "soho"]);
});

Deno.test("a bad line ends the run with its file, its number and what is wrong; what came before is answered", async () => {
  const events = shops["events.jsonl"] as unknown[];
  const refused = async (files: Folder) => {
    const { code, answers, said } = await route({ ...shops, ...files });
    assert.equal(code, 1);
    return [answers.length, said];
  };
  const first = events[0];
  const said = await Promise.all([
    refused({ "events.jsonl": [first, "{not json"] }),
    refused({ "events.jsonl": [first, "", order("O9", .2, { lines: [{ sku: "sofa", quantity: 1 }] })] }),
    refused({ "events.jsonl": [first, order("O9", .05, { lines: [{ sku: "mug", quantity: 1 }] })] }),
    refused({ "events.jsonl": [first, order("O9", .2, { lines: [{ sku: "mug", quantity: 0 }] })] }),
    refused({ "stock.jsonl": [{ node: "soho", sku: "mug", onHand: 1.5 }] }),
    refused({ "stock.jsonl": undefined }),
  ]);
  assert.deepEqual(said.map(([count]) => count), [1, 1, 1, 1, 0, 0]);
  assert.equal(said[0]![1], "events.jsonl, line 2: this is not JSON.");
  assert.equal(said[1]![1], "events.jsonl, line 3: there is no item sofa.");
  assert.equal(said[2]![1], "events.jsonl, line 2: this is earlier than the line before.");
  assert.match(String(said[3]![1]), /^events.jsonl, line 2: lines\.0\.quantity: /);
  assert.match(String(said[4]![1]), /^stock.jsonl, line 1: onHand: /);
  assert.match(String(said[5]![1]), /^stock.jsonl cannot be read in /);
});
