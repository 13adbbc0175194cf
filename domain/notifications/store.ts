import type { Sql } from "../../lib/db.ts";
import type { NoticeKind, Subscribe } from "./types.ts";

export function saveSubscription(sql: Sql, orderId: string, { endpoint, keys }: Subscribe, now: Date) {
  return sql.run`
    insert into push_subscription (order_id, endpoint, p256dh, auth, created_at)
    values (${orderId}, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${now})
    on conflict (order_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth`;
}

export function countOtherSubscriptions(sql: Sql, orderId: string, endpoint: string) {
  return sql.one<{ others: number }>`
    select count(*) as others
      from push_subscription
     where order_id = ${orderId}
       and endpoint <> ${endpoint}`;
}

/** One notice for each browser that asked; those already made are not made again. */
export function insertNotices(
  tx: Sql,
  notice: { orderId: string; kind: NoticeKind; subjectId: string },
  now: Date,
) {
  return tx.many<{ id: string }>`
    insert into notification (order_id, id, kind, subject_id, endpoint, state, made_at)
    select order_id, gen_random_uuid(), ${notice.kind}, ${notice.subjectId}, endpoint, 'due', ${now}
      from push_subscription
     where order_id = ${notice.orderId}
    on conflict (order_id, kind, subject_id, endpoint) do nothing
    returning id`;
}

export function findNotice(sql: Sql, orderId: string, id: string) {
  return sql.maybe<{
    kind: NoticeKind;
    subjectId: string;
    endpoint: string;
    p256dh: string;
    auth: string;
    number: string;
    name: string;
    place: string | null;
    holdUntil: Date | null;
    timeZone: string | null;
  }>`
    select notification.kind, notification.subject_id, notification.endpoint, push_subscription.p256dh,
           push_subscription.auth, orders.number, shopper.name, node.name as place, fulfillment.hold_until,
           node.time_zone
      from notification
      join push_subscription using (order_id, endpoint)
      join orders on orders.id = notification.order_id
      join shopper using (order_id)
      left join fulfillment
        on fulfillment.order_id = notification.order_id and fulfillment.id = notification.subject_id
      left join node on node.id = fulfillment.node_id
     where notification.order_id = ${orderId}
       and notification.id = ${id}
       and notification.state = 'due'`;
}

export function settleNotice(
  sql: Sql,
  notice: { orderId: string; id: string; state: "sent" | "gone" | "failed" | "due" },
  now: Date,
) {
  return sql.run`
    update notification
       set state = ${notice.state}, attempts = attempts + 1,
           settled_at = case when ${notice.state} = 'due' then null else ${now}::timestamptz end
     where order_id = ${notice.orderId}
       and id = ${notice.id}`;
}

export function deleteSubscription(sql: Sql, orderId: string, endpoint: string) {
  return sql.run`delete from push_subscription where order_id = ${orderId} and endpoint = ${endpoint}`;
}
