import assert from "node:assert/strict";
import { doneWords, keyOf } from "./words.ts";

Deno.test("what was done to waiting lines is said with what was not", () => {
  const say = (act: "try_again" | "give_up", asked: number, lines: number, units: number, gone: number) =>
    doneWords({ act, asked, lines, units, gone });
  assert.equal(say("give_up", 2, 2, 3, 0), "2 lines, 3 units given up and to be paid back.");
  assert.equal(say("give_up", 1, 0, 0, 1), "Nothing was given up. 1 line did not wait any more.");
  assert.equal(say("try_again", 3, 1, 1, 0), "1 line, 1 unit found a place. Nobody has 2 lines yet.");
  assert.equal(say("try_again", 1, 0, 0, 0), "Nothing found a place. Nobody has 1 line yet.");
  assert.equal(keyOf({ orderId: "o", lineNo: 2, enteredAt: new Date(5) }), "o.2.5");
});
