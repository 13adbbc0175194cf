// Sends what waits, in order, letter after letter; nothing of a letter leaves the queue before its outcome has come.
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import {
  asSent,
  type Author,
  BATCH,
  isSameAuthor,
  type Outcome,
  type Problem,
  readAnswer,
  type Waiting,
} from "./answer.ts";
import type { Board, Trouble } from "./board.ts";
import { type Device, NAME, type Next, nextBatch, settleAll } from "./queue_store.ts";

/** What is sent. It names its author, because the session that goes with it may by now be another's. */
export interface Sent {
  deviceId: string;
  by: { personId: string; nodeId: string; standing?: "offline" };
  operations: Operation[];
  /** By the device's own clock, which tells how wrong that is. */
  sentAt: string;
  /** How many wait, these included. */
  waiting: number;
}

export type Send = (sent: Sent) => Promise<Response>;
export type Flushed = "empty" | "elsewhere" | Exclude<Trouble, "none">;

/** Gives `flush`: sends what waits, in order, unless another tab or the worker is doing so. */
export function sender(device: Device, deviceId: string, board: Board) {
  let busyUntil = 0;
  let running: Promise<Flushed> | undefined;
  let again = false;

  return function flush(send: Send = sendOperations): Promise<Flushed> {
    if (Date.now() < busyUntil) return Promise.resolve("busy");
    again = running !== undefined;
    return running ??= turn(send);
  };

  async function turn(send: Send): Promise<Flushed> {
    try {
      let flushed: Flushed;
      // Asked for again meanwhile: something may have been kept just after the last look.
      do {
        again = false;
        flushed = await alone(() => drain(send));
      } while (again && flushed === "empty");
      if (flushed !== "elsewhere") board.show({ trouble: flushed === "empty" ? "none" : flushed });
      return flushed;
    } finally {
      running = undefined;
    }
  }

  async function drain(send: Send): Promise<Flushed> {
    const held: Author[] = [];
    let size = BATCH;
    const look = (onTheirWay?: Waiting[]) => device.use((db) => nextBatch(db, size, held, onTheirWay));
    let next = await look();
    while (next) {
      const { batch } = next;
      const sending = send(asLetter(deviceId, next)).catch(() => null);
      // What goes after these is looked up while they are on their way.
      const ahead = next.isLast ? undefined : look(batch).catch(() => undefined);
      const response = await sending;
      if (!response) return "offline";
      const answer = await readAnswer(response);
      if (answer.kind === "busy") return rest(answer.retryAfterMs);
      if (answer.kind === "signed_out") {
        // The others' work need not wait for somebody who is not known on this device.
        if (next.isEnrolled) held.push(next.by);
        const other = await look();
        // Where one browser is several people's, another may have signed in since these were looked up.
        if (other && isSameAuthor(other.by, next.by)) return "signed_out";
        next = other;
        continue;
      }
      // One operation the server cannot read must not hold up the others: it is found by sending ever fewer.
      if (answer.kind === "malformed" && batch.length > 1) {
        size = Math.ceil(batch.length / 2);
        next = await look();
        continue;
      }
      const outcomes = answer.kind === "outcomes" ? answer.outcomes : refuseAll(batch, answer.problem);
      const gone = await settle(batch, outcomes);
      if (gone === 0) return rest();
      size = Math.min(2 * size, BATCH);
      // What has been kept since these were looked up has asked for the next turn.
      if (next.isLast && gone === batch.length && held.length === 0) break;
      next = (gone === batch.length && await ahead) || await look();
    }
    board.show({ held });
    return "empty";
  }

  function rest(forMs = 5_000): Flushed {
    busyUntil = Date.now() + forMs;
    return "busy";
  }

  async function settle(batch: Waiting[], outcomes: Outcome[]) {
    const gone = await device.use((db) => settleAll(db, batch, outcomes));
    const { waiting, settled } = board.state();
    // By what is known already: reading thousands again for every hundred would take longer than sending them.
    const ids = new Set(gone.map(({ id }) => id));
    const refused = gone.flatMap((each) => each.refused ?? []);
    board.become({
      waiting: waiting.filter(({ id }) => !ids.has(id)),
      settled: refused.length > 0 ? [...settled, ...refused] : settled,
    });
    return gone.length;
  }
}

function asLetter(deviceId: string, { by, batch, waiting }: Next): Sent {
  const { personId, nodeId, standing } = by;
  return {
    deviceId,
    by: { personId, nodeId, ...(standing && { standing }) },
    operations: batch.map(asSent) as Operation[],
    ...{ sentAt: new Date().toISOString(), waiting },
  };
}

/** The one call operations leave the device by. */
export const sendOperations: Send = (sent) =>
  fetch("/api/v1/operations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sent),
    signal: AbortSignal.timeout(20_000),
  });

function refuseAll(batch: Waiting[], problem: Problem): Outcome[] {
  return batch.map(({ id }) => ({ id, outcome: "refused", problem }));
}

function alone(work: () => Promise<Flushed>): Promise<Flushed> {
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => lock ? work() : "elsewhere" as const);
}
