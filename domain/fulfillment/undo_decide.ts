// Taking back what was just done: within a minute, by the one who did it, once.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { hasLeft } from "./ending_decide.ts";
import { become, lineNumbered, withLine, wrongState } from "./steps_decide.ts";
import type { OperationOf } from "./operation_types.ts";
import type { Fulfillment, Mark, Picker } from "./types.ts";

/** How long an act can be taken back, in milliseconds. */
export const UNDO_MS = 60_000;

const undoable = ["confirm_pick", "sort_units", "stage", "hand_over"];

/** The person's latest act on it that can still be taken back. */
export function lastUndoable({ recent }: Fulfillment, personId: string, now: Date): Mark | undefined {
  const last = recent.findLast((mark) => mark.by === personId);
  return last && undoable.includes(last.type) && isFresh(last, now) ? last : undefined;
}

function isFresh(mark: Mark, now: Date): boolean {
  return now.getTime() - Date.parse(mark.at) <= UNDO_MS;
}

export function undo(fulfillment: Fulfillment, { at, body }: OperationOf<"undo">, picker: Picker) {
  const mark = fulfillment.recent.find((each) => each.id === body.operationId);
  if (!mark || mark.by !== picker.personId || !undoable.includes(mark.type)) {
    return refuse("nothing_to_undo", { operationId: body.operationId });
  }
  if (!isFresh(mark, new Date(at))) return refuse("too_late_to_undo", { operationId: body.operationId });
  const after = undoMarked(fulfillment, mark, picker);
  if (isRefusal(after)) return after;
  const recent = after.recent.map((each) => each === mark ? { ...mark, type: "undone" } : each);
  return { ...after, recent };
}

function undoMarked(fulfillment: Fulfillment, mark: Mark, picker: Picker) {
  switch (mark.type) {
    case "confirm_pick":
      return undoPick(fulfillment, mark, picker);
    case "sort_units":
      return undoSort(fulfillment, mark);
    case "stage":
      return undoStage(fulfillment);
    default:
      return undoHandOver(fulfillment, mark);
  }
}

function undoPick(fulfillment: Fulfillment, { lineNo, quantity }: Mark, picker: Picker) {
  const picking = fulfillment.state === "picking" ? fulfillment : become(fulfillment, "picking");
  if (isRefusal(picking)) return picking;
  const line = lineNumbered(picking, lineNo!);
  if (isRefusal(line)) return line;
  const picked = line.picked - quantity!;
  const again = withLine(picking, line, { picked, sorted: Math.min(line.sorted, picked) });
  if (fulfillment.state === "picking") return again;
  return { ...again, pickerId: picker.personId, pickerName: picker.name };
}

function undoSort(fulfillment: Fulfillment, { lineNo, quantity }: Mark) {
  const line = lineNumbered(fulfillment, lineNo!);
  return isRefusal(line) ? line : withLine(fulfillment, line, { sorted: line.sorted - quantity! });
}

/** Out of the bin again: the order waits for another one, and for no shopper. */
function undoStage(fulfillment: Fulfillment) {
  if (hasLeft(fulfillment)) return wrongState(fulfillment, "picked");
  const spots = fulfillment.spots.slice(0, -1);
  const bin = spots.map((spot) => spot.bin).join(", ") || null;
  if (fulfillment.state === "picked") return { ...fulfillment, spots, bin };
  const picked = become(fulfillment, "picked");
  return isRefusal(picked) ? picked : { ...picked, spots, bin, holdUntil: null };
}

/** The goods are back on the counter: only where none has been put back on its shelf since. */
function undoHandOver(fulfillment: Fulfillment, { given = [] }: Mark) {
  const { state } = fulfillment;
  if (fulfillment.lines.some((line) => line.putBack > 0)) return wrongState(fulfillment, "staged");
  let after: Fulfillment = { ...fulfillment, ending: null };
  for (const { lineNo, quantity } of given) {
    const line = lineNumbered(after, lineNo);
    if (isRefusal(line)) return line;
    after = withLine(after, line, { handed: line.handed - quantity });
  }
  if (!hasLeft(after)) after = { ...after, proof: null };
  if (state === "staged" || state === "arrived") return after;
  return become(after, fulfillment.arrivedAt ? "arrived" : "staged");
}
