import { seesNode } from "../../../../domain/access/decide.ts";
import { knownItems } from "../../../../domain/catalog/mod.ts";
import { countStock } from "../../../../domain/inventory/mod.ts";
import { CountStock } from "../../../../domain/inventory/types.ts";
import { findNodes } from "../../../../domain/places/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    const input = await readJson(req, CountStock);
    if (isRefusal(input)) return problem(input);
    const wanted = [...new Set(input.counts.map((count) => count.nodeId))];
    const seen = (await findNodes(state.db, wanted)).filter((node) => seesNode(state.actor, node));
    const unseen = wanted.find((nodeId) => !seen.some((node) => node.id === nodeId));
    if (unseen !== undefined) return problem(refuse("unknown_node", { nodeId: unseen }));
    const items = await knownItems(state.db, input.counts.map((count) => count.sku));
    if (isRefusal(items)) return problem(items);
    const counted = await countStock(state.db, input, { actor: state.actor });
    return isRefusal(counted) ? problem(counted) : Response.json(counted);
  },
});
