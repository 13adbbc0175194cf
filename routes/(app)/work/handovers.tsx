import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Shell } from "../../../components/Shell.tsx";
import { HandoversPage } from "../../../components/work/HandoversPage.tsx";
import { ToWork } from "../../../components/work/ToWork.tsx";
import { listHandovers } from "../../../domain/fulfillment/mod.ts";
import { findNode } from "../../../domain/places/mod.ts";
import { Instant, Uuid } from "../../../lib/shapes.ts";
import { define } from "../../../state.ts";
import { wordsOf } from "../../../words/mod.ts";

export const handler = define.handlers({
  async GET({ state, url }) {
    const { actor, db, language } = state;
    if (actor.kind !== "person" || actor.nodeId === null) throw new HttpError(404);
    const node = await findNode(db, actor.nodeId);
    if (!node) throw new HttpError(404);
    // What the address has wrong is as if it were not there: the newest page, and none of it open.
    const before = Instant.safeParse(url.searchParams.get("before")).data ?? null;
    const open = Uuid.safeParse(url.searchParams.get("open")).data ?? null;
    const from = { before: before === null ? undefined : new Date(before), open: open ?? undefined };
    return page({
      ...{ place: node.name, timeZone: node.timeZone, person: actor.name, language },
      ...{ before, open, now: new Date() },
      ...await listHandovers(db, node.id, from),
    });
  },
});

export default define.page<typeof handler>(({ data }) => {
  const t = wordsOf(data.language);
  return (
    <>
      <Head>
        <title>{t.links.handovers} · Aisle</title>
      </Head>
      <Shell place={data.place} person={data.person} beside={<ToWork t={t} />} wide t={t}>
        <HandoversPage {...data} t={t} />
      </Shell>
    </>
  );
});
