import { z } from "zod";
import { stockPath } from "../../../../../components/stock/words.ts";
import { seenNode } from "../../../../../domain/access/mod.ts";
import { Sku } from "../../../../../domain/catalog/types.ts";
import { settleDrift } from "../../../../../domain/inventory/mod.ts";
import { problem } from "../../../../../domain/problems.ts";
import { parse, readForm } from "../../../../../lib/body.ts";
import { pathPart } from "../../../../../lib/path_part.ts";
import { isRefusal, refuse } from "../../../../../lib/refusal.ts";
import { text, Uuid } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";

const Settle = z.strictObject({ driftId: Uuid, note: text(200) });

export const handler = define.handlers({
  async POST({ req, params, state, url }) {
    const { actor, db } = state;
    const sku = Sku.safeParse(pathPart(url, 2)).data;
    const node = await seenNode(db, actor, params.nodeId ?? "");
    if (actor.kind !== "person" || !node || !sku) return problem(refuse("not_found"));
    const form = await readForm(req);
    const input = isRefusal(form) ? form : parse(Settle, Object.fromEntries(form));
    if (isRefusal(input)) return problem(input);
    const settled = await settleDrift(db, actor, { nodeId: node.id, sku, ...input });
    // Somebody was faster: the page says who.
    if (isRefusal(settled) && settled.kind !== "drift_settled") return problem(settled);
    return new Response(null, { status: 303, headers: { location: stockPath(node.id, sku) } });
  },
});
