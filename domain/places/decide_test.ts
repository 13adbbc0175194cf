import assert from "node:assert/strict";
import { afterOpenMinutes, closingAfter, milesBetween } from "./decide.ts";
import type { OpeningHours } from "./types.ts";

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
