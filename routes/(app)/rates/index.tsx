import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import {
  type Fields,
  issueWords,
  lineWords,
  wantedBox,
  wantedTariff,
} from "../../../components/rates/fields.ts";
import { RatesPage } from "../../../components/rates/RatesPage.tsx";
import { Icon } from "../../../components/Icon.tsx";
import { Shell } from "../../../components/Shell.tsx";
import type { Person } from "../../../domain/access/types.ts";
import { findRegions } from "../../../domain/places/mod.ts";
import { problem, problems as titles, type Refused } from "../../../domain/problems.ts";
import {
  findBoxes,
  keepBox,
  keepTariff,
  listServices,
  removeTariff,
  retireBox,
} from "../../../domain/shipping/mod.ts";
import type { WrongLine } from "../../../domain/shipping/tariff_decide.ts";
import { KeepBox, KeepTariff, RemoveTariff, RetireBox } from "../../../domain/shipping/types.ts";
import { parse, readForm } from "../../../lib/body.ts";
import { isRefusal, refuse } from "../../../lib/refusal.ts";
import { define, type State } from "../../../state.ts";

/** Boxes and price lists, with what was typed and not taken. */
async function ratesPage(
  { db, actor }: State,
  typed: { of: string; fields: Fields } | null = null,
  problems: string[] = [],
) {
  if (actor.kind !== "person" || actor.regionId === null) throw new HttpError(404);
  const region = (await findRegions(db)).find(({ id }) => id === actor.regionId);
  const [boxes, services] = await Promise.all([findBoxes(db), listServices(db)]);
  const place = region?.name ?? actor.regionId;
  return { place, person: actor.name, list: { boxes, services, typed, problems } };
}

export const handler = define.handlers({
  async GET({ state }) {
    return page(await ratesPage(state));
  },

  async POST({ req, state }) {
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    if (state.actor.kind !== "person") throw new HttpError(404);
    const fields: Fields = Object.fromEntries([...form].map(([key, value]) => [key, value.trim()]));
    const said = await carryOut(state, state.actor, fields);
    if (said === undefined) return new Response(null, { status: 303, headers: { location: "/rates" } });
    const typed = { of: fields.of ?? "", fields };
    return page(await ratesPage(state, typed, wordsOf(said)), { status: titles[said.kind][0] });
  },
});

/** Does what one of the page's buttons says; a refusal where it cannot. */
async function carryOut({ db }: State, actor: Person, fields: Fields) {
  const { act, id, carrier, service } = fields;
  if (act === "box") {
    const box = parse(KeepBox, wantedBox(fields));
    return isRefusal(box) ? box : await keepBox(db, actor, box);
  }
  if (act === "tariff") {
    const tariff = parse(KeepTariff, wantedTariff(fields));
    return isRefusal(tariff) ? tariff : await keepTariff(db, actor, tariff);
  }
  if (act === "retire") {
    const named = parse(RetireBox, { id });
    return isRefusal(named) ? named : await retireBox(db, actor, named.id);
  }
  if (act === "remove") {
    const named = parse(RemoveTariff, { carrier, service });
    return isRefusal(named) ? named : await removeTariff(db, actor, named);
  }
  return refuse("malformed", { issues: [] });
}

function wordsOf({ kind, detail }: Refused): string[] {
  if (kind === "malformed") return issueWords(detail.issues as { path: string[] }[]);
  if (kind === "tariff_not_right") return (detail.lines as WrongLine[]).map(lineWords);
  return [titles[kind][1]];
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Boxes and shipping prices · Aisle</title>
    </Head>
    <Shell place={data.place} person={data.person} beside={<LoadLink />} wide>
      <RatesPage {...data.list} />
    </Shell>
  </>
));

function LoadLink() {
  return (
    <a class="btn btn-ghost px-3" href="/region">
      <Icon name="gauge" />
      <span class="text-sm max-[24rem]:sr-only">Load</span>
    </a>
  );
}
