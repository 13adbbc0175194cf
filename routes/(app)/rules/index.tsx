import { page } from "fresh";
import { Head } from "fresh/runtime";
import { bare, inOrder, isSame, moved, put, without, words } from "../../../components/rules/draft.ts";
import { RuleEditor, type RuleFields } from "../../../components/rules/RuleEditor.tsx";
import { type Draft, RulesPage } from "../../../components/rules/RulesPage.tsx";
import { kinds } from "../../../components/rules/words.ts";
import { Icon } from "../../../components/Icon.tsx";
import { Shell } from "../../../components/Shell.tsx";
import {
  checkRule,
  findRuleNames,
  namesOf,
  previewRules,
  readRules,
  saveRules,
} from "../../../domain/inventory/mod.ts";
import { SaveRules, WantedRule } from "../../../domain/inventory/types.ts";
import { problem, type ProblemKind, problems } from "../../../domain/problems.ts";
import { parse, readForm } from "../../../lib/body.ts";
import { isRefusal, type Refusal } from "../../../lib/refusal.ts";
import { define, type State } from "../../../state.ts";
import { byId, nameOf, placeOf, sinceWords } from "../(_region)/place.ts";

/** The list with what people need to read it, and what publishing it would change. */
async function listPage(state: State, draft: Draft | null, problem: string | null = null) {
  const { db } = state;
  const { version, publication, rules } = await readRules(db);
  const shown = draft ?? { version, rules: rules.map(bare) };
  const [named, choices] = await Promise.all([namesOf(db, shown.rules), findRuleNames(db)]);
  const unchanged = new Set(rules.map((rule) => JSON.stringify(bare(rule))));
  const isDraft = draft !== null && !isSame(draft.rules, rules);
  return {
    ...await placeOf(state),
    editor: null,
    list: {
      draft: shown,
      changedBy: Object.fromEntries(
        rules.filter((rule) =>
          shown.rules.some((each) => unchanged.has(JSON.stringify(bare(each))) && each.id === rule.id)
        )
          .map((rule) => [rule.id, nameOf(rule.actor)]),
      ),
      names: { ...named, groups: byId(choices.groups), channels: byId(choices.channels) },
      publication: publication && {
        ...{ by: nameOf(publication.actor), age: sinceWords(publication.at) },
        ...{ nodes: publication.nodes, appliedNodes: publication.appliedNodes },
      },
      preview: isDraft ? await previewRules(db, shown.rules) : null,
      problem,
    },
  };
}

async function editorPage(
  state: State,
  draft: Draft,
  rule: RuleFields,
  problem: string | null = null,
) {
  const isNew = draft.rules.every(({ id }) => id !== rule.id);
  const choices = await findRuleNames(state.db);
  return { ...await placeOf(state), list: null, editor: { draft, rule, isNew, choices, problem } };
}

export const handler = define.handlers({
  async GET({ state }) {
    return page(await listPage(state, null));
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (isRefusal(form)) return problem(form);
    const draft = parse(SaveRules, readDraft(form.get("draft")));
    if (isRefusal(draft)) return problem(draft);
    const [act, id = ""] = (form.get("act") ?? "").split(":");
    const list = (rules: WantedRule[]) => listPage(ctx.state, { ...draft, rules });
    const known = draft.rules.find((rule) => rule.id === id);
    switch (act) {
      case "add":
        return page(await editorPage(ctx.state, draft, emptyFields()));
      case "edit":
        return page(known ? await editorPage(ctx.state, draft, fieldsOf(known)) : await list(draft.rules));
      case "up":
        return page(await list(moved(draft.rules, id, -1)));
      case "down":
        return page(await list(moved(draft.rules, id, 1)));
      case "delete":
        return page(await list(without(draft.rules, id)));
      case "keep":
        return await keep(ctx.state, draft, form);
      case "publish":
        return await publish(ctx.state, draft);
      default:
        return page(await list(draft.rules));
    }
  },
});

/** Takes a rule into the draft, or asks again for what is not right about it. */
async function keep(state: State, draft: Draft, form: URLSearchParams) {
  const typed = typedFields(form);
  const rule = parse(WantedRule, wantedOf(typed));
  if (isRefusal(rule)) return page(await editorPage(state, draft, typed, whatIsWrong(rule)), { status: 400 });
  const unknown = await checkRule(state.db, rule);
  if (isRefusal(unknown)) {
    return page(await editorPage(state, draft, typed, whatIsWrong(unknown)), { status: 422 });
  }
  return page(await listPage(state, { ...draft, rules: put(draft.rules, rule) }));
}

async function publish(state: State, draft: Draft) {
  const saved = await saveRules(state.db, state.actor, { ...draft, rules: inOrder(draft.rules) });
  if (!isRefusal(saved)) return new Response(null, { status: 303, headers: { location: "/rules" } });
  const [status] = problems[saved.kind as ProblemKind];
  return page(await listPage(state, draft, whatIsWrong(saved)), { status });
}

function readDraft(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function emptyFields(): RuleFields {
  const nothing = { name: "", units: "", channelId: "", skus: "", nodeIds: "" };
  return { id: crypto.randomUUID(), kind: "safety_stock", ...nothing, categories: [], groupIds: [] };
}

function fieldsOf(rule: WantedRule): RuleFields {
  return {
    ...rule,
    ...{ units: `${rule.units}`, channelId: rule.channelId ?? "" },
    ...{ categories: rule.categories ?? [], groupIds: rule.groupIds ?? [] },
    ...{ skus: rule.skus?.join("\n") ?? "", nodeIds: rule.nodeIds?.join("\n") ?? "" },
  };
}

function typedFields(form: URLSearchParams): RuleFields {
  const typed = (name: string) => form.get(name) ?? "";
  return {
    ...{
      id: typed("id"),
      name: typed("name").trim(),
      units: typed("units").trim(),
      channelId: typed("channelId"),
    },
    kind: kinds.find(({ kind }) => kind === form.get("kind"))?.kind ?? "safety_stock",
    ...{ categories: form.getAll("categories"), groupIds: form.getAll("groupIds") },
    ...{ skus: typed("skus"), nodeIds: typed("nodeIds") },
  };
}

function wantedOf(typed: RuleFields) {
  const some = (chosen: string[]) => chosen.length > 0 ? chosen : null;
  return {
    ...{ id: typed.id, kind: typed.kind, name: typed.name },
    units: /^\d{1,5}$/.test(typed.units) ? Number(typed.units) : null,
    ...{ skus: words(typed.skus), nodeIds: words(typed.nodeIds) },
    ...{ categories: some(typed.categories), groupIds: some(typed.groupIds) },
    channelId: typed.kind === "threshold" ? typed.channelId : null,
  };
}

const asked: Record<string, string> = {
  units: "Units are a whole number from 0 to 9,999.",
  name: "Say in a few words what the rule is for.",
  skus: "A SKU has at most 64 characters, and a rule names at most 500.",
  nodeIds: "The id of a store is in small letters, digits and hyphens, such as soho.",
  channelId: "A threshold needs a channel.",
};

const kindWords: Record<string, string> = {
  ...{ sku: "item", category: "category", node: "store or depot", group: "group", channel: "channel" },
};

/** A refusal as a manager reads it. */
function whatIsWrong({ kind, detail }: Refusal): string {
  if (kind === "malformed") {
    const [issue] = detail.issues as { path: string[] }[];
    return asked[issue?.path[0] ?? ""] ?? "Something about this rule is not right.";
  }
  if (kind === "unknown_in_rule") {
    const [first] = detail.unknown as { kind: string; name: string }[];
    return `There is no ${kindWords[first!.kind]} “${first!.name}”.`;
  }
  if (kind === "rules_changed_meanwhile") {
    return "Somebody else published other rules meanwhile. Discard yours, and begin with theirs.";
  }
  return problems[kind as ProblemKind][1];
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>What is held back · Aisle</title>
    </Head>
    <Shell place={data.place} person={data.person} beside={<LoadLink />} wide={data.list !== null}>
      {data.list ? <RulesPage {...data.list} /> : <RuleEditor {...data.editor!} />}
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
