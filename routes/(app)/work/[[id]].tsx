import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Shell } from "../../../components/Shell.tsx";
import { readWork } from "../../../domain/fulfillment/mod.ts";
import { findNode } from "../../../domain/places/mod.ts";
import { Work } from "../../../islands/Work.tsx";
import { Uuid } from "../../../lib/shapes.ts";
import { wordsOf } from "../../../words/mod.ts";
import { define } from "../../../state.ts";

/** The associate's list, and any order of it: one page, so that moving between them needs no network. */
export const handler = define.handlers({
  async GET({ params, state }) {
    const { actor, db, keys } = state;
    if (actor.kind !== "person" || actor.nodeId === null) throw new HttpError(404);
    if (params.id && !Uuid.safeParse(params.id).success) throw new HttpError(404);
    const node = await findNode(db, actor.nodeId);
    if (!node) throw new HttpError(404);
    const { personId, name, role } = actor;
    return page({
      ...await readWork(db, node.id),
      person: { personId, name, role },
      node: { id: node.id, name: node.name, timeZone: node.timeZone },
      selected: params.id || null,
      passPublicJwk: keys.passPublicJwk,
      language: state.language,
    });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.node.name} · Aisle</title>
    </Head>
    <Shell place={data.node.name} person={data.person.name} wide t={wordsOf(data.language)}>
      <Work {...data} />
    </Shell>
  </>
));
