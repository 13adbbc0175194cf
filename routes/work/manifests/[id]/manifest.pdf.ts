import { findNode } from "../../../../domain/places/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { manifestPdf, readManifest } from "../../../../domain/shipping/mod.ts";
import { attached } from "../../../../lib/paper.ts";
import { refuse } from "../../../../lib/refusal.ts";
import { Uuid } from "../../../../lib/shapes.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ params, state }) {
    const { actor, db } = state;
    const id = Uuid.safeParse(params.id);
    if (!id.success) return problem(refuse("not_found"));
    if (actor.kind !== "person" || actor.nodeId === null) return problem(refuse("not_allowed"));
    const [node, manifest] = [
      await findNode(db, actor.nodeId),
      await readManifest(db, actor.nodeId, id.data),
    ];
    if (!node || !manifest) return problem(refuse("not_found"));
    const paper = await manifestPdf(manifest, node.name, node.timeZone);
    return attached(paper, "application/pdf", "manifest.pdf");
  },
});
