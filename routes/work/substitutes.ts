import { z } from "zod";
import { workplaceOf } from "../../domain/access/decide.ts";
import { Sku } from "../../domain/catalog/types.ts";
import { listSubstitutes } from "../../domain/inventory/mod.ts";
import { problem } from "../../domain/problems.ts";
import { refuse } from "../../lib/refusal.ts";
import { text } from "../../lib/shapes.ts";
import { define } from "../../state.ts";

const Asked = z.strictObject({ sku: Sku, scanned: text(512).optional() });

/** What could stand in for an item: what was scanned, or what the store has most like it. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const nodeId = workplaceOf(state.actor);
    if (nodeId === null) return problem(refuse("not_allowed"));
    const asked = Asked.safeParse(Object.fromEntries(url.searchParams));
    if (!asked.success) return problem(refuse("malformed", { issues: asked.error.issues }));
    return Response.json({ items: await listSubstitutes(state.db, nodeId, asked.data) });
  },
});
