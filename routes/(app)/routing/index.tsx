import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { faultWords } from "../../../components/routing/form_words.ts";
import { typedIn } from "../../../components/routing/typed.ts";
import { RoutingPage } from "../../../components/routing/RoutingPage.tsx";
import { Shell } from "../../../components/Shell.tsx";
import { beginDraft, readRuleSets, rollBack } from "../../../domain/routing/mod.ts";
import { NameForm } from "../../../domain/routing/rules_form_types.ts";
import { findRuleNames } from "../../../domain/inventory/mod.ts";
import { problem, type ProblemKind, problems } from "../../../domain/problems.ts";
import { parse, readForm } from "../../../lib/body.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { define, type State } from "../../../state.ts";
import { byId, nameOf, placeOf, sinceWords } from "../(_region)/place.ts";

async function routingPage(state: State, typed = "", problem: string | null = null) {
  const [sets, choices, place] = await Promise.all([
    readRuleSets(state.db),
    findRuleNames(state.db),
    placeOf(state),
  ]);
  return {
    ...place,
    shown: {
      ...{ version: sets.version, rules: sets.rules, typed, problem },
      names: { groups: byId(choices.groups), channels: byId(choices.channels) },
      drafts: sets.drafts.map(({ id, name, actor, at, basedOn }) => (
        { id, name, by: nameOf(actor), age: sinceWords(at), basedOn: basedOn ?? 0 }
      )),
      history: sets.published.map(({ version, name, publishedBy, publishedAt, basedOn }) => ({
        ...{ version: version!, name, by: nameOf(publishedBy) },
        age: sinceWords(publishedAt!),
        rolledBackTo: (basedOn ?? 0) === version! - 1 ? null : basedOn,
      })),
    },
  };
}

const Version = z.string().regex(/^[1-9]\d{0,8}$/).transform(Number);
const Act = z.union([z.tuple([z.literal("draft")]), z.tuple([z.literal("rollback"), Version])]);

export const handler = define.handlers({
  async GET({ state }) {
    return page(await routingPage(state));
  },

  async POST({ req, state }) {
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    const act = parse(Act, form.get("act")?.split(":"));
    if (isRefusal(act)) return problem(act);
    return act[0] === "draft" ? await begin(state, form) : await putBack(state, act[1]);
  },
});

async function begin(state: State, form: URLSearchParams) {
  const named = parse(NameForm, typedIn(form));
  if (isRefusal(named)) {
    const { issues } = named.detail as { issues: { path: string[] }[] };
    return page(await routingPage(state, form.get("name") ?? "", faultWords(issues)), { status: 400 });
  }
  const { id } = await beginDraft(state.db, state.actor, named.name);
  return new Response(null, { status: 303, headers: { location: `/routing/drafts/${id}` } });
}

async function putBack(state: State, version: number) {
  const put = await rollBack(state.db, state.actor, version);
  if (!isRefusal(put)) return new Response(null, { status: 303, headers: { location: "/routing" } });
  const [status] = problems[put.kind as ProblemKind];
  return page(await routingPage(state, "", `There is no version ${version} to roll back to.`), { status });
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Routing rules · Aisle</title>
    </Head>
    <Shell place={data.place} person={data.person} wide>
      <RoutingPage {...data.shown} />
    </Shell>
  </>
));
