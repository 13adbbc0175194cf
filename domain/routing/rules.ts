// The retailer's routing rules: drafted, checked, published as a whole, and rolled back by publishing an older set again.
import { uuidv7 } from "uuidv7";
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, type Refusal, refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { HOUSE_RULES } from "./rules_decide.ts";
import * as rulesStore from "./rules_store.ts";
import type { Choice, RoutingRules, SaveDraft } from "./rules_types.ts";
import { findRulesInForce } from "./store.ts";

/** Sets kept on the page. */
const SHOWN = 50;

/** The rules in force and their version, 0 before any were published; the drafts, and what was published before. */
export async function readRuleSets(sql: Sql) {
  const [inForce, drafts, published] = await Promise.all([
    findRulesInForce(sql),
    rulesStore.findSets(sql, { arePublished: false, limit: SHOWN }),
    rulesStore.findSets(sql, { arePublished: true, limit: SHOWN }),
  ]);
  return { ...inForce ?? { version: 0, rules: HOUSE_RULES }, drafts, published };
}

export async function readRuleSet(sql: Sql, id: string) {
  return await rulesStore.findSet(sql, id) ?? refuse("not_found", { id });
}

/** The rules of a version, as a decision names it: 0 is the house. */
export async function rulesOfVersion(sql: Sql, version: number): Promise<RoutingRules> {
  return (await rulesStore.findVersion(sql, version))?.rules ?? HOUSE_RULES;
}

/** Keeps a draft: a new one made from the rules in force, or another state of one there is. */
export function saveDraft(sql: Sql, actor: Actor, draft: SaveDraft, now = new Date()) {
  return transact(sql, async (tx) => {
    const unknown = await rulesStore.findUnknown(tx, namesIn(draft.rules));
    if (unknown.length > 0) return refuse("unknown_in_rule", { unknown });
    const { name, rules } = draft;
    if (draft.id !== undefined) {
      const changed = await rulesStore.changeDraft(tx, {
        id: draft.id,
        name,
        rules,
        actor: { ...actor },
        at: now,
      });
      return changed ? { id: draft.id } : refuse("not_found", { id: draft.id });
    }
    const id = uuidv7();
    const basedOn = await rulesStore.newestVersion(tx);
    await rulesStore.insertDraft(tx, { id, name, rules, basedOn, actor: { ...actor }, at: now });
    return { id };
  });
}

/** A new draft, of what is in force now. */
export function beginDraft(sql: Sql, actor: Actor, name: string, now = new Date()) {
  return transact(sql, async (tx) => {
    const { version, rules } = await findRulesInForce(tx) ?? { version: 0, rules: HOUSE_RULES };
    const id = uuidv7();
    await rulesStore.insertDraft(tx, { id, name, rules, basedOn: version, actor: { ...actor }, at: now });
    return { id };
  });
}

/**
 * Changes one thing in a draft as it is now, so that two who change different things in it both keep theirs. A name that
 * is nobody's is refused where it is new: one whose owner went meanwhile must not stand in the way of mending it.
 */
export function reviseDraft(
  sql: Sql,
  actor: Actor,
  id: string,
  revise: (draft: { name: string; rules: RoutingRules }) => Omit<SaveDraft, "id"> | Refusal,
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    const draft = await rulesStore.lockDraft(tx, id);
    if (!draft) return refuse("not_found", { id });
    const revised = revise(draft);
    if (isRefusal(revised)) return revised;
    const { name, rules } = revised;
    const before = new Set(Object.values(namesIn(draft.rules)).flat());
    const unknown = (await rulesStore.findUnknown(tx, namesIn(rules))).filter((each) => !before.has(each));
    if (unknown.length > 0) return refuse("unknown_in_rule", { unknown });
    await rulesStore.changeDraft(tx, { id, name, rules, actor: { ...actor }, at: now });
    return { id };
  });
}

/** Keeps a draft although other rules were published since it was made: it is to follow those now. */
export function rebaseDraft(sql: Sql, id: string) {
  return transact(sql, async (tx) => {
    const changed = await rulesStore.rebaseDraft(tx, id, await rulesStore.newestVersion(tx));
    return changed === 1 ? { id } : refuse("not_found", { id });
  });
}

export async function discardDraft(sql: Sql, id: string) {
  return await rulesStore.deleteDraft(sql, id) ? undefined : refuse("not_found", { id });
}

/**
 * Puts a draft in force; refused when other rules were published since it was made. From the next order on it decides,
 * within two seconds everywhere.
 */
export function publishDraft(sql: Sql, actor: Actor, id: string, now = new Date()) {
  return transact(sql, async (tx) => {
    await rulesStore.lockToPublish(tx);
    const draft = await rulesStore.findSet(tx, id);
    if (!draft || draft.version !== null) return refuse("not_found", { id });
    const newest = await rulesStore.newestVersion(tx);
    if ((draft.basedOn ?? 0) !== newest) return refuse("rules_changed_meanwhile", { version: newest });
    const unknown = await rulesStore.findUnknown(tx, namesIn(draft.rules));
    if (unknown.length > 0) return refuse("unknown_in_rule", { unknown });
    return await putInForce(tx, actor, { id, version: newest + 1 }, now);
  });
}

/** Puts an earlier set in force again, as a version of its own. */
export function rollBack(sql: Sql, actor: Actor, version: number, now = new Date()) {
  return transact(sql, async (tx) => {
    await rulesStore.lockToPublish(tx);
    const earlier = await rulesStore.findVersion(tx, version);
    if (!earlier) return refuse("not_found", { version });
    const newest = await rulesStore.newestVersion(tx);
    const { name, rules } = earlier;
    const id = uuidv7();
    await rulesStore.insertDraft(tx, { id, name, rules, basedOn: version, actor: { ...actor }, at: now });
    return await putInForce(tx, actor, { id, version: newest + 1 }, now);
  });
}

async function putInForce(
  tx: Sql,
  actor: Actor,
  { id, version }: { id: string; version: number },
  now: Date,
) {
  await rulesStore.publish(tx, { id, version, actor: { ...actor }, now });
  const payload = { version };
  await record(tx, { kind: "routing_rules_published", topic: "routing", payload, now, actor: { ...actor } });
  return { version };
}

function namesIn({ groups }: RoutingRules) {
  const of = (choices: (Choice | undefined)[]) => [...new Set(choices.flatMap((choice) => choice?.of ?? []))];
  const routings = groups.flatMap((group) => group.routings);
  const rules = routings.flatMap((routing) => routing.rules);
  return {
    groups: of(rules.map((rule) => rule.nodes.groups)),
    channels: of(groups.map((group) => group.channels)),
    categories: of(routings.map((routing) => routing.orders.categories)),
  };
}
