import assert from "node:assert/strict";
import fc from "fast-check";
import { afterOpenMinutes, closingAfter, milesBetween, promiseReady, whyNotOffered } from "./decide.ts";
import type { Due, OpeningHours } from "./types.ts";

const weekdays: OpeningHours = [...Array(5).fill(["10:00", "20:00"]), ["11:00", "18:00"], null];
const soho = { openingHours: weekdays, timeZone: "America/New_York" };

function ready(minutes: number, now: string) {
  return afterOpenMinutes(soho, minutes, new Date(now))?.toISOString();
}

Deno.test("an order in opening hours is ready two hours later", () => {
  assert.equal(ready(120, "2026-11-18T15:30:00-05:00"), "2026-11-18T22:30:00.000Z");
});

Deno.test("an order an hour before closing is ready an hour after the next opening", () => {
  assert.equal(ready(120, "2026-11-18T19:00:00-05:00"), "2026-11-19T16:00:00.000Z");
});

Deno.test("an order on Saturday night waits for Monday morning", () => {
  assert.equal(ready(120, "2026-11-21T23:00:00-05:00"), "2026-11-23T17:00:00.000Z");
});

Deno.test("the clock change does not move a promise by an hour", () => {
  // Clocks go back on Sunday 1 November 2026; Monday 10:00 is then UTC−5, not UTC−4.
  assert.equal(ready(60, "2026-10-31T17:30:00-04:00"), "2026-11-02T15:30:00.000Z");
});

Deno.test("a store open until two in the night is open at half past midnight, and closed at three", () => {
  const late = {
    openingHours: Array(7).fill(["10:00", "02:00"]) as OpeningHours,
    timeZone: "America/New_York",
  };
  const ready = (now: string) => afterOpenMinutes(late, 60, new Date(now))?.toISOString();
  assert.equal(ready("2026-11-18T00:30:00-05:00"), "2026-11-18T06:30:00.000Z");
  assert.equal(ready("2026-11-18T01:30:00-05:00"), "2026-11-18T15:30:00.000Z");
  assert.equal(ready("2026-11-18T03:00:00-05:00"), "2026-11-18T16:00:00.000Z");
  assert.equal(ready("2026-11-18T23:30:00-05:00"), "2026-11-19T05:30:00.000Z");
});

Deno.test("a store that closes at two closes at two by its own clocks, in the night they change as well", () => {
  const late = {
    openingHours: Array(7).fill(["10:00", "02:00"]) as OpeningHours,
    timeZone: "America/New_York",
  };
  const closing = (instant: string) => closingAfter(late, new Date(instant)).toISOString();
  // Between 01:00 and 02:00 there are two hours on 1 November; at 02:00 on 14 March 2027 it is 03:00.
  assert.equal(closing("2026-10-31T22:00:00-04:00"), "2026-11-01T07:00:00.000Z");
  assert.equal(closing("2027-03-13T22:00:00-05:00"), "2027-03-14T07:00:00.000Z");
  assert.equal(closing("2026-11-18T22:00:00-05:00"), "2026-11-19T07:00:00.000Z");
});

Deno.test("a store that never opens promises nothing", () => {
  assert.equal(afterOpenMinutes({ ...soho, openingHours: Array(7).fill(null) }, 60, new Date()), undefined);
});

Deno.test("what is held until the middle of the night is held until the store next closes", () => {
  const until = (instant: string) => closingAfter(soho, new Date(instant)).toISOString();
  assert.equal(until("2026-11-18T00:24:00-05:00"), "2026-11-19T01:00:00.000Z");
  assert.equal(until("2026-11-18T20:00:00-05:00"), "2026-11-19T01:00:00.000Z");
  assert.equal(until("2026-11-22T12:00:00-05:00"), "2026-11-24T01:00:00.000Z");
});

Deno.test("New York to Los Angeles is about 2,446 miles", () => {
  const miles = milesBetween({ lat: 40.7128, lon: -74.006 }, { lat: 34.0522, lon: -118.2437 });
  assert.equal(Math.round(miles), 2446);
});

const store = { ...soho, capacityPerDay: 5, capacityPerHour: 2 };
const due = (at: string, fulfillments: number): Due => ({ at: new Date(at), fulfillments });
const promised = (queue: Due[], now = "2026-11-18T15:30:00-05:00", node = store) =>
  promiseReady(node, 120, queue, new Date(now))?.toISOString();

Deno.test("a promise goes to the first open hour that has room, and to the next day when the day is full", () => {
  const at = (hour: string, fulfillments: number) => due(`2026-11-18T${hour}:15:00-05:00`, fulfillments);
  assert.equal(promised([]), "2026-11-18T22:30:00.000Z");
  assert.equal(promised([at("17", 1)]), "2026-11-18T22:30:00.000Z");
  assert.equal(promised([at("17", 2)]), "2026-11-18T23:00:00.000Z");
  assert.equal(promised([at("17", 2), at("18", 2)]), "2026-11-19T00:00:00.000Z");
  assert.equal(promised([at("17", 2), at("18", 2), at("11", 1)]), "2026-11-19T15:00:00.000Z");
  // Seven in the evening is the last hour; the next one begins when the store opens.
  assert.equal(promised([at("17", 2), at("18", 2), at("19", 3)]), "2026-11-19T15:00:00.000Z");
});

Deno.test("an hour is the clock's on the wall, also where that is half an hour off", () => {
  const pune = { ...store, timeZone: "Asia/Kolkata" };
  // 17:30 in Pune is 12:00 UTC; its hour is 11:30 to 12:30 UTC.
  const ready = (at: string) => promised([due(at, 2)], "2026-11-18T10:00:00Z", pune);
  assert.equal(ready("2026-11-18T12:15:00Z"), "2026-11-18T12:30:00.000Z");
  assert.equal(ready("2026-11-18T11:15:00Z"), "2026-11-18T12:00:00.000Z");
});

Deno.test("a store without room for two weeks promises nothing", () => {
  const full = Array.from({ length: 20 }, (_, day) => ({
    at: new Date(Date.parse("2026-11-18T17:00:00Z") + day * 86_400_000),
    fulfillments: 5,
  }));
  assert.equal(promised(full), undefined);
  assert.equal(promised(full.slice(0, 12)), "2026-11-30T15:00:00.000Z");
  assert.equal(promised([], undefined, { ...store, capacityPerDay: 0 }), undefined);
});

Deno.test("order after order: no hour and no day takes more than it has room for, and none is promised when closed", () => {
  const time = fc.integer({ min: 10, max: 60 * 24 * 20 }).map((minutes) =>
    new Date(Date.parse("2026-10-28T00:00:00Z") + minutes * 60_000)
  );
  const capacity = fc.record({
    perDay: fc.integer({ min: 1, max: 9 }),
    perHour: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(time, capacity, fc.integer({ min: 0, max: 300 }), (now, { perDay, perHour }, minutes) => {
      const node = { ...soho, capacityPerDay: perDay, capacityPerHour: perHour };
      const free = afterOpenMinutes(node, minutes, now)!;
      const queue: Due[] = [];
      for (let placed = 0; placed < 25; placed++) {
        const at = promiseReady(node, minutes, queue, now);
        if (!at) break;
        assert.ok(at >= free);
        assert.ok(isOpen(at), `${at.toISOString()} is when the store is closed`);
        queue.push({ at, fulfillments: 1 });
      }
      const busiest = (nameOf: (at: Date) => string) =>
        Math.max(0, ...[...Map.groupBy(queue, ({ at }) => nameOf(at)).values()].map((same) => same.length));
      assert.ok(busiest(hourOf) <= perHour && busiest(dayOf) <= perDay);
    }),
    { numRuns: 300 },
  );
});

const clock = new Intl.DateTimeFormat("sv", {
  timeZone: soho.timeZone,
  dateStyle: "short",
  timeStyle: "short",
});
const wall = (at: Date) => clock.format(at);
const dayOf = (at: Date) => wall(at).slice(0, 10);
// The two hours between one and two in the night of the change are at no store's opening time here.
const hourOf = (at: Date) => wall(at).slice(0, 13);

function isOpen(at: Date): boolean {
  const weekday = (new Date(`${dayOf(at)}T00:00:00Z`).getUTCDay() + 6) % 7;
  const hours = weekdays[weekday];
  const time = wall(at).slice(11);
  return hours != null && hours[0] <= time && time <= hours[1];
}

Deno.test("a service is off until its time has come, and a place with no capacity offers none", () => {
  const now = new Date("2026-11-18T12:00:00Z");
  const later = new Date(now.getTime() + 1);
  const node = { id: "soho", services: ["pickup" as const], capacityPerDay: 5, capacityPerHour: null };
  const off = (offUntil: Date | null, service: "pickup" | "ship" = "pickup", nodeId = "soho") =>
    whyNotOffered(node, "pickup", [{ nodeId, service, offUntil, reason: "flood" }], now);
  assert.deepEqual(off(null), { reason: "flood", until: null });
  assert.deepEqual(off(later), { reason: "flood", until: later });
  assert.equal(off(now), undefined);
  assert.equal(off(null, "ship"), undefined);
  assert.equal(off(null, "pickup", "albany"), undefined);
  assert.deepEqual(whyNotOffered(node, "ship", [], now), {});
  const none = { reason: "no capacity" };
  assert.deepEqual(whyNotOffered({ ...node, capacityPerDay: 0 }, "pickup", [], now), none);
  assert.deepEqual(whyNotOffered({ ...node, capacityPerHour: 0 }, "pickup", [], now), none);
});
