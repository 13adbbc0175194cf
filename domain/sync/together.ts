// Scans one after the other of one order, in one transaction: a phone that was away for days is emptied in seconds. What
// does not fit into it is done one by one, as if there were nothing else.
import { type Db, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Person } from "../access/types.ts";
import { isShelfFree, performAll } from "../fulfillment/mod.ts";
import type { Operation } from "../fulfillment/operation_types.ts";
import { outcomeOf, rowOf } from "./outcomes.ts";
import * as store from "./store.ts";
import type { Outcome } from "./types.ts";

/** Operations in the order they were sent, those together that may be done together. */
export function runsOf(operations: Operation[], mayDo: (operation: Operation) => boolean): Operation[][] {
  const runs: Operation[][] = [];
  for (const operation of operations) {
    const run = runs.at(-1);
    const isNext = run && isShelfFree(operation) && isShelfFree(run[0]!) && mayDo(operation) &&
      mayDo(run[0]!) &&
      run[0]!.body.fulfillmentId === operation.body.fulfillmentId && run.every(({ id }) =>
        id !== operation.id
      );
    if (isNext) run.push(operation);
    else runs.push([operation]);
  }
  return runs;
}

/** The outcomes of operations that nobody has seen before; undefined, with nothing done, when somebody has. */
export async function applyTogether(
  db: Db,
  { nodeId, person, deviceId, operations }: {
    nodeId: string;
    person: Person;
    deviceId: string;
    operations: Operation[];
  },
  now: Date,
): Promise<Outcome[] | undefined> {
  const applied = await transact(db, async (tx) => {
    const decided = await performAll(tx, { nodeId, person, operations }, now);
    const outcomes = operations.map(({ id }, i) => outcomeOf(id, decided[i]!));
    const rows = operations.map((operation, i) => ({
      ...rowOf({ nodeId, deviceId, personId: person.personId }, operation),
      ...{ outcome: outcomes[i]!.outcome, problem: outcomes[i]!.problem ?? null },
    }));
    const inserted = await store.insertOperations(tx, rows, now);
    return inserted === rows.length ? outcomes : refuse("seen_before");
  });
  return isRefusal(applied) ? undefined : applied;
}
