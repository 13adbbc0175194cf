import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { DraftPage } from "../../../../../components/routing/DraftPage.tsx";
import type { RoutingChoices } from "../../../../../components/routing/Fields.tsx";
import { faultWords, unknownWords } from "../../../../../components/routing/form_words.ts";
import { ThingForm, type ThingFormProps } from "../../../../../components/routing/ThingForm.tsx";
import {
  added,
  copied,
  find,
  moved,
  put,
  turned,
  weighed,
  without,
} from "../../../../../components/routing/tree.ts";
import { type Typed, typedIn, typedOf, typedWeights } from "../../../../../components/routing/typed.ts";
import { Shell } from "../../../../../components/Shell.tsx";
import { findRuleNames } from "../../../../../domain/inventory/mod.ts";
import { problem, type ProblemKind, problems } from "../../../../../domain/problems.ts";
import {
  discardDraft,
  publishDraft,
  readRuleSet,
  readRuleSets,
  rebaseDraft,
  reviseDraft,
} from "../../../../../domain/routing/mod.ts";
import {
  DraftAct,
  GroupForm,
  NameForm,
  RoutingForm,
  RuleForm,
  WeightsForm,
} from "../../../../../domain/routing/rules_form_types.ts";
import { type RoutingRules, SaveDraft } from "../../../../../domain/routing/rules_types.ts";
import { parse, readForm } from "../../../../../lib/body.ts";
import { isRefusal, type Refusal, refuse } from "../../../../../lib/refusal.ts";
import { Uuid } from "../../../../../lib/shapes.ts";
import { define, type State } from "../../../../../state.ts";
import { byId, nameOf, placeOf } from "../../../(_region)/place.ts";

type Form = Pick<ThingFormProps, "kind" | "typed">;

/** A draft with its rules, or one thing of it as a form; a published set is no draft any more. */
async function draftPage(
  state: State,
  id: string,
  { form, name, problem = null }: { form?: Form; name?: string; problem?: string | null } = {},
) {
  const { db } = state;
  const [draft, { version }, choices, place] = await Promise.all([
    findDraft(db, id),
    readRuleSets(db),
    findRuleNames(db),
    placeOf(state),
  ]);
  const names = { groups: byId(choices.groups), channels: byId(choices.channels) };
  const offered: RoutingChoices = { ...choices, queues: queuesOf(draft.rules) };
  return {
    ...place,
    form: form ? { ...form, draftId: id, choices: offered, problem } : null,
    draft: {
      ...{ id, name: draft.name, typedName: name ?? draft.name, rules: draft.rules },
      ...{ basedOn: draft.basedOn ?? 0, version, by: nameOf(draft.actor), names, problem },
    },
  };
}

async function findDraft(db: State["db"], id: string) {
  const draft = Uuid.safeParse(id).success ? await readRuleSet(db, id) : undefined;
  if (!draft || isRefusal(draft) || draft.version !== null) throw new HttpError(404);
  return draft;
}

function queuesOf({ groups }: RoutingRules): string[] {
  const rules = groups.flatMap(({ routings }) => routings.flatMap((routing) => routing.rules));
  return [...new Set(rules.flatMap(({ left }) => left.to === "queue" ? [left.queue] : []))].sort();
}

export const handler = define.handlers({
  async GET({ url, params, state }) {
    const id = params.id!;
    const edited = url.searchParams.get("edit");
    const { rules } = await findDraft(state.db, id);
    if (edited === "weights") {
      return page(
        await draftPage(state, id, {
          form: { kind: "weights", typed: typedWeights(rules.weights) },
        }),
      );
    }
    const thing = edited === null ? undefined : find(rules, edited);
    const form = thing && { kind: thing.kind, typed: typedOf(thing) };
    return page(await draftPage(state, id, { form }));
  },

  async POST({ req, params, state }) {
    const id = params.id!;
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    const act = parse(DraftAct, form.get("act")?.split(":"));
    if (isRefusal(act)) return problem(act);
    await findDraft(state.db, id);
    switch (act[0]) {
      case "publish":
        return await after(state, id, await publishDraft(state.db, state.actor, id), "/routing");
      case "discard":
        return await after(state, id, await discardDraft(state.db, id), "/routing");
      case "rebase":
        return await after(state, id, await rebaseDraft(state.db, id));
      case "keep":
      case "weights":
        return await keep(state, id, typedIn(form), act[0]);
      case "name":
        return await rename(state, id, form);
      default:
        return await change(state, id, act);
    }
  },
});

const newId = () => crypto.randomUUID().slice(0, 13);

/** What a button beside a thing does to it; a new thing is opened to be filled in. */
async function change(state: State, id: string, [act, what, under]: (string | undefined)[]) {
  let opened: string | undefined;
  const revised = await revise(state, id, (rules) => {
    if (act === "add") {
      const more = added(rules, { kind: what as "group" | "routing" | "rule", under, newId });
      opened = more.id;
      return more.rules;
    }
    if (act === "copy") return copied(rules, what!, newId);
    if (act === "turn") return turned(rules, what!);
    if (act === "delete") return without(rules, what!);
    return moved(rules, what!, act === "up" ? -1 : 1);
  });
  return await after(state, id, revised, opened && `/routing/drafts/${id}?edit=${opened}`);
}

function revise(state: State, id: string, change: (rules: RoutingRules) => RoutingRules) {
  return reviseDraft(
    state.db,
    state.actor,
    id,
    // The whole has rules of its own: how many there may be, and that none is empty.
    ({ name, rules }) => parse(SaveDraft, { name, rules: change(rules) }),
  );
}

const forms = { group: GroupForm, routing: RoutingForm, rule: RuleForm };

/** Takes what a form says into the draft, or asks again for what is not right about it. */
async function keep(state: State, id: string, typed: Typed, act: "keep" | "weights") {
  const kind = act === "weights" ? "weights" : (typed.kind?.[0] ?? "") as keyof typeof forms;
  const again = async (refusal: Refusal, status: number) =>
    page(await draftPage(state, id, { form: { kind, typed }, problem: whatIsWrong(refusal) }), { status });
  if (kind === "weights") {
    const weights = parse(WeightsForm, typed);
    if (isRefusal(weights)) return await again(weights, 400);
    return await after(state, id, await revise(state, id, (rules) => weighed(rules, weights)));
  }
  if (!Object.hasOwn(forms, kind)) return problem(refuse("malformed", { issues: [{ path: ["kind"] }] }));
  const said = parse(forms[kind], typed);
  if (isRefusal(said)) return await again(said, 400);
  // What was deleted meanwhile is not brought back, and what was typed is shown still.
  const { rules } = await findDraft(state.db, id);
  if (find(rules, said.id)?.kind !== kind) return await again(refuse("not_found"), 404);
  const revised = await revise(state, id, (rules) => put(rules, said));
  if (isRefusal(revised)) return await again(revised, problems[revised.kind as ProblemKind][0]);
  return await after(state, id, revised);
}

async function rename(state: State, id: string, form: URLSearchParams) {
  const named = parse(NameForm, typedIn(form));
  if (isRefusal(named)) {
    const problem = whatIsWrong(named);
    return page(await draftPage(state, id, { name: form.get("name") ?? "", problem }), { status: 400 });
  }
  return await after(
    state,
    id,
    await reviseDraft(state.db, state.actor, id, ({ rules }) => ({ ...named, rules })),
  );
}

/** Onwards when it went well, else the draft as it is with what was wrong. */
async function after(
  state: State,
  id: string,
  done: object | Refusal | undefined,
  location = `/routing/drafts/${id}`,
) {
  if (!isRefusal(done)) return new Response(null, { status: 303, headers: { location } });
  const [status] = problems[done.kind as ProblemKind];
  return page(await draftPage(state, id, { problem: whatIsWrong(done) }), { status });
}

/** A refusal as somebody reads it who edits rules. */
function whatIsWrong({ kind, detail }: Refusal): string {
  switch (kind) {
    case "malformed":
      return faultWords(detail.issues as { path: string[]; message: string }[]);
    case "unknown_in_rule":
      return unknownWords(detail.unknown as string[]);
    case "rules_changed_meanwhile":
      return "Somebody else published other rules meanwhile. Nothing was published, and your draft is kept.";
    case "not_found":
      return "That is not there any more: somebody deleted it meanwhile.";
    default:
      return problems[kind as ProblemKind][1];
  }
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.draft.name} · Aisle</title>
    </Head>
    <Shell place={data.place} person={data.person} wide={data.form === null}>
      {data.form ? <ThingForm {...data.form} /> : <DraftPage {...data.draft} />}
    </Shell>
  </>
));
