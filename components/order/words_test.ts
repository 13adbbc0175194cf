import assert from "node:assert/strict";
import type { OrderPage, OrderPart } from "../../domain/orders/types.ts";
import type { OpeningHours } from "../../domain/places/types.ts";
import { hoursWords, isWaiting, partWords, refundWords, stepsOf } from "./words.ts";

const now = "2026-03-03T17:00:00Z"; // Tuesday noon in New York
const newYork = "America/New_York";
const tenToNine: [string, string] = ["10:00", "21:00"];
const everyDay: OpeningHours = Array.from({ length: 7 }, () => tenToNine);

const soho: OrderPart = {
  id: "1",
  state: "open",
  method: "pickup",
  promisedBy: "2026-03-03T21:00:00Z",
  holdUntil: null,
  bin: null,
  bay: null,
  deliveredAt: null,
  tracking: [],
  asked: [],
  ending: null,
  collector: null,
  onWayAt: null,
  etaAt: null,
  isAttended: false,
  lines: [],
  place: {
    name: "Soho",
    address: "480 Broadway",
    city: "New York",
    state: "NY",
    postalCode: "10013",
    timeZone: newYork,
    openingHours: everyDay,
    lat: 40.72,
    lon: -74,
  },
  pickup: null,
};
const said = (change: Partial<OrderPart>) => {
  const { headline, next } = partWords({ ...soho, ...change }, now);
  return `${headline}. ${next}`;
};

Deno.test("a ready order says where and until when, in the store's time", () => {
  const holdUntil = "2026-03-07T01:00:00Z";
  assert.match(
    said({ state: "staged", holdUntil }),
    /^Ready for pickup at Soho until Fri 8 pm\. Show this pass/,
  );
  assert.match(
    said({ state: "staged", holdUntil, method: "curbside" }),
    /^Ready at the curb at Soho until Fri 8 pm\./,
  );
  assert.match(
    said({ state: "staged", holdUntil: "2026-03-02T22:00:00Z" }),
    /We held it until yesterday 5 pm\./,
  );
});

Deno.test("an order on its way to being ready says by when, and admits being late", () => {
  assert.equal(said({}), "We have your order. It should be ready at Soho by today 4 pm.");
  assert.equal(
    said({ state: "picking", promisedBy: "2026-03-03T16:00:00Z" }),
    "We are picking your order. Soho is running late with it. We are on it.",
  );
  assert.equal(
    said({ method: "delivery", promisedBy: "2026-03-05T23:00:00Z" }),
    "We have your order. It should be with you by Thu.",
  );
});

Deno.test("a shopper at the curb is told to stay where they are", () => {
  assert.match(said({ state: "arrived", bay: "4" }), /Stay in bay 4\./);
  assert.match(said({ state: "arrived", bay: "by the trees" }), /Stay where you are \(by the trees\)\./);
  assert.match(said({ state: "arrived" }), /^We know you are here\. Someone from Soho/);
});

Deno.test("the steps say how far it is", () => {
  const steps = (state: OrderPart["state"], method: OrderPart["method"]) =>
    stepsOf({ state, method }).map(({ word, state }) => `${word} ${state}`);
  assert.deepEqual(steps("picked", "pickup"), [
    "Placed done",
    "Picking now",
    "Ready ahead",
    "Picked up ahead",
  ]);
  assert.deepEqual(steps("arrived", "curbside"), [
    "Placed done",
    "Picked done",
    "Ready now",
    "Picked up ahead",
  ]);
  assert.deepEqual(steps("shipped", "delivery"), [
    "Placed done",
    "Picked done",
    "Packed done",
    "On its way done",
  ]);
  assert.deepEqual(steps("cancelled", "pickup"), []);
});

Deno.test("opening hours are said as of now", () => {
  const at = (time: string, hours = everyDay) => hoursWords(hours, time, newYork);
  assert.equal(at("2026-03-03T14:00:00Z"), "Opens today at 10 am");
  assert.equal(at(now), "Open today until 9 pm");
  assert.equal(at("2026-03-04T02:00:00Z"), "Closed now, opens tomorrow at 10 am");
  const onlyFridays: OpeningHours = everyDay.map((hours, i) => i === 4 ? hours : null);
  assert.equal(at(now, onlyFridays), "Closed now, opens Friday at 10 am");
  assert.equal(at(now, everyDay.map(() => null)), "Closed");
  assert.equal(at("2026-03-04T04:30:00Z", everyDay.map(() => ["10:00", "00:00"])), "Open today until 12 am");
});

Deno.test("a refund says how many of what, why, and how much", () => {
  const refund = { lineNo: 1, name: "Blue mug", quantity: 1, amountMinor: 1200, reason: "not_available" };
  assert.equal(refundWords(refund, "USD"), "1 × Blue mug could not be found; $12.00 goes back to you.");
  assert.match(refundWords({ ...refund, reason: "cancelled" }, "USD"), /was cancelled; \$12\.00/);
});

Deno.test("telling is offered while something is still to come", () => {
  const order = (state: OrderPart["state"]) => ({ parts: [{ ...soho, state }] }) as OrderPage;
  assert.equal(isWaiting(order("picking")), true);
  assert.equal(isWaiting(order("staged")), false);
  assert.equal(isWaiting(order("cancelled")), false);
});
