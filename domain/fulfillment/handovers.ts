// The record of every handover: who gave what to whom, by which proof, and whether it was taken back.
import type { Sql } from "../../lib/db.ts";
import { everything } from "./counter_decide.ts";
import type { Act } from "./perform.ts";
import * as store from "./handover_store.ts";
import type { Operation } from "./operation_types.ts";
import type { Fulfillment } from "./types.ts";

/** Keeps a handover with its proof, and what the shopper signed or was photographed with. */
export async function keepHandover(
  tx: Sql,
  { nodeId, person, operation }: Act,
  before: Fulfillment,
  now: Date,
) {
  if (operation.type !== "hand_over") return;
  const { proof, document, collector = null, ageSeen = false, lines, evidence = [] } = operation.body;
  const seen = proof.kind === "document" ? proof : document;
  const override = proof.kind === "override" ? proof : undefined;
  await store.insertHandover(tx, {
    ...{ nodeId, fulfillmentId: before.id, id: operation.id, personId: person.personId, at: now },
    ...{ proof: proof.kind, collector, ageSeen, lines: lines ?? everything(before) },
    ...{ managerId: override?.managerId ?? null, managerReason: override?.reason ?? null },
    ...{ documentName: seen?.name ?? null, documentLastFour: seen?.lastFour ?? null },
  });
  for (const { kind, data } of evidence) {
    await store.insertEvidence(tx, { nodeId, handoverId: operation.id, kind, data });
  }
}

/** Says of a handover that it was taken back. */
export async function undoHandover(tx: Sql, operation: Operation, before: Fulfillment, now: Date) {
  if (operation.type !== "undo") return;
  const { operationId } = operation.body;
  const mark = before.recent.find((each) => each.id === operationId);
  if (mark?.type === "hand_over") await store.markUndone(tx, before.nodeId, before.id, operationId, now);
}
