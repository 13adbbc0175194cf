import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Shell } from "../../../components/Shell.tsx";
import { OrdersList } from "../../../components/sourcing/OrdersList.tsx";
import { orderPath } from "../../../components/sourcing/paths.ts";
import { listOrders, readSourcing } from "../../../domain/orders/mod.ts";
import { findRegions } from "../../../domain/places/mod.ts";
import { readQuery } from "../../../lib/body.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { text } from "../../../lib/shapes.ts";
import { define } from "../../../state.ts";

const SHOWN = 30;

const AskOrders = z.strictObject({ number: text(40, 0).optional() });

export const handler = define.handlers({
  async GET(ctx) {
    const { actor, db } = ctx.state;
    const asked = readQuery(ctx.url, AskOrders);
    if (actor.kind !== "person" || actor.regionId === null || isRefusal(asked)) throw new HttpError(404);
    const { regionId } = actor;
    const number = asked.number?.trim().toUpperCase() ?? "";
    if (number !== "" && await readSourcing(db, { number, regionId })) {
      return ctx.redirect(orderPath(encodeURIComponent(number)), 303);
    }
    const region = (await findRegions(db)).find(({ id }) => id === regionId);
    const orders = await listOrders(db, regionId, SHOWN);
    return page({
      ...{ place: region?.name ?? regionId, person: actor.name, now: new Date() },
      ...{ number, isMissing: number !== "", orders },
    });
  },
});

export default define.page<typeof handler>(({ data: { place, person, ...data } }) => (
  <>
    <Head>
      <title>Orders · {place} · Aisle</title>
    </Head>
    <Shell place={place} person={person} wide>
      <OrdersList {...data} />
    </Shell>
  </>
));
