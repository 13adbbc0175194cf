import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Shell } from "../../../components/Shell.tsx";
import { wholeWork } from "../../../components/work/Work.tsx";
import { workplaceOf } from "../../../domain/access/decide.ts";
import { findPeople, idleLockOf } from "../../../domain/access/mod.ts";
import type { Person } from "../../../domain/access/types.ts";
import { readWork } from "../../../domain/fulfillment/mod.ts";
import { findNode } from "../../../domain/places/mod.ts";
import { WorkEn } from "../../../islands/WorkEn.tsx";
import { WorkEs } from "../../../islands/WorkEs.tsx";
import { Uuid } from "../../../lib/shapes.ts";
import { define, type State } from "../../../state.ts";
import type { Language } from "../../../words/languages.ts";
import { wordsOf } from "../../../words/mod.ts";

/** The associate's list, and any order of it: one page, so that moving between them needs no network. */
export const handler = define.handlers({
  async GET({ params, state }) {
    const { actor, db, keys } = state;
    const nodeId = workplaceOf(actor);
    if (nodeId === null) throw new HttpError(404);
    if (params.id && !Uuid.safeParse(params.id).success) throw new HttpError(404);
    const node = await findNode(db, nodeId);
    if (!node) throw new HttpError(404);
    await wholeWork();
    return page({
      ...await readWork(db, node.id),
      person: actor.kind === "person" ? memberOf(actor) : null,
      device: await deviceAt(state, nodeId),
      node: { id: node.id, name: node.name, timeZone: node.timeZone, ships: node.services.includes("ship") },
      selected: params.id || null,
      passPublicJwk: keys.passPublicJwk,
    });
  },
});

/** The store's device that this browser is, with everybody who may take it in hand. */
async function deviceAt({ db, device }: State, nodeId: string) {
  if (!device || device.revokedAt || device.nodeId !== nodeId) return null;
  const people = await findPeople(db, { nodeId, regionId: null });
  const idleLockSeconds = await idleLockOf(db, nodeId);
  return { id: device.id, name: device.name, idleLockSeconds, people: people.map(memberOf) };
}

function memberOf({ personId, name, role }: Pick<Person, "personId" | "name" | "role">) {
  return { personId, name, role };
}

export default define.page<typeof handler>(({ data, state: { language } }) => {
  const Work = islands[language];
  return (
    <>
      <Head>
        <title>{data.node.name} · Aisle</title>
      </Head>
      <Shell place={data.node.name} wide t={wordsOf(language)}>
        <Work {...data} />
      </Shell>
    </>
  );
});

const islands = { en: WorkEn, es: WorkEs } satisfies Record<Language, typeof WorkEn>;
