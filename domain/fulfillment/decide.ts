// The rules of picking, staging and handing over. The server decides by them and so does the phone, so that an associate
// without a network hears the same yes or no.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { attend, everything, extendHold, handOver, stage } from "./counter_decide.ts";
import { findAgain, putBack, reject, shortPick } from "./ending_decide.ts";
import { confirmPick, giveBack, joinPick, sortUnits, startPick } from "./pick_decide.ts";
import {
  closeParcel,
  pack,
  packUnits,
  reopenParcel,
  ship,
  unpackUnits,
  withTrueParcels,
} from "./packing_decide.ts";
import { proposeSubstitute, withdrawSubstitute } from "./substitute_decide.ts";
import { undo } from "./undo_decide.ts";
import type { Operation } from "./operation_types.ts";
import type { Floor, Fulfillment, Mark, Picker } from "./types.ts";

/** Marks kept on a fulfillment: more than a device sends at once, so that none it still waits for is forgotten. */
const MARKS = 128;

/**
 * The fulfillment after an operation, or a refusal. What of a handover's proof only the server can check is checked
 * beside this.
 */
export function decide(
  fulfillment: Fulfillment,
  operation: Operation,
  picker: Picker,
  floor: Floor = { bins: [] },
) {
  if (fulfillment.state === "cancelled" && operation.type !== "find_again") {
    return refuse("fulfillment_cancelled", { fulfillmentId: fulfillment.id });
  }
  const stepped = step(fulfillment, operation, picker, floor);
  const after = isRefusal(stepped) ? stepped : withTrueParcels(stepped);
  return isRefusal(after) ? after : marked(after, operation, picker, fulfillment);
}

function step(fulfillment: Fulfillment, operation: Operation, picker: Picker, floor: Floor) {
  switch (operation.type) {
    case "start_pick":
      return startPick(fulfillment, operation, picker);
    case "join_pick":
      return joinPick(fulfillment, picker);
    case "give_back":
      return giveBack(fulfillment, picker);
    case "confirm_pick":
      return confirmPick(fulfillment, operation, picker);
    case "sort_units":
      return sortUnits(fulfillment, operation);
    case "undo":
      return undo(fulfillment, operation, picker);
    case "short_pick":
      return shortPick(fulfillment, operation, picker);
    case "propose_substitute":
      return proposeSubstitute(fulfillment, operation, picker, floor);
    case "withdraw_substitute":
      return withdrawSubstitute(fulfillment, operation, picker);
    case "reject":
      return reject(fulfillment, operation, picker);
    case "find_again":
      return findAgain(fulfillment, operation);
    case "put_back":
      return putBack(fulfillment, operation);
    case "stage":
      return stage(fulfillment, operation, floor);
    case "extend_hold":
      return extendHold(fulfillment, operation);
    case "attend":
      return attend(fulfillment, picker);
    case "hand_over":
      return handOver(fulfillment, operation);
    case "pack_units":
      return packUnits(fulfillment, operation, floor.boxes ?? []);
    case "unpack_units":
      return unpackUnits(fulfillment, operation);
    case "close_parcel":
      return closeParcel(fulfillment, operation);
    case "reopen_parcel":
      return reopenParcel(fulfillment, operation);
    case "pack":
      return pack(fulfillment);
    case "ship":
      return ship(fulfillment, operation);
  }
}

/** Remembers the operation on the fulfillment itself: a device that hears of both counts it once. */
function marked(after: Fulfillment, operation: Operation, picker: Picker, before: Fulfillment): Fulfillment {
  const { id, type, at, body } = operation;
  const mark: Mark = { id, type, at, by: picker.personId };
  if ("lineNo" in body) mark.lineNo = body.lineNo;
  if ("quantity" in body) mark.quantity = body.quantity;
  if (type === "hand_over") mark.given = operation.body.lines ?? everything(before);
  return { ...after, touchedAt: new Date(at), recent: [...after.recent, mark].slice(-MARKS) };
}

/** Whether an operation is part of what the fulfillment says already. */
export function includes({ recent }: Fulfillment, operationId: string): boolean {
  return recent.some((mark) => mark.id === operationId);
}
