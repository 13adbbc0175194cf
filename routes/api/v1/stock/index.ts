import { z } from "zod";
import { seesNode } from "../../../../domain/access/decide.ts";
import { Sku } from "../../../../domain/catalog/types.ts";
import { availableToPromise, findStockRows } from "../../../../domain/inventory/mod.ts";
import { knownNode } from "../../../../domain/places/mod.ts";
import { NodeId } from "../../../../domain/places/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

const AskStock = z.strictObject({ nodeId: NodeId, sku: Sku.optional() });
const MOST_ROWS = 10_000;

export const handler = define.handlers({
  async GET({ url, state }) {
    const asked = readQuery(url, AskStock);
    if (isRefusal(asked)) return problem(asked);
    const node = await knownNode(state.db, asked.nodeId);
    if (isRefusal(node)) return problem(node);
    if (!seesNode(state.actor, node)) return problem(refuse("unknown_node", { nodeId: asked.nodeId }));
    const rows = await findStockRows(state.db, asked, MOST_ROWS);
    return Response.json({
      stock: rows.map((row) => ({ ...row, availableToPromise: availableToPromise(row) })),
    });
  },
});
