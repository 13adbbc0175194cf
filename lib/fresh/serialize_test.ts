import { computed, signal } from "@preact/signals";
import assert from "node:assert/strict";
import fc from "fast-check";
import { revive } from "./revive.ts";
import { serialize } from "./serialize.ts";

const sent = <T>(value: T) => revive(serialize(value, (path) => path.join("."))) as T;

Deno.test("what islands may be given comes back as it was", () => {
  const values = [
    "mug",
    7,
    -0,
    NaN,
    Infinity,
    -Infinity,
    true,
    null,
    undefined,
    12345678901234567890n,
    [1, [undefined, "a"], []],
    { a: { b: [1] }, r: ["r", 0], gone: undefined },
    new Date(86_400_000),
    new URL("https://shop.example/a?b#c"),
    new Set([1, "a", new Date(0)]),
    new Map<unknown, unknown>([["mug", 3], [{ k: 1 }, [1n]]]),
    new Uint8Array([0, 128, 255]),
  ];
  for (const value of values) assert.deepEqual(sent(value), value);
});

Deno.test("anything JSON can hold survives", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(sent(value), value)));
});

Deno.test("a key named __proto__ is a key and nothing else", () => {
  const got = sent({ props: JSON.parse('{"__proto__":{"admin":true}}') }).props;
  assert.equal(Object.getPrototypeOf(got), Object.prototype);
  assert.deepEqual(Object.keys(got), ["__proto__"]);
});

Deno.test("the same object stays the same object, also inside itself", () => {
  const mug: Record<string, unknown> = { sku: "mug" };
  mug.self = mug;
  const got = sent({ a: mug, b: mug, all: new Set([mug]) });
  assert.equal(got.a, got.b);
  assert.equal(got.a.self, got.a);
  assert.ok(got.all.has(got.a));
});

Deno.test("signals are sent with their value, computed ones as constants", () => {
  const count = signal({ n: 1 });
  const got = sent({ count, twice: computed(() => count.value.n * 2), again: [count] });
  assert.deepEqual([got.count.value, got.twice.value], [{ n: 1 }, 2]);
  assert.equal(got.again[0], got.count);
});

Deno.test("what cannot be sent is refused by name", () => {
  class Order {}
  const refusals: [unknown, string][] = [
    [() => 1, "function"],
    [Symbol("s"), "symbol"],
    [new Order(), "Order"],
    [Promise.resolve(), "Promise"],
    [/a/, "RegExp"],
  ];
  for (const [value, kind] of refusals) {
    assert.throws(
      () => sent({ order: { lines: [value] } }),
      new TypeError(`order.lines.0 is a ${kind}, which cannot be sent to the browser`),
    );
  }
});
