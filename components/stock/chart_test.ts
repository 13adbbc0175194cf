import assert from "node:assert/strict";
import type { LedgerLine } from "../../domain/fulfillment/types.ts";
import { drawSteps } from "./chart.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute));
const line = (number: number, minute: number, onHand: number, reserved: number) =>
  ({ number, at: at(minute), onHand, reserved }) as LedgerLine;

Deno.test("a count stays what it is until the next movement, and to the end", () => {
  const drawn = drawSteps([line(3, 20, 5, 5), line(2, 10, 10, 5), line(1, 0, 10, 0)], at(40))!;
  assert.equal(drawn.top, 10);
  assert.equal(drawn.onHand, "M0 0H250V0H500V100H1000");
  assert.equal(drawn.reserved, "M0 200H250V100H500V100H1000");
  assert.equal(drawn.reservedArea, "M0 200H250V100H500V100H1000V200H0Z");
});

Deno.test("one movement is a line, none is no chart, and all of one moment breaks nothing", () => {
  assert.equal(drawSteps([line(1, 0, 4, 2)], at(10))!.onHand, "M0 0H1000");
  assert.equal(drawSteps([], at(10)), undefined);
  assert.equal(drawSteps([line(2, 0, 0, 0), line(1, 0, 4, 2)], at(0))!.onHand, "M0 0H0V200H1000");
});
