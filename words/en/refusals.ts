/** Why not, by the problem's name: decided on the phone, or by the server. */
export const refusals = {
  not_a_substitute: { title: "That cannot stand in for it" },
  already_asked: { title: "The shopper is being asked already" },
  not_asked: { title: "Nobody is asked about this any more" },
  not_sorted: {
    title: "First sort the cart",
    detail: "Scan this order’s items into its tote.",
  },
  unknown_bin: { title: "There is no such bin", detail: "Scan the label on one of the store’s bins." },
  wrong_zone: { title: "Not in that bin", detail: "These goods need another kind of bin." },
  bin_full: { title: "That bin is full", detail: "Take another one." },
  nothing_to_undo: { title: "There is nothing to undo" },
  too_late_to_undo: { title: "Too late to undo", detail: "A minute has passed." },
  age_not_seen: { title: "See the shopper’s age first" },
  override_spent: { title: "The manager’s word has run out", detail: "Ask for the PIN again." },
  approval_invalid: { title: "No manager let this go here", detail: "Do not hand over. Call a manager." },
  approval_not_enough: {
    title: "Too valuable without a network",
    detail: "The manager can let it go once the phone is online.",
  },
  nothing_given: { title: "Nothing is handed over", detail: "Say that the shopper does not want it." },
  collector_not_named: { title: "The shopper has not named this person", detail: "Do not hand over." },
  document_needed: { title: "See a document as well", detail: "These goods are too valuable for less." },
  name_differs: { title: "The name is another one", detail: "Do not hand over. Call a manager." },
  wrong_pin: { title: "That PIN is not right" },
  taken: { title: "Somebody else is picking this order" },
  wrong_item: { title: "Not in this order", detail: "Put it back. Nothing was counted." },
  too_many: { title: "All of these are already picked", detail: "Put this one back. Nothing was counted." },
  parcel_closed: { title: "This box is closed", detail: "Open it again first." },
  parcel_open: { title: "A box is still open", detail: "Weigh and close it first." },
  units_left: { title: "Something lies in no box", detail: "Pack it first." },
  units_packed: { title: "That one lies in a box", detail: "Take it out first." },
  label_missing: { title: "A box has no number", detail: "Buy its label, or note its number." },
  label_on_parcel: { title: "This box has a label", detail: "Void it first." },
  carrier_declined: { title: "The carrier does not take it" },
  fulfillment_cancelled: { title: "The order was cancelled", detail: "Put its items back on the shelf." },
  wrong_state: { title: "The order has moved on since", detail: "Open it again to see where it stands." },
  not_found: { title: "This order is not here any more" },
  wrong_code: {
    title: "That pickup code is not right",
    detail: "Read the six digits again, or scan the pass.",
  },
  pass_invalid: {
    title: "This pass is not valid here",
    detail: "Ask for the six digits, or call a manager.",
  },
  too_many_attempts: { title: "Too many wrong codes", detail: "Scan the pass instead, or call a manager." },
  not_allowed: { title: "You may not do this here", detail: "Call a manager." },
  needs_sign_in: {
    title: "This needs your PIN and a network",
    detail: "Lock the phone, and unlock it when the network is back.",
  },
  device_revoked: {
    title: "This phone was taken back by the store",
    detail: "Do it again on another phone, or have a manager enrol this one.",
  },
  not_signed_in: { title: "You are signed out", detail: "Sign in again to go on." },
};

/** A refusal newer than this phone: the server's own words for it, where it gave any. */
export const unknownRefusal = (title?: string) => title ?? "The store system did not take that";
