// The shopper's answer to another item, told to whoever stands at the shelf and waits for it.
import { picks } from "../domain/fulfillment/pick_decide.ts";
import type { Fulfillment, FulfillmentLine, Substitute } from "../domain/fulfillment/types.ts";
import { type Desk, say } from "./desk.ts";

/** Says what has been answered between one truth and the next, for the orders this person picks. */
export function tellAnswers(desk: Desk, before: Fulfillment[], after: Fulfillment[]) {
  const answers = answersIn(before, after, desk.person.personId);
  const last = answers.at(-1);
  if (!last) return;
  const t = desk.t.substitutes;
  if (last.state === "accepted") say(desk, "right", t.taken, last.name);
  else say(desk, "wrong", last.state === "declined" ? t.declined : t.expired, last.name);
}

/** Proposals of a person's own orders that were open before and are answered now. */
export function answersIn(before: Fulfillment[], after: Fulfillment[], personId: string): Substitute[] {
  const asked = before.filter((each) => picks(each, personId)).flatMap(({ lines }) => lines.flatMap(openIn));
  const now = new Map(
    after.flatMap(({ lines }) => lines).flatMap(({ substitute }) =>
      substitute ? [[substitute.id, substitute]] : []
    ),
  );
  return asked.flatMap(({ id }) => {
    const answer = now.get(id);
    return answer && answer.state !== "proposed" && answer.state !== "withdrawn" ? [answer] : [];
  });
}

/** The item a line came in the place of, where the shopper has taken it for another. */
export function insteadOf({ lines }: Fulfillment, { lineNo }: FulfillmentLine): string | undefined {
  return lines.find(({ substitute }) => substitute?.state === "accepted" && substitute.lineNo === lineNo)
    ?.name;
}

function openIn({ substitute }: FulfillmentLine): Substitute[] {
  return substitute?.state === "proposed" ? [substitute] : [];
}
