// What routing learns from the days behind it: what walk-ins buy, and how often a pick fails.
import { type Db, transact } from "../../lib/db.ts";
import { learnForecasts, learnRejections, nodesToLearn } from "./learning_store.ts";

/** Days looked back on: long enough for an item that sells once a week, short enough to follow a season. */
const SALES_DAYS = 56;
const PICKS_DAYS = 180;
const DAY = 86_400_000;

/** Learns anew, node by node, so that nobody waits for all of it. Answers how many forecasts there are. */
export async function learn(db: Db, now = new Date()): Promise<number> {
  const since = new Date(now.getTime() - SALES_DAYS * DAY);
  let forecasts = 0;
  for (const { nodeId } of await nodesToLearn(db)) {
    forecasts += await transact(db, (tx) => learnForecasts(tx, { nodeId, since, days: SALES_DAYS, now }));
  }
  await transact(db, (tx) => learnRejections(tx, new Date(now.getTime() - PICKS_DAYS * DAY)));
  return forecasts;
}
