// What is kept of an operation, and what its device is told.
import { canonical } from "../../lib/canonical.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { sha256 } from "../../lib/tokens.ts";
import type { Operation } from "../fulfillment/operation_types.ts";
import { problemBody, type Refused } from "../problems.ts";
import type { Outcome } from "./types.ts";

/** What became of an operation, by what was decided on it. Of an order that is gone, work is superseded. */
export function outcomeOf(id: string, decided: object | Refused): Outcome {
  if (!isRefusal(decided)) return { id, outcome: "applied" };
  const outcome = decided.kind === "fulfillment_cancelled" ? "superseded" as const : "refused" as const;
  return { id, outcome, problem: problemBody(decided as Refused) };
}

/** An operation as it is kept, before anything has been decided on it. */
export function rowOf(
  from: { nodeId: string; deviceId: string; personId: string },
  { id, seq, type, at, body }: Operation,
) {
  return { ...from, id, seq, type, at, bodyHash: sha256(canonical({ type, body })) };
}
