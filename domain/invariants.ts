// Every invariant Aisle keeps, on one page: run by tests, and live by GET /api/v1/invariants.
import { type Db, type Sql, transact } from "../lib/db.ts";
import { refuse } from "../lib/refusal.ts";
import { checkFulfillment } from "./fulfillment/mod.ts";
import { checkInventory } from "./inventory/mod.ts";
import { checkOrders } from "./orders/mod.ts";
import { checkShipping } from "./shipping/mod.ts";

// "Check the invariants" as an advisory lock.
const LOCK = 7_241_502;

/** Checks every invariant at one moment. The whole ledger is read, so one asks at a time, of all processes. */
export function checkInvariantsNow(db: Db) {
  return transact(db, async (tx) => {
    await tx.run`set transaction isolation level repeatable read, read only`;
    const { isFree } = await tx.one`select pg_try_advisory_xact_lock(${LOCK}) as is_free`;
    return isFree ? await checkInvariants(tx) : refuse("busy", { retryAfterSeconds: 5 });
  });
}

/** What was checked, and each row that breaks its invariant. */
export async function checkInvariants(sql: Sql) {
  const checked = [
    ...await checkInventory(sql),
    ...await checkShipping(sql),
    ...await checkFulfillment(sql),
    ...await checkOrders(sql),
  ];
  return {
    checked: checked.map(({ name, rows }) => ({ name, rows })),
    violations: checked.flatMap(({ name, violations }) => violations.map((row) => ({ name, ...row }))),
  };
}
