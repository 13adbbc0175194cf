import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { queuesPath, QueuesView } from "../../../components/queues/QueuesView.tsx";
import { keyOf } from "../../../components/queues/words.ts";
import { Icon } from "../../../components/Icon.tsx";
import { Shell } from "../../../components/Shell.tsx";
import { nodesSeenBy } from "../../../domain/access/mod.ts";
import { readQueues, settleWaits } from "../../../domain/orders/mod.ts";
import { findRegions } from "../../../domain/places/mod.ts";
import { problem } from "../../../domain/problems.ts";
import { parse, readForm, readQuery } from "../../../lib/body.ts";
import { isRefusal, refuse } from "../../../lib/refusal.ts";
import { Uuid } from "../../../lib/shapes.ts";
import { define, type State } from "../../../state.ts";

/** Lines on one page: no more can be ticked at once. */
const SHOWN = 100;

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);
const Figure = z.string().regex(/^\d{1,6}$/).transform(Number);

const AskQueues = z.strictObject({
  queue: Slug.optional(),
  act: z.enum(["try_again", "give_up"]).optional(),
  ...{
    asked: Figure.optional(),
    lines: Figure.optional(),
    units: Figure.optional(),
    gone: Figure.optional(),
  },
});
type AskQueues = z.infer<typeof AskQueues>;

/** Waits as the page names them: order, line, and the moment it began. */
const Line = z.string().regex(/^[0-9a-f-]{36}\.\d{1,6}\.\d{1,15}$/).transform((key) => {
  const [orderId, lineNo, enteredAt] = key.split(".") as [string, string, string];
  return { orderId, lineNo: Number(lineNo), enteredAt: new Date(Number(enteredAt)) };
}).refine(({ orderId }) => Uuid.safeParse(orderId).success);

const Settle = z.strictObject({
  act: z.enum(["try_again", "give_up", "give_up_now"]),
  lines: z.array(Line).max(SHOWN),
});

export const handler = define.handlers({
  async GET({ state, url }) {
    const asked = readQuery(url, AskQueues);
    if (isRefusal(asked)) throw new HttpError(404);
    return page(await listPage(state, asked));
  },

  async POST({ req, state, url }) {
    const { actor, db } = state;
    const asked = readQuery(url, AskQueues);
    const form = await readForm(req);
    if (isRefusal(asked)) return problem(asked);
    if (isRefusal(form)) return problem(form);
    const input = parse(Settle, { act: form.get("act"), lines: form.getAll("line") });
    if (isRefusal(input)) return problem(input);
    if (actor.kind !== "person") return problem(refuse("not_allowed"));
    const { act, lines } = input;
    if (act === "give_up" && lines.length > 0) return page(await listPage(state, asked, lines));

    const settled = act === "try_again" ? act : "give_up" as const;
    const done = await settleWaits(db, actor, { act: settled, lines });
    const location = queuesPath(asked.queue ?? null, { act: settled, asked: lines.length, ...done });
    return new Response(null, { status: 303, headers: { location } });
  },
});

async function listPage(
  { actor, db }: State,
  asked: AskQueues,
  chosen: z.infer<typeof Line>[] | null = null,
) {
  if (actor.kind !== "person" || actor.regionId === null) throw new HttpError(404);
  const { regionId } = actor;
  const now = new Date();
  const { queue = null, act, lines, units, gone } = asked;
  const [read, regions, nodes] = await Promise.all([
    readQueues(db, { queue, limit: SHOWN }, now),
    findRegions(db),
    nodesSeenBy(db, actor),
  ]);
  const keys = new Set(chosen?.map(keyOf));
  const givingUp = read.waiting.filter((wait) => keys.has(keyOf(wait)));
  return {
    ...{ ...read, queue, now, person: actor.name },
    place: regions.find(({ id }) => id === regionId)?.name ?? regionId,
    timeZone: nodes[0]?.timeZone ?? "UTC",
    givingUp: givingUp.length > 0 ? givingUp : null,
    done: act === undefined ? null : {
      act,
      ...{ asked: asked.asked ?? 0, lines: lines ?? 0, units: units ?? 0, gone: gone ?? 0 },
    },
  };
}

export default define.page<typeof handler>(({ data: { place, person, ...data } }) => (
  <>
    <Head>
      <title>What waits · Aisle</title>
    </Head>
    <Shell place={place} person={person} beside={<OrdersLink />} wide>
      <QueuesView {...data} />
    </Shell>
  </>
));

function OrdersLink() {
  return (
    <a class="btn btn-ghost px-3" href="/orders">
      <Icon name="package" />
      <span class="text-sm max-[24rem]:sr-only">Orders</span>
    </a>
  );
}
