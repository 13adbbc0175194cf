// Every invariant Aisle keeps, on one page: run by tests, and live by GET /api/v1/invariants.
import type { Sql } from "../lib/db.ts";
import { checkFulfillment } from "./fulfillment/mod.ts";
import { checkInventory } from "./inventory/mod.ts";
import { checkOrders } from "./orders/mod.ts";

/** What was checked, and each row that breaks its invariant. */
export async function checkInvariants(sql: Sql) {
  const checked = [...await checkInventory(sql), ...await checkFulfillment(sql), ...await checkOrders(sql)];
  return {
    checked: checked.map(({ name, rows }) => ({ name, rows })),
    violations: checked.flatMap(({ name, violations }) => violations.map((row) => ({ name, ...row }))),
  };
}
