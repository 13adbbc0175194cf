import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Shell } from "../../../components/Shell.tsx";
import { SourcingView, type SourcingViewProps } from "../../../components/sourcing/SourcingView.tsx";
import { readSourcing, whatIf } from "../../../domain/orders/mod.ts";
import type { OrderSourcing } from "../../../domain/orders/types.ts";
import { findNodeNamed, findNodes, findRegions } from "../../../domain/places/mod.ts";
import { type ProblemKind, problems } from "../../../domain/problems.ts";
import { readQuery } from "../../../lib/body.ts";
import type { Sql } from "../../../lib/db.ts";
import { pathPart } from "../../../lib/path_part.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { text } from "../../../lib/shapes.ts";
import { define } from "../../../state.ts";

const AskSourcing = z.strictObject({
  decision: z.string().regex(/^\d{1,4}$/).transform(Number).optional(),
  why: z.string().regex(/^[a-z_]{1,20}$/).optional(),
  q: text(80, 0).optional(),
  through: text(80, 0).optional(),
});

export const handler = define.handlers({
  async GET({ state, url }) {
    const { actor, db } = state;
    const asked = readQuery(url, AskSourcing);
    const number = text(40).safeParse(pathPart(url, 1)).data;
    if (actor.kind !== "person" || actor.regionId === null || isRefusal(asked) || !number) {
      throw new HttpError(404);
    }
    const { regionId } = actor;
    const order = await readSourcing(db, { number, regionId });
    if (!order) throw new HttpError(404);
    const region = (await findRegions(db)).find(({ id }) => id === regionId);
    const through = asked.through?.trim();
    const newest = order.decisions.length;
    return page({
      ...{ order, place: region?.name ?? regionId, person: actor.name, now: new Date() },
      asked: {
        decision: asked.decision && asked.decision <= newest ? asked.decision : newest,
        why: asked.why,
        q: asked.q?.trim() || undefined,
        through,
      },
      whatIf: through ? await tryOut(db, order, through) : null,
    });
  },
});

/** What if this place had it? It is named on the page as well, though no decision may have known it. */
async function tryOut(db: Sql, order: OrderSourcing, named: string): Promise<SourcingViewProps["whatIf"]> {
  const node = await findNodeNamed(db, named);
  if (!node) return { problem: `There is no place called “${named}”` };
  const answer = await whatIf(db, { orderId: order.id, nodeId: node.id });
  if (isRefusal(answer)) return { problem: problems[answer.kind as ProblemKind][1] };
  const plans = [...answer.best.packages, ...answer.forced?.packages ?? []].map(({ nodeId }) => nodeId);
  for (const { id, name, city, state, lat, lon } of await findNodes(db, [node.id, ...plans])) {
    order.nodes[id] ??= { name, city, state, lat, lon };
  }
  return { answer };
}

export default define.page<typeof handler>(({ data: { place, person, ...data } }) => (
  <>
    <Head>
      <title>Order {data.order.number} · Aisle</title>
    </Head>
    <Shell place={place} person={person} wide>
      <SourcingView {...data} />
    </Shell>
  </>
));
