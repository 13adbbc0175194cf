import assert from "node:assert/strict";
import fc from "fast-check";
import { hasRightCheckDigit } from "../catalog/decide.ts";
import { ssccOf } from "./labels_decide.ts";
import { billedGrams, offersBy, rankOffers } from "./rates_decide.ts";
import type { Offer, Tariff } from "./types.ts";

const ground: Tariff = {
  carrier: "ground",
  service: "standard",
  carrierName: "Ground carrier",
  serviceName: "Standard",
  currency: "USD",
  fuelSurcharge: "0.0850",
  cubicMmPerGram: 5_000,
  days: 3,
  steps: [{ upToGrams: 1_000, priceMinor: 730 }, { upToGrams: 454, priceMinor: 700 }],
};

Deno.test("a light parcel in a large box is billed by its size, a heavy one by its weight", () => {
  const sidesMm = [250, 180, 120] as const;
  assert.equal(billedGrams({ weightGrams: 300, sidesMm: [...sidesMm] }, ground), 1_080);
  assert.equal(billedGrams({ weightGrams: 2_000, sidesMm: [...sidesMm] }, ground), 2_000);
  assert.equal(billedGrams({ weightGrams: 300, sidesMm: null }, ground), 300);
});

Deno.test("the price is the first step that takes the weight, with the fuel surcharge to the cent", () => {
  const price = (weightGrams: number) => offersBy([ground], { weightGrams, sidesMm: null })[0]?.priceMinor;
  assert.deepEqual([price(454), price(455), price(1_000), price(1_001)], [760, 792, 792, undefined]);
});

const now = new Date("2027-03-01T12:00:00Z");
const offer = (id: string, priceMinor: number, days: number | null): Offer => ({
  id,
  carrier: id,
  carrierName: id,
  serviceName: id,
  priceMinor,
  currency: "USD",
  days,
});

Deno.test("suggested is the cheapest that keeps the promise, all others are shown beside it", () => {
  const promised = new Date("2027-03-04T12:00:00Z");
  const offers = [
    offer("slow", 500, 6),
    offer("air", 2_000, 1),
    offer("ground", 800, 3),
    offer("mute", 300, null),
  ];
  const ranked = rankOffers(offers, promised, now);
  assert.deepEqual(ranked.map((each) => [each.id, each.meetsPromise, each.isSuggested]), [
    ["mute", false, false],
    ["slow", false, false],
    ["ground", true, true],
    ["air", true, false],
  ]);
  assert.equal(ranked[2]!.arrivesBy, "2027-03-04T12:00:00.000Z");
});

Deno.test("where nothing keeps the promise any more, the quickest is suggested", () => {
  const ranked = rankOffers([offer("slow", 500, 6), offer("air", 2_000, 1)], now, now);
  assert.deepEqual(ranked.map((each) => [each.id, each.isSuggested]), [["slow", false], ["air", true]]);
  assert.deepEqual(rankOffers([], now, now), []);
});

Deno.test("a local tracking number is an SSCC with a right check digit, and no two are the same", () => {
  assert.equal(ssccOf({ series: 7, serial: 42 }), "129900007000000428");
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 99_999 }),
    fc.integer({ min: 1, max: 99_999_999 }),
    (series, serial) => {
      const sscc = ssccOf({ series, serial });
      assert.match(sscc, /^\d{18}$/);
      assert.ok(hasRightCheckDigit(sscc));
      assert.deepEqual([Number(sscc.slice(4, 9)), Number(sscc.slice(9, 17))], [series, serial]);
    },
  ));
});
