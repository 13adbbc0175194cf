// What is said to an associate: short, and in the trade's words.
import type { Operation } from "../domain/fulfillment/types.ts";
import type { IconName } from "../components/icon_paths.ts";
import type { Problem, Settled } from "../sw/queue.ts";

export const methodIcons: Record<"pickup" | "curbside" | "delivery", IconName> = {
  pickup: "shopping-bag",
  curbside: "car",
  delivery: "truck",
};

export function units(count: number): string {
  return count === 1 ? "1 unit" : `${count} units`;
}

export interface Words {
  title: string;
  detail?: string;
}

/** Why not, for a refusal decided here or by the server. */
export function refusalWords(kind: string, detail: Record<string, unknown> = {}): Words {
  const known = words[kind];
  if (known) return typeof known === "function" ? known(detail) : known;
  return { title: typeof detail.title === "string" ? detail.title : "The store system did not take that" };
}

const words: Record<string, Words | ((detail: Record<string, unknown>) => Words)> = {
  taken: ({ by }) => ({
    title: typeof by === "string" ? `${by} is picking this order` : "Somebody else is picking this order",
  }),
  wrong_item: { title: "Not in this order", detail: "Put it back. Nothing was counted." },
  too_many: { title: "All of these are already picked", detail: "Put this one back. Nothing was counted." },
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
  not_signed_in: { title: "You are signed out", detail: "Sign in again to go on." },
};

/** Why a pass is not taken, as found on the phone. */
export const passWords: Record<"not_genuine" | "other_store" | "expired", Words> = {
  not_genuine: { title: "This pass is not genuine", detail: "Do not hand over. Ask for the six digits." },
  other_store: { title: "This pass is for another store", detail: "The shopper’s page shows which." },
  expired: { title: "This pass has run out", detail: "Ask the shopper to open the order page again." },
};

/** A refused operation: what was not taken, and why. */
export function settledWords({ operation, problem }: Settled): Words {
  const what = `Order ${operation.orderNumber}: “${stepWords(operation)}” did not count`;
  if (!problem) return { title: what, detail: "It had already been done." };
  const why = refusalWords(kindOf(problem), problem);
  return {
    title: what,
    detail: [why.title, why.detail].filter(Boolean).join(". ").replace(/([^.])$/, "$1."),
  };
}

/** "/problems/wrong-code" → "wrong_code": the problem's name as the domain has it. */
export function kindOf(problem: Problem | null): string {
  return (problem?.type ?? "").split("/").at(-1)!.replaceAll("-", "_");
}

function stepWords(operation: Operation): string {
  switch (operation.type) {
    case "start_pick":
      return "Start picking";
    case "confirm_pick":
      return `${units(operation.body.quantity)} picked`;
    case "short_pick":
      return `${units(operation.body.quantity)} missing`;
    case "stage":
      return `In bin ${operation.body.bin}`;
    case "hand_over":
      return "Handed over";
    case "pack":
      return "Packed";
    case "ship":
      return "Shipped";
  }
}
