// Payments keeps what a channel has authorised and what is owed back. Nothing card-like is ever stored: only the
// provider's name, its reference and an amount.
import { uuidv7 } from "uuidv7";
import type { Sql } from "../../lib/db.ts";
import { type Authorization, insertAuthorization, insertRefundDue, type RefundDue } from "./store.ts";

export { findRefundsDue } from "./store.ts";

/** Keeps the authorisation an order came with. */
export function keepAuthorization(tx: Sql, payment: Omit<Authorization, "id">, now: Date, id = uuidv7()) {
  return insertAuthorization(tx, { ...payment, id }, now);
}

/** Notes money owed back to the shopper; once, however often the cause is told. */
export function oweRefund(tx: Sql, due: RefundDue, now: Date) {
  return insertRefundDue(tx, due, now);
}
