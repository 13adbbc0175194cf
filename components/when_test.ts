import assert from "node:assert/strict";
import { age, clock, clockOf, day, distance, moment, timeOfDay, weekdayOf } from "./when.ts";

const newYork = "America/New_York";
const now = "2026-03-03T17:00:00Z"; // Tuesday noon in New York

Deno.test("a clock time is said in the store's own zone, without empty minutes", () => {
  assert.equal(clock("2026-03-04T01:00:00Z", newYork), "8 pm");
  assert.equal(clock("2026-03-04T01:30:00Z", newYork), "8:30 pm");
  assert.equal(clock("2026-03-04T01:30:00Z", "America/Los_Angeles"), "5:30 pm");
  assert.equal(clock("2026-03-03T05:00:00Z", newYork), "12 am");
  assert.equal(clockOf("09:30"), "9:30 am");
  assert.equal(clockOf("24:00"), "12 am");
});

Deno.test("a day is said by its nearness, and by the store's calendar", () => {
  assert.equal(day("2026-03-04T04:59:00Z", now, newYork), "today");
  assert.equal(day("2026-03-04T05:00:00Z", now, newYork), "tomorrow");
  assert.equal(day("2026-03-02T17:00:00Z", now, newYork), "yesterday");
  assert.equal(moment("2026-03-07T01:00:00Z", now, newYork), "Fri 8 pm");
  assert.equal(day("2026-03-10T17:00:00Z", now, newYork), "Mar 10");
  assert.equal(day("2026-02-20T17:00:00Z", now, newYork), "Feb 20");
});

Deno.test("the night the clocks change still has one tomorrow", () => {
  assert.equal(day("2026-03-08T12:00:00Z", "2026-03-07T12:00:00Z", newYork), "tomorrow");
  assert.equal(day("2026-11-02T04:30:00Z", "2026-11-01T03:30:00Z", newYork), "tomorrow");
});

Deno.test("a due time counts down and then up", () => {
  assert.equal(distance("2026-03-03T17:25:59Z", now), "in 25 min");
  assert.equal(distance("2026-03-03T20:10:00Z", now), "in 3 h");
  assert.equal(distance("2026-03-06T17:00:00Z", now), "in 3 days");
  assert.equal(distance("2026-03-03T16:50:00Z", now), "10 min late");
  assert.equal(distance("2026-03-03T17:00:30Z", now), "now");
  assert.equal(age("2026-03-02T16:00:00Z", now), "1 day");
  assert.equal(age("2026-03-03T18:00:00Z", now), "0 min");
});

Deno.test("the weekday and the time of day are the store's", () => {
  assert.equal(weekdayOf(now, newYork), 1);
  assert.equal(weekdayOf("2026-03-02T03:00:00Z", newYork), 6);
  assert.equal(timeOfDay("2026-03-03T14:05:00Z", newYork), "09:05");
});
