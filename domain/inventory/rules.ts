// Rules keep what is held back: safety stock for the shelf, thresholds for other channels, and below how many an item is
// low. The first rule that fits sets a number; the number stands on the stock row, where a promise reads it.
import { type Db, type Sql, transact } from "../../lib/db.ts";
import { addJob } from "../../lib/jobs.ts";
import { refuse } from "../../lib/refusal.ts";
import type { Actor } from "../access/types.ts";
import { record } from "../events.ts";
import { availableToPromise } from "./decide.ts";
import { tellChanged } from "./feed.ts";
import { isSameList, published, ruleFor } from "./rules_decide.ts";
import * as rulesStore from "./rules_store.ts";
import { lockStock } from "./store.ts";
import type { RuleKind, SaveRules, WantedRule } from "./types.ts";

export { findRuleNames } from "./rules_store.ts";

/** The published list, its version and how far it has been applied; version 0 before the first was published. */
export async function readRules(sql: Sql) {
  const publication = await rulesStore.findPublication(sql);
  return {
    version: publication?.version ?? 0,
    publication: publication ?? null,
    rules: await rulesStore.findRules(sql),
  };
}

/**
 * Publishes a list in place of the one it was made from; refused when somebody published another meanwhile. The same
 * list again changes nothing. What it sets is applied right afterwards, node by node.
 */
export function saveRules(sql: Sql, actor: Actor, { version, rules }: SaveRules, now = new Date()) {
  return transact(sql, async (tx) => {
    await rulesStore.lockRulesToPublish(tx);
    const before = await readRules(tx);
    if (isSameList(before.rules, rules) && before.version > 0) return { version: before.version };
    if (before.version !== version) return refuse("rules_changed_meanwhile", { version: before.version });
    const unknown = await rulesStore.findUnknownNames(tx, namesIn(rules));
    if (unknown.length > 0) return refuse("unknown_in_rule", { unknown });

    const by = { ...actor };
    const list = published(before.rules, rules, { actor: by, at: now });
    await rulesStore.deleteRules(tx);
    await rulesStore.insertRules(tx, list);
    const next = version + 1;
    await rulesStore.insertList(tx, { version: next, rules: list, actor: by, now });
    await addJob(tx, "apply_rules", {}, { key: "apply_rules", queue: "apply_rules" });
    await record(tx, {
      ...{ kind: "rules_changed", topic: "rules", payload: { version: next }, now },
      actor: by,
    });
    return { version: next };
  });
}

/** Refuses a rule that names what is not there. */
export async function checkRule(sql: Sql, rule: WantedRule) {
  const unknown = await rulesStore.findUnknownNames(sql, namesIn([rule]));
  if (unknown.length > 0) return refuse("unknown_in_rule", { unknown });
}

/** How many stock rows at how many nodes would have other numbers, were this list published. */
export function previewRules(sql: Sql, rules: WantedRule[]) {
  return rulesStore.countDiffering(sql, rules);
}

/** Rows changed in one transaction: nobody who wants to promise them waits for long. */
const ROWS = 500;

/** Gives the stock of every node that needs it the numbers of the published list. Answers how many rows changed. */
export async function applyRules(db: Db, now = new Date()) {
  let changed = 0;
  for (const { id } of await rulesStore.nodesToApply(db)) changed += await applyAt(db, id, now);
  return { changed };
}

/** A node is marked in the transaction that finds nothing more to change: then, and only then, all its rows are right. */
async function applyAt(db: Db, nodeId: string, now: Date): Promise<number> {
  for (let changed = 0;;) {
    const skus = await transact(db, async (tx) => {
      await rulesStore.lockRulesToApply(tx);
      const differing = (await rulesStore.skusThatDiffer(tx, nodeId)).map(({ sku }) => sku);
      const some = differing.slice(0, ROWS);
      await lockStock(tx, nodeId, some);
      await rulesStore.setNumbers(tx, nodeId, some);
      if (some.length === differing.length) await rulesStore.markApplied(tx, nodeId, now);
      return { some, isDone: some.length === differing.length };
    });
    changed += skus.some.length;
    // By itself, so that no shelf waits for the channels; should this be lost, the reconciliation finds it.
    if (skus.some.length > 0) await tellChanged(db, nodeId, skus.some, now);
    if (skus.isDone) return changed;
  }
}

/** A number on a stock row and the rule that set it; null where none fits. */
export interface Explained {
  units: number;
  rule: { id: string; name: string; position: number } | null;
}

/**
 * Why so many can be promised of an item at a node: each number with the rule that set it. While a new list is being
 * applied, `isApplied` is false and a number may still be the last list's.
 */
export async function explainStock(sql: Sql, nodeId: string, sku: string, channelId?: string) {
  const stock = await rulesStore.findNumberedStock(sql, nodeId, sku);
  if (!stock) return refuse("not_found", { nodeId, sku });
  const rules = await rulesStore.findRules(sql);
  const explained = (kind: RuleKind, units: number, channel: string | null = null): Explained => {
    const rule = ruleFor(rules, kind, stock, channel);
    return { units, rule: rule ? { id: rule.id, name: rule.name, position: rule.position } : null };
  };
  const channels = [
    ...new Set([
      ...Object.keys(stock.thresholds ?? {}),
      ...rules.flatMap((rule) => rule.channelId ?? []),
    ]),
  ].filter((id) => channelId === undefined || id === channelId).sort();
  return {
    ...{ nodeId, sku, onHand: stock.onHand, reserved: stock.reserved, isApplied: stock.isApplied },
    safetyStock: explained("safety_stock", stock.safetyStock),
    lowStock: explained("low_stock", stock.lowStock),
    thresholds: channels.map((id) => {
      return { channelId: id, ...explained("threshold", stock.thresholds?.[id] ?? 0, id) };
    }),
    availableToPromise: Math.max(
      0,
      availableToPromise(stock) - (channelId === undefined ? 0 : stock.thresholds?.[channelId] ?? 0),
    ),
  };
}

/** Names for people of the items and nodes a list names, by their ids. */
export async function namesOf(sql: Sql, rules: WantedRule[]) {
  const { sku: skus, node: nodeIds } = namesIn(rules);
  const found = await rulesStore.findNamesOf(sql, { skus, nodeIds });
  const named = (kind: "item" | "node") =>
    Object.fromEntries(found.filter((each) => each.kind === kind).map(({ id, name }) => [id, name]));
  return { items: named("item"), nodes: named("node") };
}

function namesIn(rules: WantedRule[]) {
  const all = (
    of: (rule: WantedRule) => string[] | null,
  ) => [...new Set(rules.flatMap((rule) => of(rule) ?? []))];
  return {
    sku: all((rule) => rule.skus),
    category: all((rule) => rule.categories),
    node: all((rule) => rule.nodeIds),
    group: all((rule) => rule.groupIds),
    channel: all((rule) => rule.channelId === null ? null : [rule.channelId]),
  };
}
