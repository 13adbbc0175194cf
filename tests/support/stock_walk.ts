// Made-up days at three nodes, walked through by the model and by the real service side by side.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Db } from "../../lib/db.ts";
import { type Act, acts, begin, beginnings, type Place } from "./stock_acts.ts";
import { wrongInHistory } from "./stock_history.ts";
import { apply, decide, type StockModel } from "./stock_model.ts";
import { carryOut, newPlace, promisesIn, promisesOf, shelvesOf, stock, type Trade } from "./stock_service.ts";

/** The day the tests run on, so that every day other walks are tried; `AISLE_SEED` tries one again. */
export const seed = Number(
  Deno.env.get("AISLE_SEED") ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""),
);

interface Real {
  trade: Trade;
  db: Db;
  place: Place;
  count: { acts: number };
}

/** Every walk of up to so many acts ends as the model says, each act answered as the model answers it. */
export function walks(trade: Trade, db: Db, { maxActs = 100, count = { acts: 0 } } = {}) {
  const steps = fc.commands([acts.map(asCommand)], { maxCommands: maxActs, size: "max" });
  return fc.asyncProperty(beginnings, steps, async (beginning, commands) => {
    const place = newPlace();
    const model = begin(place, beginning);
    await stock(db, place, model);
    const real: Real = { trade, db, place, count };
    await fc.asyncModelRun(() => ({ model, real }), commands);
    assert.deepEqual(await promisesOf(db, place), promisesIn(model));
    assert.deepEqual(await wrongInHistory(db, place.nodeIds), []);
  });
}

function asCommand(act: Act): fc.AsyncCommand<StockModel, Real> {
  return {
    check: () => true,
    async run(model, { trade, db, place, count }) {
      const call = act.on(model, place);
      if (!call) return;
      count.acts++;
      const answer = await carryOut(trade, db, call, model.now);
      assert.deepEqual(trimmed(answer), trimmed(decide(model, call)), act.name);
      apply(model, call, answer);
      assert.deepEqual(await shelvesOf(db, place), model.shelves, act.name);
    },
    toString: () => act.name,
  };
}

function trimmed<Answer extends { shortages?: unknown[] }>(answer: Answer): Answer {
  return answer.shortages?.length ? answer : { ...answer, shortages: undefined };
}
