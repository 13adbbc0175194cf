// Another item in a line's place: proposed by the associate, answered by the shopper. While it is asked, its units are
// neither to pick nor missing; an answer that does not come in time is a no.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import { tooMany, workableLine } from "./pick_decide.ts";
import { lineNumbered, pickedIfDone, toPick, withLine } from "./steps_decide.ts";
import type { OperationOf } from "./operation_types.ts";
import type { Floor, Fulfillment, FulfillmentLine, Picker } from "./types.ts";

/** How long a shopper has to answer, in minutes: somebody stands at the shelf. */
export const ANSWER_MINUTES = 10;

/** Asks the shopper. What the item is called and costs the server brings with `floor.substitute`. */
export function proposeSubstitute(
  fulfillment: Fulfillment,
  { id, at, body }: OperationOf<"propose_substitute">,
  picker: Picker,
  { substitute: item }: Floor,
) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  if (!item || item.sku !== body.sku || body.sku === line.sku) {
    return refuse("not_a_substitute", { sku: body.sku });
  }
  if (line.substitute?.state === "proposed") return refuse("already_asked", { lineNo: line.lineNo });
  if (body.quantity > toPick(line)) return tooMany(line, body.quantity);
  const answerBy = new Date(Date.parse(at) + ANSWER_MINUTES * 60_000).toISOString();
  const { quantity, reason } = body;
  return withLine(fulfillment, line, {
    substitute: { ...item, id, quantity, reason, lineNo: null, state: "proposed", proposedAt: at, answerBy },
  });
}

/** The item has turned up, or the associate thinks again: nobody is asked any more. */
export function withdrawSubstitute(
  fulfillment: Fulfillment,
  { body }: OperationOf<"withdraw_substitute">,
  picker: Picker,
) {
  const line = workableLine(fulfillment, body.lineNo, picker);
  if (isRefusal(line)) return line;
  const asked = askedAbout(line);
  return isRefusal(asked)
    ? asked
    : withLine(fulfillment, line, { substitute: { ...asked, state: "withdrawn" } });
}

/** The shopper takes it: the line is short of the units, and a line of its own has the other item to be picked. */
export function acceptSubstitute(fulfillment: Fulfillment, lineNo: number, as: FulfillmentLine) {
  const line = lineNumbered(fulfillment, lineNo);
  if (isRefusal(line)) return line;
  const asked = askedAbout(line);
  if (isRefusal(asked)) return asked;
  const after = withLine(fulfillment, line, {
    shorted: line.shorted + asked.quantity,
    shortReason: asked.reason,
    substitute: { ...asked, state: "accepted", lineNo: as.lineNo },
  });
  return { ...after, lines: [...after.lines, as] };
}

/** The shopper does not want it, or has not answered: the units are missing, as without it. */
export function endSubstitute(fulfillment: Fulfillment, lineNo: number, state: "declined" | "expired") {
  const line = lineNumbered(fulfillment, lineNo);
  if (isRefusal(line)) return line;
  const asked = askedAbout(line);
  if (isRefusal(asked)) return asked;
  return pickedIfDone(withLine(fulfillment, line, {
    shorted: line.shorted + asked.quantity,
    shortReason: asked.reason,
    substitute: { ...asked, state },
  }));
}

function askedAbout({ substitute, lineNo }: FulfillmentLine) {
  return substitute?.state === "proposed" ? substitute : refuse("not_asked", { lineNo });
}
