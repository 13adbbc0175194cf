import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ManifestPage } from "../../../components/work/ManifestPage.tsx";
import { Shell } from "../../../components/Shell.tsx";
import { findNode } from "../../../domain/places/mod.ts";
import { problem } from "../../../domain/problems.ts";
import { closeManifest, manifestPage } from "../../../domain/shipping/mod.ts";
import { parse, readForm } from "../../../lib/body.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { text } from "../../../lib/shapes.ts";
import { define } from "../../../state.ts";
import { wordsOf } from "../../../words/mod.ts";

const CloseManifest = z.strictObject({ id: z.uuid(), carrier: text(64) });

/** The end of a carrier's day: what it takes with it, and the button that closes the list. */
export const handler = define.handlers({
  async GET({ state }) {
    const { actor, db, language } = state;
    const node = actor.kind === "person" && actor.nodeId !== null && await findNode(db, actor.nodeId);
    if (!node) throw new HttpError(404);
    return page({
      ...await manifestPage(db, node.id),
      node: { name: node.name, timeZone: node.timeZone },
      person: actor.name,
      ids: Array.from({ length: 50 }, () => crypto.randomUUID()),
      now: new Date(),
      language,
    });
  },
  async POST(ctx) {
    const { actor, db } = ctx.state;
    if (actor.kind !== "person" || actor.nodeId === null) throw new HttpError(404);
    const form = await readForm(ctx.req);
    const wanted = isRefusal(form) ? form : parse(CloseManifest, Object.fromEntries(form));
    if (isRefusal(wanted)) return problem(wanted);
    // Where somebody was quicker there is nothing left to close, and the page says what they closed.
    await closeManifest(db, { nodeId: actor.nodeId, ...wanted }, actor);
    return ctx.redirect("/work/manifest", 303);
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{wordsOf(data.language).links.manifests} · Aisle</title>
    </Head>
    <Shell place={data.node.name} person={data.person} t={wordsOf(data.language)}>
      <ManifestPage {...data} t={wordsOf(data.language)} />
    </Shell>
  </>
));
