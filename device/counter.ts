// What is settled at the counter before goods change hands, step by step, and the handover it comes to.
import { everything } from "../domain/fulfillment/counter_decide.ts";
import { minAgeOf } from "../domain/fulfillment/identity_decide.ts";
import { inHand } from "../domain/fulfillment/steps_decide.ts";
import type { OperationOf, Proof as Shown } from "../domain/fulfillment/operation_types.ts";
import type { Fulfillment } from "../domain/fulfillment/types.ts";

export type HandOver = OperationOf<"hand_over">["body"];
export type Evidence = NonNullable<HandOver["evidence"]>[number];

/** What was settled for one order; another order begins anew. */
export interface Draft {
  /** How the one at the counter proves who they are: by what is scanned or typed, unless chosen otherwise. */
  way: "scan" | "document" | "override";
  /** Beside another proof, for what is valuable. */
  document?: { name: string; lastFour: string };
  ageSeen: boolean;
  /** Whether it is the one the shopper sends. */
  collects: boolean;
  /** Units by line; null for all there is. */
  given: Record<number, number> | null;
  rest: "keep" | "refuse";
  evidence: Evidence[];
}

export function freshDraft(): Draft {
  return { way: "scan", ageSeen: false, collects: false, given: null, rest: "keep", evidence: [] };
}

/** The one thing to do next, until the goods can be given. */
export type Next = "prove" | "age" | "document" | "give";

export function nextOf(fulfillment: Fulfillment, shown: Shown | undefined, draft: Draft): Next {
  if (!shown) return "prove";
  if (minAgeOf(fulfillment, givenOf(fulfillment, draft)) !== null && !draft.ageSeen) return "age";
  const hasDocument = shown.kind === "document" || shown.kind === "override" || draft.document;
  const isTaken = givenOf(fulfillment, draft).length > 0;
  return fulfillment.isHighValue && isTaken && !hasDocument ? "document" : "give";
}

/** The shopper wants none of it. */
export function refuseAll(fulfillment: Fulfillment): Pick<Draft, "given" | "rest"> {
  const none = everything(fulfillment).map(({ lineNo }) => [lineNo, 0]);
  return { given: Object.fromEntries(none), rest: "refuse" };
}

/** What a handover came to, for its last screen. */
export function cameTo({ lines }: HandOver): "handed_over" | "all_refused" {
  return lines?.length === 0 ? "all_refused" : "handed_over";
}

/** Units by line, as a handover says them. */
export function givenOf(fulfillment: Fulfillment, { given }: Draft) {
  const all = everything(fulfillment);
  if (given === null) return all;
  return all.map(({ lineNo, quantity }) => ({ lineNo, quantity: given[lineNo] ?? quantity }))
    .filter(({ quantity }) => quantity > 0);
}

/** Whether something stays behind. */
export function isInPart(fulfillment: Fulfillment, draft: Draft): boolean {
  const units = givenOf(fulfillment, draft).reduce((sum, { quantity }) => sum + quantity, 0);
  return units < fulfillment.lines.reduce((sum, line) => sum + inHand(line), 0);
}

/** The handover, with nothing in it that goes without saying. */
export function handOverBody(fulfillment: Fulfillment, proof: Shown, draft: Draft): HandOver {
  const { document, ageSeen, collects, rest, evidence } = draft;
  const isPart = isInPart(fulfillment, draft);
  return {
    fulfillmentId: fulfillment.id,
    proof,
    ...(document && proof.kind !== "document" && { document }),
    ...(collects && fulfillment.collector && { collector: fulfillment.collector }),
    ...(ageSeen && { ageSeen }),
    ...(isPart && { lines: givenOf(fulfillment, draft), rest }),
    ...(evidence.length > 0 && { evidence }),
  };
}
