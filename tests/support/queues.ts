// Rules by which things wait, and picks that make them.
import assert from "node:assert/strict";
import { listFulfillments } from "../../domain/fulfillment/mod.ts";
import { publishDraft, readRuleSets, saveDraft } from "../../domain/routing/mod.ts";
import { applyOperations } from "../../domain/sync/mod.ts";
import type { Db } from "../../lib/db.ts";
import { agreed, associate, operation, testKeys } from "./shop.ts";

export const rita = {
  kind: "person" as const,
  personId: "00000000-0000-4000-8000-000000000001",
  name: "Rita M.",
  role: "regional_manager" as const,
  nodeId: null,
  regionId: "east",
};

/** What nobody has waits among the sold out, for three days. */
export async function publishQueue(db: Db) {
  const { rules } = await readRuleSets(db);
  const left = { to: "queue" as const, queue: "sold-out", autoCancelDays: 3 };
  const groups = rules.groups.map((group) => ({
    ...group,
    routings: group.routings.map((routing) => ({
      ...routing,
      rules: routing.rules.map((rule) => ({ ...rule, left })),
    })),
  }));
  const { id } = agreed(await saveDraft(db, rita, { name: "Wait", rules: { ...rules, groups } }));
  agreed(await publishDraft(db, rita, id));
}

const keys = await testKeys();

/** Whoever has the order now does not find its line; answers who that was. */
export async function shortPick(db: Db, orderId: string, quantity = 1): Promise<string> {
  const part = (await listFulfillments(db, orderId)).find((each) => each.state === "open")!;
  const { id: fulfillmentId, nodeId } = part;
  const operations = [
    operation(["start_pick", { fulfillmentId }], 1),
    operation(["short_pick", { fulfillmentId, lineNo: 1, quantity, reason: "not_found" }], 2),
  ];
  const sent = { deviceId: crypto.randomUUID(), operations };
  const { outcomes } = await applyOperations(db, { person: associate(nodeId), nodeId, keys }, sent);
  assert.deepEqual(outcomes.map(({ outcome }) => outcome), ["applied", "applied"]);
  return nodeId;
}
