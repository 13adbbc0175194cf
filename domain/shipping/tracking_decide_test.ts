import assert from "node:assert/strict";
import { lookAgainAt, trackedAs } from "./tracking_decide.ts";

const shipped = new Date("2027-03-01T12:00:00Z");
const hoursOn = (hours: number) => new Date(shipped.getTime() + hours * 3_600_000);

Deno.test("a carrier is asked after an hour, then each time after twice as long, never more than a day", () => {
  const hours = (looks: number) =>
    (lookAgainAt(looks, shipped, shipped)!.getTime() - shipped.getTime()) / 3_600_000;
  assert.deepEqual([0, 1, 2, 3, 4, 5, 9, 1_000].map(hours), [1, 2, 4, 8, 16, 24, 24, 24]);
});

Deno.test("a parcel nobody has heard of for forty-five days is asked about no more", () => {
  assert.ok(lookAgainAt(9, shipped, hoursOn(45 * 24 - 1)));
  assert.equal(lookAgainAt(9, shipped, hoursOn(45 * 24)), null);
});

Deno.test("what a carrier says is one of five things, or nothing", () => {
  const said = [
    "pre_transit",
    "available_for_pickup",
    "delivered",
    "return_to_sender",
    "unknown",
    "constructor",
  ];
  assert.deepEqual(said.map(trackedAs), [
    ...["pre_transit", "out_for_delivery", "delivered", "exception"],
    ...[undefined, undefined],
  ]);
});
