// What follows what: the whole process on one page. An event that is recorded anywhere stands here, with everything that
// reacts to it; nothing else reacts.
import { type Db, type Sql, transact } from "../lib/db.ts";
import { addJob } from "../lib/jobs.ts";
import { once } from "../lib/once.ts";
import type { EventKind } from "./events.ts";
import { notify } from "./notifications/mod.ts";
import { refundPutBack, refundRefused, rerouteShort, settleFulfillment, startOrder } from "./orders/mod.ts";

/** An event as its reaction hears it: where and what, and the ids its payload carried. */
export interface Told {
  topic: string;
  id: string;
  kind: EventKind;
  orderId: string;
  nodeId: string;
  fulfillmentId: string;
  lineNo: number;
  quantity: number;
}

type Reaction = (tx: Sql, event: Told, now: Date) => Promise<unknown>;

export const reactions: Record<EventKind, Record<string, Reaction>> = {
  stock_counted: {},
  // What a node was to send, and nobody there has begun with, goes to others when it no longer sends.
  service_switched: { leaveLater },
  device_enrolled: {},
  device_revoked: {},
  idle_lock_set: {},

  // The proof finds a difference between stock and its ledger; what it could not put right a manager looks at.
  stock_drifted: {},
  drift_settled: {},
  rules_changed: {},
  routing_rules_published: {},
  rates_changed: {},
  stock_level_crossed: {},

  // Goods come and go. What the till sold out of somebody's promise goes to another node, or its price goes back.
  stock_received: {},
  stock_transferred: {},
  stock_adjusted: {},
  stock_returned: {},
  stock_sold: {},
  inbound_announced: {},
  inbound_changed: {},
  inbound_cancelled: {},
  hold_displaced: {},
  promise_displaced: { rerouteShort },

  // A channel places an order; each node it was sourced to is given its part.
  order_placed: {},
  fulfillment_opened: {},
  fulfillment_moved: {},
  order_rebrokered: {},

  // The associate picks. What cannot be found goes to another node, or its price goes back.
  pick_started: { startOrder },
  pick_taken_over: {},
  pick_joined: {},
  pick_given_back: {},
  pick_abandoned: {},
  unit_picked: {},
  unit_sorted: {},
  act_undone: {},
  pick_shorted: { startOrder, rerouteShort },
  found_again: {},
  substitute_proposed: { askShopper },
  substitute_withdrawn: {},
  substitute_accepted: {},
  substitute_declined: {},
  pick_finished: {},
  line_rerouted: {},
  line_queued: {},
  line_unfillable: { tellUnavailable },

  // Picked up at the counter or at the curb ...
  order_ready: { tellReady },
  moved_to_bin: {},
  hold_extended: {},
  hold_reminded: { tellReminder },
  bins_changed: {},
  collector_named: {},
  shopper_set_out: {},
  shopper_arrived: {},
  arrival_attended: {},
  wait_escalated: {},
  override_granted: {},
  handed_over: { settleFulfillment },
  all_refused: {},
  handover_undone: { settleFulfillment },

  // ... or not: nobody came, or it was not wanted, and it goes back to its shelf.
  hold_ended: { tellHoldEnded },
  units_refused: { refundRefused },
  unit_put_back: { refundPutBack },
  put_back_finished: {},

  // ... or sent.
  unit_packed: {},
  unit_unpacked: {},
  parcel_closed: {},
  parcel_reopened: {},
  packed: {},
  label_asked: {},
  label_bought: {},
  label_failed: {},
  label_voided: {},
  shipped: { settleFulfillment, tellShipped },
  manifest_closed: {},
  parcel_tracked: {},
  delivered: {},

  // The end of an order.
  order_completed: {},
  order_cancelled: {},
  fulfillment_cancelled: {},
};

/** Runs everything that follows an event, each reaction once and in a transaction of its own. */
export async function react(db: Db, event: Told, now = new Date()) {
  for (const [name, reaction] of Object.entries(reactions[event.kind])) {
    await transact(db, async (tx) => {
      if (await once(tx, event, name, now)) await reaction(tx, event, now);
    });
  }
}

function leaveLater(tx: Sql, { nodeId }: Told) {
  return addJob(tx, "leave_node", { nodeId }, { key: `leave_node ${nodeId}` });
}

function tellReady(tx: Sql, { orderId, fulfillmentId }: Told, now: Date) {
  return notify(tx, { orderId, kind: "order_ready", subjectId: fulfillmentId }, now);
}

function askShopper(tx: Sql, { orderId, id }: Told, now: Date) {
  return notify(tx, { orderId, kind: "substitute_proposed", subjectId: id }, now);
}

function tellReminder(tx: Sql, { orderId, fulfillmentId }: Told, now: Date) {
  return notify(tx, { orderId, kind: "hold_reminder", subjectId: fulfillmentId }, now);
}

function tellHoldEnded(tx: Sql, { orderId, fulfillmentId }: Told, now: Date) {
  return notify(tx, { orderId, kind: "hold_ended", subjectId: fulfillmentId }, now);
}

function tellShipped(tx: Sql, { orderId, fulfillmentId }: Told, now: Date) {
  return notify(tx, { orderId, kind: "order_shipped", subjectId: fulfillmentId }, now);
}

function tellUnavailable(tx: Sql, { orderId, id }: Told, now: Date) {
  return notify(tx, { orderId, kind: "line_unavailable", subjectId: id }, now);
}
