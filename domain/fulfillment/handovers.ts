// The record of every handover: who gave what to whom, by which proof, and whether it was taken back.
import type { Sql } from "../../lib/db.ts";
import { everything } from "./counter_decide.ts";
import type { Act } from "./perform.ts";
import * as store from "./handover_store.ts";
import type { Operation } from "./operation_types.ts";
import type { Word } from "./overrides.ts";
import type { Fulfillment } from "./types.ts";

/** Keeps a handover with its proof, and what the shopper signed or was photographed with. */
export async function keepHandover(
  tx: Sql,
  { nodeId, person, operation }: Act,
  { before, word }: { before: Fulfillment; word: Word | undefined },
  now: Date,
) {
  if (operation.type !== "hand_over") return;
  const { proof, document, collector = null, ageSeen = false, lines, evidence = [] } = operation.body;
  const seen = proof.kind === "document" ? proof : document;
  await store.insertHandover(tx, {
    ...{ nodeId, fulfillmentId: before.id, id: operation.id, personId: person.personId, at: now },
    ...{ proof: proof.kind, collector, ageSeen, lines: lines ?? everything(before) },
    ...{ managerId: word?.managerId ?? null, managerReason: word?.reason ?? null },
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

const LOG_PAGE = 50;

/** A store's handovers, the latest first, from a moment backwards; with what was kept of one of them. */
export async function listHandovers(
  sql: Sql,
  nodeId: string,
  { before, open }: { before?: Date; open?: string } = {},
) {
  const rows = await store.findHandovers(sql, nodeId, before ?? null, LOG_PAGE + 1);
  const [shown, older] = [rows.slice(0, LOG_PAGE), rows.length > LOG_PAGE];
  const evidence = open && shown.some(({ id }) => id === open)
    ? await store.findEvidence(sql, nodeId, open)
    : [];
  return { handovers: shown, olderThan: older ? shown.at(-1)!.at : null, evidence };
}
