// Every event Aisle records, and whether anything follows it. What follows stands in reactions.ts, whose page has exactly
// these names; an event that nothing follows is recorded without a job.
import type { Sql } from "../lib/db.ts";
import { type Happening, recordAll } from "../lib/events.ts";

export const isFollowed = {
  stock_counted: false,
  stock_drifted: false,
  drift_settled: false,
  service_switched: false,
  device_enrolled: false,
  device_revoked: false,
  idle_lock_set: false,
  rules_changed: false,
  stock_level_crossed: false,
  stock_received: false,
  stock_transferred: false,
  stock_adjusted: false,
  stock_returned: false,
  stock_sold: false,
  inbound_announced: false,
  inbound_changed: false,
  inbound_cancelled: false,
  hold_displaced: false,
  promise_displaced: true,
  order_placed: false,
  fulfillment_opened: false,
  pick_started: true,
  pick_taken_over: false,
  unit_picked: false,
  pick_shorted: true,
  pick_finished: false,
  line_rerouted: false,
  line_unfillable: true,
  order_ready: true,
  moved_to_bin: false,
  shopper_arrived: false,
  handed_over: true,
  pick_joined: false,
  pick_given_back: false,
  pick_abandoned: false,
  unit_sorted: false,
  act_undone: false,
  found_again: false,
  unit_put_back: true,
  put_back_finished: false,
  hold_extended: false,
  hold_reminded: true,
  hold_ended: true,
  units_refused: true,
  shopper_set_out: false,
  arrival_attended: false,
  wait_escalated: false,
  collector_named: false,
  bins_changed: false,
  handover_undone: true,
  substitute_proposed: true,
  substitute_withdrawn: false,
  substitute_accepted: false,
  substitute_declined: false,
  packed: false,
  shipped: true,
  manifest_closed: false,
  order_completed: false,
  order_cancelled: false,
  fulfillment_cancelled: false,
} as const;

export type EventKind = keyof typeof isFollowed;

/** Records what happened, in the transaction of the change. */
export async function record(tx: Sql, ...happened: Happening<EventKind>[]): Promise<void> {
  await recordAll(tx, happened.map((event) => ({ ...event, isFollowed: isFollowed[event.kind] })));
}
