// Notifications keeps who hears what: one notice of a kind about one thing to each browser that asked, sent by a job and
// never from a request.
import type { Sql } from "../../lib/db.ts";
import { addJob } from "../../lib/jobs.ts";
import { refuse } from "../../lib/refusal.ts";
import { mayReach, type Push, sendPush } from "../../lib/webpush.ts";
import { wordsOf } from "./decide.ts";
import * as store from "./store.ts";
import type { NoticeKind, Subscribe } from "./types.ts";

/** Browsers that may follow one order: a household, not a crowd. */
const MOST_SUBSCRIPTIONS = 10;

/** Keeps a browser's push subscription for an order. The same browser again is the same subscription. */
export async function subscribe(
  sql: Sql,
  to: { orderId: string; subscription: Subscribe; allowLoopback: boolean },
  now = new Date(),
) {
  if (!mayReach(to.subscription.endpoint, to.allowLoopback)) {
    return refuse("malformed", {
      issues: [{ path: ["endpoint"], message: "not the address of a push service" }],
    });
  }
  const { others } = await store.countOtherSubscriptions(sql, to.orderId, to.subscription.endpoint);
  if (others >= MOST_SUBSCRIPTIONS) return refuse("too_many_subscriptions", { limit: MOST_SUBSCRIPTIONS });
  await store.saveSubscription(sql, to.orderId, to.subscription, now);
}

/** Makes the notices an event calls for, and the jobs that send them, in the reaction's transaction. */
export async function notify(
  tx: Sql,
  notice: { orderId: string; kind: NoticeKind; subjectId: string },
  now: Date,
) {
  for (const { id } of await store.insertNotices(tx, notice, now)) {
    await addJob(tx, "send_push", { orderId: notice.orderId, id }, { key: `push:${id}`, maxAttempts: 12 });
  }
}

/** Sends one notice. Throws when it is worth trying again; a subscription that is gone is forgotten. */
export async function sendNotice(
  sql: Sql,
  push: Push & { publicUrl: string; linkTo: (orderId: string) => Promise<string> },
  job: { orderId: string; id: string; lastAttempt: boolean },
) {
  const notice = await store.findNotice(sql, job.orderId, job.id);
  if (!notice) return;
  const words = wordsOf(notice.kind, {
    firstName: notice.name.trim().split(/\s+/)[0] ?? "",
    number: notice.number,
    place: notice.place ?? "the store",
    holdUntil: notice.holdUntil && holdUntilText(notice.holdUntil, notice.timeZone ?? "UTC"),
  });
  const url = await push.linkTo(job.orderId);
  const payload = JSON.stringify({ ...words, url, tag: `${notice.kind}:${notice.subjectId}` });
  const { endpoint, p256dh, auth } = notice;
  const sent = await sendPush({ endpoint, p256dh, auth }, payload, push);

  const settle = (state: "sent" | "gone" | "failed" | "due") =>
    store.settleNotice(sql, { orderId: job.orderId, id: job.id, state }, new Date());
  if (sent.outcome === "sent") return await settle("sent");
  if (sent.outcome === "gone") {
    await settle("gone");
    return await store.deleteSubscription(sql, job.orderId, endpoint);
  }
  await settle(job.lastAttempt ? "failed" : "due");
  throw new Error(`The push service answered "${sent.outcome}"`);
}

function holdUntilText(until: Date, timeZone: string): string {
  return until.toLocaleString("en-US", { timeZone, weekday: "long", hour: "numeric", minute: "2-digit" });
}
