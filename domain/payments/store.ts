import type { Sql } from "../../lib/db.ts";

export interface Authorization {
  orderId: string;
  id: string;
  provider: string;
  reference: string;
  amountMinor: number;
  currency: string;
}

export function insertAuthorization(tx: Sql, payment: Authorization, now: Date) {
  return tx.run`
    insert into payment (order_id, id, kind, provider, reference, amount_minor, currency, at)
    values (${payment.orderId}, ${payment.id}, 'authorized', ${payment.provider}, ${payment.reference},
            ${payment.amountMinor}, ${payment.currency}, ${now})`;
}

export interface RefundDue {
  orderId: string;
  /** Of the event that caused it: what is told twice is due once. */
  causeId: string;
  lineNo: number;
  quantity: number;
  amountMinor: number;
  currency: string;
  reason: string;
}

export function insertRefundDue(tx: Sql, due: RefundDue, now: Date) {
  return tx.run`
    insert into refund_due (order_id, id, line_no, quantity, amount_minor, currency, reason, at)
    values (${due.orderId}, ${due.causeId}, ${due.lineNo}, ${due.quantity}, ${due.amountMinor}, ${due.currency},
            ${due.reason}, ${now})
    on conflict do nothing`;
}

export function findRefundsDue(sql: Sql, orderId: string) {
  return sql.many<{ lineNo: number; quantity: number; amountMinor: number; reason: string }>`
    select line_no, quantity, amount_minor, reason
      from refund_due
     where order_id = ${orderId}
     order by at, line_no`;
}
