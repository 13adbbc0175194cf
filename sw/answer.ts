// What the server's answer to a batch of operations means for those that are still on the device. Pure, so that every
// case is tested without a browser.
import type { Operation } from "../domain/fulfillment/operation_types.ts";

/** RFC 9457, as far as a phone shows it. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  [detail: string]: unknown;
}

export interface Outcome {
  id: string;
  outcome: "applied" | "refused" | "superseded";
  problem?: Problem;
}

export type Answer =
  | { kind: "outcomes"; outcomes: Outcome[] }
  | { kind: "signed_out" }
  | { kind: "busy"; retryAfterMs: number }
  | { kind: "malformed"; problem: Problem };

/**
 * Who did something on this device. A shared phone sends each person's work only while that person is signed in; a store's
 * own device sends everybody's.
 */
export interface Author {
  personId: string;
  /** Where they are signed in; missing in what an older version of this app kept. */
  nodeId?: string;
  name: string;
  /** "offline" when only the device had seen their PIN. */
  standing?: "offline";
}

/** What only the device needs to know of an operation. */
export interface Note {
  /** What to call the order when its operation comes back refused and the order itself is gone. */
  orderNumber: string;
  /** Nothing is proved until the server has looked: not to be shown as done before. */
  needsServer: boolean;
}

/** An operation as the device keeps it: with its author and the device's own note. */
export type Waiting = Operation & Note & { by: Author };

/** At most this many operations travel together; a fulfillment remembers more, see `decide.ts`. */
export const BATCH = 100;

const DEFAULT_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 5 * 60_000;
// The server will never take these, however often they are sent; anything else may go better later.
const FINAL = [400, 413, 415, 422];

/** Reads an answer. Only a list of outcomes counts as delivered: a captive portal answers 200 as well. */
export async function readAnswer(response: Response): Promise<Answer> {
  if (response.status === 401) return { kind: "signed_out" };
  if (FINAL.includes(response.status)) return { kind: "malformed", problem: await readProblem(response) };
  const busy: Answer = {
    kind: "busy",
    retryAfterMs: waitOf(response.headers.get("retry-after"), Date.now()),
  };
  if (!response.ok) return busy;
  const body = await response.json().catch(() => undefined) as { outcomes?: unknown } | undefined;
  return Array.isArray(body?.outcomes)
    ? { kind: "outcomes", outcomes: body.outcomes.filter(isOutcome) }
    : busy;
}

/** Retry-After in milliseconds: seconds or a date, never longer than five minutes. */
export function waitOf(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return DEFAULT_WAIT_MS;
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
  return Number.isNaN(wait) ? DEFAULT_WAIT_MS : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** Whether an operation is this person's to send from where they are signed in. */
export function isBy({ personId, nodeId }: Author, me: Author): boolean {
  return personId === me.personId && (nodeId === undefined || nodeId === me.nodeId);
}

/** Whether two operations may travel together: one person's, from one place, with the same standing. */
export function isSameAuthor(a: Author, b: Author): boolean {
  return a.personId === b.personId && a.nodeId === b.nodeId && a.standing === b.standing;
}

/** What travels: the contract's members and none of the device's own. */
export function asSent({ id, seq, type, at, body }: Waiting) {
  return { id, seq, type, at, body };
}

function isOutcome(value: unknown): value is Outcome {
  const { id, outcome } = (value ?? {}) as Record<string, unknown>;
  return typeof id === "string" && ["applied", "refused", "superseded"].includes(outcome as string);
}

async function readProblem(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => null);
  return typeof body === "object" && body !== null ? body : { status: response.status };
}
