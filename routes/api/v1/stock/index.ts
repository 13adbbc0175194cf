import { z } from "zod";
import { seesNode } from "../../../../domain/access/decide.ts";
import { Sku } from "../../../../domain/catalog/types.ts";
import { readStock } from "../../../../domain/inventory/mod.ts";
import { knownNode } from "../../../../domain/places/mod.ts";
import { NodeId } from "../../../../domain/places/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define, type State } from "../../../../state.ts";

const AskStock = z.strictObject({ nodeId: NodeId.optional(), sku: Sku.optional() })
  .refine(({ nodeId, sku }) => nodeId !== undefined || sku !== undefined, {
    error: "name a node, an item, or both",
  });

export const handler = define.handlers({
  async GET({ url, state }) {
    const asked = readQuery(url, AskStock);
    if (isRefusal(asked)) return problem(asked);
    const refused = await refuseUnseen(state, asked.nodeId);
    if (isRefusal(refused)) return problem(refused);
    const channelId = state.actor.kind === "channel" ? state.actor.channelId : null;
    return Response.json({ stock: await readStock(state.db, { ...asked, channelId }) });
  },
});

/** A channel sees every node; a person names one, and one they may see. */
async function refuseUnseen({ db, actor }: State, nodeId: string | undefined) {
  if (nodeId === undefined) return actor.kind === "channel" ? undefined : refuse("not_allowed");
  const node = await knownNode(db, nodeId);
  if (isRefusal(node)) return node;
  return seesNode(actor, node) ? undefined : refuse("unknown_node", { nodeId });
}
