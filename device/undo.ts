// Taking back the last thing done, for a minute: also what has not been sent yet, for it has its id already.
import { lastUndoable, UNDO_MS } from "../domain/fulfillment/undo_decide.ts";
import type { Fulfillment, Mark } from "../domain/fulfillment/types.ts";
import { perform } from "./acts.ts";
import { type Desk, navigate, say } from "./desk.ts";

/** An act that can be taken back, and until when. */
export interface Undoable {
  fulfillment: Fulfillment;
  mark: Mark;
  until: number;
}

/** What this person did last to any of these, where it can still be taken back. */
export function undoableIn(fulfillments: Fulfillment[], personId: string, now: Date): Undoable | undefined {
  const [newest] = fulfillments.flatMap((fulfillment) => {
    const mark = fulfillment.recent.findLast(({ by }) => by === personId);
    return mark ? [{ fulfillment, mark }] : [];
  }).sort((a, b) => Date.parse(b.mark.at) - Date.parse(a.mark.at));
  if (!newest || lastUndoable(newest.fulfillment, personId, now) !== newest.mark) return undefined;
  return { ...newest, until: Date.parse(newest.mark.at) + UNDO_MS };
}

/** Takes it back, and shows the order as it is then. */
export async function undo(desk: Desk, { fulfillment, mark }: Undoable) {
  const body = { fulfillmentId: fulfillment.id, operationId: mark.id };
  const after = await perform(desk, { type: "undo", body });
  if (!after) return;
  desk.done.value = null;
  if (desk.selectedId.value === null) navigate(desk, after.id);
  const line = after.lines.find(({ lineNo }) => lineNo === mark.lineNo);
  say(desk, "plain", desk.t.undo.undone, line?.name ?? after.orderNumber);
}
