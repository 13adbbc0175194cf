// Every refusal Aisle can give, on one page: the HTTP status it becomes and the title a person reads (RFC 9457).
// A refusal that is missing here does not compile.
import type { Refusal } from "../lib/refusal.ts";

export const problems = {
  malformed: [400, "The request is not in the shape this call takes"],
  not_signed_in: [401, "Sign in first"],
  wrong_key: [401, "The channel key is missing or not known"],
  wrong_pin: [401, "That PIN is not right"],
  wrong_code: [403, "That pickup code is not right"],
  pass_invalid: [403, "This pickup pass is not genuine, is for another store, or has run out"],
  not_allowed: [403, "You may not do this"],
  device_revoked: [403, "This device was taken back by its store; a manager can enrol it again"],
  already_enrolled: [409, "This browser is a store's device already"],
  needs_sign_in: [403, "This needs a PIN that was checked with a network"],
  cross_site: [403, "This request came from another site"],
  not_found: [404, "There is nothing here by that name"],
  unknown_node: [404, "There is no such store or depot"],
  unknown_group: [404, "There is no such group of places"],
  unknown_postal_code: [422, "That postal code is not known"],
  unknown_item: [422, "The catalogue does not know every item"],
  insufficient_stock: [409, "There is not enough stock to promise"],
  service_not_offered: [409, "This store does not offer that service"],
  reservation_closed: [409, "That reservation has already been used, released or has expired"],
  reservation_id_reused: [422, "That reservation id already names a different reservation"],
  reservation_awaits_stock: [409, "Some of what is reserved has not come yet; order it when it has"],
  reservation_differs: [422, "The order's lines are not the lines that were reserved"],
  channel_order_id_reused: [422, "That channel order id already names a different order"],
  mixed_currencies: [422, "Every price of an order must be in one currency"],
  too_late_to_cancel: [409, "The order has left, or its goods are already picked"],
  nothing_to_source: [409, "All of the order has left, or was cancelled"],
  count_below_reserved: [
    409,
    "Fewer were counted than are already promised; the promises must be settled first",
  ],
  drift_settled: [409, "Somebody has settled this difference already"],
  rules_changed_meanwhile: [409, "Somebody else published other rules meanwhile"],
  unknown_in_rule: [422, "A rule names something that is not there"],
  adjustment_below_reserved: [
    409,
    "Less would be left than is already promised; the promises must be settled first",
  ],
  not_that_many_damaged: [409, "There are not that many damaged units"],
  act_id_reused: [422, "That id already stands for something else that was booked at this node"],
  inbound_promised: [409, "Less would be ordered than has come or is already promised"],
  inbound_closed: [409, "Nothing more is expected of these goods"],
  inbound_fixed: [409, "What has left another node comes as it is; its receipt says what came"],
  seen_before: [409, "Some of this was sent before"],
  operation_id_reused: [422, "That operation id already stands for a different operation"],
  fulfillment_cancelled: [409, "The order was cancelled meanwhile"],
  wrong_state: [409, "The order is not at a point where this can be done"],
  taken: [409, "Somebody else is picking this order"],
  wrong_item: [409, "That item does not belong to this order"],
  not_sorted: [409, "The cart's units must first be sorted into this order's tote"],
  unknown_bin: [409, "This store has no such bin"],
  wrong_zone: [409, "That bin is not for goods of this kind"],
  bin_full: [409, "That bin is full"],
  not_a_substitute: [422, "That item cannot stand in for this one"],
  already_asked: [409, "The shopper is being asked about this line already"],
  not_asked: [409, "Nobody is asked about this any more"],
  bin_in_use: [409, "Orders stand in that bin; move them first"],
  nothing_to_undo: [409, "There is nothing of yours to undo there"],
  too_late_to_undo: [409, "A minute has passed; this can no longer be undone"],
  age_not_seen: [409, "The shopper's age must be seen first"],
  override_spent: [409, "A manager's word lets one handover go, from this phone, within two minutes"],
  approval_invalid: [403, "No manager of this store let this go on this device"],
  approval_not_enough: [409, "For goods of this value a manager must be asked with a network"],
  collector_not_named: [409, "The shopper has not named that person to collect the order"],
  document_needed: [409, "For goods of this value a document must be seen as well"],
  name_differs: [409, "The name on the document is not the shopper's"],
  nothing_given: [409, "Nothing is handed over, and nothing is refused either"],
  too_many: [409, "There are not that many left to do on this line"],
  parcel_closed: [409, "The parcel is closed; open it again first"],
  parcel_open: [409, "Close and weigh the parcel first"],
  units_left: [409, "Not everything that was picked lies in a parcel"],
  units_packed: [409, "That unit lies in a parcel; take it out first"],
  label_missing: [409, "A parcel has neither a label nor a tracking number"],
  label_on_parcel: [409, "The parcel has a label already; void it first"],
  label_id_reused: [422, "That id already names a label of another parcel"],
  carrier_declined: [409, "The carrier does not take it"],
  tariff_not_right: [422, "A line of the price list is not right"],
  nothing_to_manifest: [409, "Nothing has been shipped with that carrier since its last manifest"],
  too_many_attempts: [429, "Too many tries; wait, or call a manager"],
  too_many_subscriptions: [409, "This order is already followed by as many browsers as it may"],
  busy: [429, "This is already being worked out; ask again in a moment"],
  too_large: [413, "The request is larger than this call takes"],
  not_json: [415, "This call takes application/json"],
  overloaded: [503, "More is asked at once than can be promised at once; ask again in a moment"],
  unavailable: [503, "The database does not answer; send the very same again in a moment"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof problems;
export type Refused = Refusal<ProblemKind>;

/** The body of a problem: RFC 9457 with the refusal's own details beside the standard members. */
export function problemBody(refusal: Refused) {
  const [status, title] = problems[refusal.kind];
  const type = `/problems/${refusal.kind.replaceAll("_", "-")}`;
  return { type, title, status, ...refusal.detail };
}

/** A refusal as an HTTP answer. A wait that helps is named in Retry-After, in seconds. */
export function problem(refusal: Refused): Response {
  const body = problemBody(refusal);
  const headers = new Headers({ "content-type": "application/problem+json" });
  const wait = refusal.detail.retryAfterSeconds ?? (body.status === 503 ? 2 : undefined);
  if (wait !== undefined) headers.set("retry-after", String(wait));
  if (body.status === 401 && refusal.kind === "wrong_key") headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
