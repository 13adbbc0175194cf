// What an act on the floor is remembered as: what was done, and beside it what that completed.
import type { Happening as Happened } from "../../lib/events.ts";
import type { Actor, Person } from "../access/types.ts";
import type { EventKind } from "../events.ts";
import { inHand } from "./steps_decide.ts";
import type { Operation } from "./operation_types.ts";
import type { Fulfillment } from "./types.ts";

export type Happening = Happened<EventKind>;

type About = Pick<Fulfillment, "nodeId" | "id" | "orderId">;

/** An event of a fulfillment, told to its node and to its order. */
export function happening(kind: EventKind, about: About, details: object, actor?: Actor): Happening {
  const { nodeId, id: fulfillmentId, orderId } = about;
  return {
    kind,
    topic: `node:${nodeId}`,
    wakes: [`order:${orderId}`],
    payload: { nodeId, fulfillmentId, orderId, ...details },
    actor: actor && { ...actor },
  };
}

interface Step {
  before: Fulfillment;
  after: Fulfillment;
  operation: Operation;
  person: Person;
}

/** All that one act is remembered as. */
export function happenings(step: Step): Happening[] {
  const { before, after, person } = step;
  const told = act(step).map(([kind, details]) => happening(kind, after, details, person));
  const tell = (kind: EventKind, details = {}) => told.push(happening(kind, after, details, person));
  if (before.state === "picking" && after.state === "picked") tell("pick_finished");
  if (after.state === "cancelled" && before.state !== "cancelled" && before.state !== "to_put_back") {
    tell("fulfillment_cancelled");
  }
  if (before.state === "to_put_back" && (after.state === "cancelled" || after.state === "handed_over")) {
    tell("put_back_finished");
  }
  return told;
}

type Told = [EventKind, object];

function act({ before, after, operation }: Step): Told[] {
  const { body } = operation;
  const units = {
    ...("lineNo" in body ? { lineNo: body.lineNo } : {}),
    ...("quantity" in body ? { quantity: body.quantity } : {}),
  };
  switch (operation.type) {
    case "start_pick":
      if (before.state !== after.state) return [["pick_started", {}]];
      return before.pickerId === after.pickerId ? [] : [["pick_taken_over", { from: before.pickerId }]];
    case "join_pick":
      return before === after ? [] : [["pick_joined", {}]];
    case "give_back":
      return [["pick_given_back", {}]];
    case "confirm_pick":
      return [["unit_picked", units]];
    case "sort_units":
      return [["unit_sorted", units]];
    case "short_pick":
      return [["pick_shorted", { ...units, reason: operation.body.reason }]];
    case "propose_substitute":
      return [["substitute_proposed", { ...units, sku: operation.body.sku }]];
    case "withdraw_substitute":
      return [["substitute_withdrawn", units]];
    case "reject":
      return operation.body.lines.map((each): Told => [
        "pick_shorted",
        { ...each, reason: operation.body.reason },
      ]);
    case "find_again":
      return [["found_again", units]];
    case "put_back":
      return [["unit_put_back", units]];
    case "stage":
      return stageTold(before, after, operation.body.bin);
    case "extend_hold":
      return [["hold_extended", { until: after.holdUntil }]];
    case "attend":
      return before.attendedBy ? [] : [["arrival_attended", {}]];
    case "hand_over":
      return operation.body.lines?.length === 0 ? [["all_refused", {}]] : handOverTold(after);
    case "undo":
      return [undoTold(before, operation.body.operationId)];
    case "pack_units":
      return [["unit_packed", { ...units, parcelNo: operation.body.parcelNo }]];
    case "unpack_units":
      return [["unit_unpacked", { ...units, parcelNo: operation.body.parcelNo }]];
    case "close_parcel":
      return [["parcel_closed", {
        parcelNo: operation.body.parcelNo,
        weightGrams: operation.body.weightGrams,
      }]];
    case "reopen_parcel":
      return [["parcel_reopened", { parcelNo: operation.body.parcelNo }]];
    case "pack":
      return [["packed", {}]];
    case "ship":
      return [["shipped", {}]];
  }
}

function stageTold(before: Fulfillment, after: Fulfillment, bin: string): Told[] {
  const isReady = before.state !== "staged" && before.state !== "arrived" && after.state === "staged";
  return [isReady ? ["order_ready", { bin: after.bin }] : ["moved_to_bin", { bin }]];
}

function handOverTold(after: Fulfillment): Told[] {
  return [["handed_over", { inPart: after.lines.some((line) => inHand(line) > 0) }]];
}

/** What is in the bag or the bin, line by line. */
export function unitsInHand({ lines }: Fulfillment): { lineNo: number; quantity: number }[] {
  return lines.filter((line) => inHand(line) > 0).map((line) => ({
    lineNo: line.lineNo,
    quantity: inHand(line),
  }));
}

function undoTold(before: Fulfillment, operationId: string): Told {
  const mark = before.recent.find((each) => each.id === operationId);
  return mark?.type === "hand_over"
    ? ["handover_undone", { operationId }]
    : ["act_undone", { operationId, type: mark?.type }];
}
