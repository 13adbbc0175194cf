// The proofs of a handover that only the server can check, and the pass and code it makes itself.
import { countAttempt } from "../../lib/attempts.ts";
import type { Db } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import { type Keys, readPass, sameText, signPass, sixDigits } from "../../lib/tokens.ts";
import type { Operation } from "./operation_types.ts";
import { checkApproval, type Origin } from "./overrides.ts";
import type { Fulfillment } from "./types.ts";

/** Pickup codes tried on one fulfillment before a manager must come: five in a quarter of an hour. */
const CODE_TRIES = { tries: 5, perSeconds: 900 };
const AWAY_MS = 30 * 86_400_000;
const CLOCK_TOLERANCE_MS = 90_000;

/**
 * Checks the proof a handover brings; nothing for any other operation. Tries of a code are counted outside any
 * transaction, so that a refusal does not undo the count. A granted override is used up within it, see `takeWord`.
 */
export async function checkProof(
  db: Db,
  { keys, nodeId, ...origin }: Origin & { keys: Keys; nodeId: string },
  operation: Operation,
  now: Date,
) {
  if (operation.type !== "hand_over") return;
  const { fulfillmentId, proof } = operation.body;
  switch (proof.kind) {
    case "pass": {
      const subject = await readPass(keys, proof.pass, nodeId, shownAt(operation, now));
      return subject === fulfillmentId ? undefined : refuse("pass_invalid", { fulfillmentId });
    }
    case "code":
      return await checkCode(db, keys, { nodeId, fulfillmentId, code: proof.code });
    case "approval":
      return await checkApproval(db, keys, origin, fulfillmentId, proof);
    case "override":
    case "document":
      return;
  }
}

async function checkCode(
  db: Db,
  keys: Keys,
  { nodeId, fulfillmentId, code }: { nodeId: string; fulfillmentId: string; code: string },
) {
  const wait = await countAttempt(db, `code:${nodeId}:${fulfillmentId}`, CODE_TRIES);
  if (wait !== undefined) return refuse("too_many_attempts", { fulfillmentId, retryAfterSeconds: wait });
  if (!sameText(code, await pickupCode(keys, fulfillmentId))) return refuse("wrong_code", { fulfillmentId });
}

/**
 * When a pass was shown, by the phone that read it: the goods left then, however much later we hear of it. No later than
 * now, no longer ago than a phone may be away, and as tolerant of a clock that is off as the phone itself.
 */
function shownAt(operation: Operation, now: Date): Date {
  const said = Math.min(Date.parse(operation.at), now.getTime());
  return new Date(Math.max(said, now.getTime() - AWAY_MS) - CLOCK_TOLERANCE_MS);
}

/** The shopper's signed pickup pass; undefined until there is something to pick up. */
export async function issuePass(keys: Keys, fulfillment: Fulfillment): Promise<string | undefined> {
  const isReady = fulfillment.state === "staged" || fulfillment.state === "arrived";
  if (!isReady || !fulfillment.holdUntil) return undefined;
  const { id: subject, nodeId: audience, holdUntil: expiresAt } = fulfillment;
  return await signPass(keys, { subject, audience, expiresAt });
}

/** The six digits that stand in for the pass. */
export function pickupCode(keys: Keys, fulfillmentId: string): Promise<string> {
  return sixDigits(keys, `pickup:${fulfillmentId}`);
}
