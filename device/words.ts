// What is said to an associate where more than one word of the catalogue goes into it.
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import type { IconName } from "../components/icon_paths.ts";
import type { Problem, Settled } from "../sw/queue.ts";
import type { Words } from "../words/en/work.ts";

export const methodIcons: Record<"pickup" | "curbside" | "delivery", IconName> = {
  pickup: "shopping-bag",
  curbside: "car",
  delivery: "truck",
};

interface Told {
  title: string;
  detail?: string;
}

/** Why not, for a refusal decided here or by the server. */
export function refusalWords(t: Words, kind: string, detail: Record<string, unknown> = {}): Told {
  if (kind === "taken" && typeof detail.by === "string") return { title: t.order.pickedBy(detail.by) };
  const known: Record<string, Told | undefined> = t.refusals;
  const title = typeof detail.title === "string" ? detail.title : undefined;
  return known[kind] ?? { title: t.unknownRefusal(title) };
}

/** A refused operation: what was not taken, and why. */
export function settledWords(t: Words, { operation, problem }: Settled): Told {
  const title = t.answers.didNotCount(operation.orderNumber, stepWords(t, operation));
  if (!problem) return { title, detail: t.answers.alreadyDone };
  const why = refusalWords(t, kindOf(problem), problem);
  return { title, detail: [why.title, why.detail].filter(Boolean).join(". ").replace(/([^.])$/, "$1.") };
}

/** "/problems/wrong-code" → "wrong_code": the problem's name as the domain has it. */
export function kindOf(problem: Problem | null): string {
  return (problem?.type ?? "").split("/").at(-1)!.replaceAll("-", "_");
}

/** What was done, in a few words. */
export function stepWords(t: Words, { type, body }: Operation): string {
  switch (type) {
    case "confirm_pick":
      return t.steps.confirm_pick(t.units(body.quantity));
    case "short_pick":
      return t.steps.short_pick(t.units(body.quantity));
    case "sort_units":
    case "find_again":
    case "put_back":
    case "pack_units":
    case "unpack_units":
      return t.steps[type](t.units(body.quantity));
    case "stage":
      return t.steps.stage(body.bin);
    default:
      return t.steps[type];
  }
}
