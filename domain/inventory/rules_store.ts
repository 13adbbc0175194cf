import { json, type Sql } from "../../lib/db.ts";
import type { StockRule, WantedRule } from "./types.ts";

/** The list in its order. */
export function findRules(sql: Sql) {
  return sql.many<StockRule>`
    select id, position, kind, name, units, skus, categories, node_ids, group_ids, channel_id, actor, at
      from stock_rule
     order by position`;
}

/** The newest list there is, and how far it has come. */
export interface Publication {
  version: number;
  actor: Record<string, unknown>;
  at: Date;
  nodes: number;
  appliedNodes: number;
}

export function findPublication(sql: Sql) {
  return sql.maybe<Publication>`
    select list.version, list.actor, list.at, count(node.id) as nodes,
           count(node.id) filter (where applied.version = list.version) as applied_nodes
      from (select version, actor, at from stock_rule_list order by version desc limit 1) as list
      left join node on true
      left join stock_rule_applied as applied on applied.node_id = node.id
     group by list.version, list.actor, list.at`;
}

/** Who publishes waits for whoever puts stock in place, and for no reader; see number_new_stock in db/schema.sql. */
export function lockRulesToPublish(tx: Sql) {
  return tx.run`lock table stock_rule in exclusive mode`;
}

/** Nobody publishes while somebody applies. */
export function lockRulesToApply(tx: Sql) {
  return tx.run`lock table stock_rule in row share mode`;
}

export function deleteRules(tx: Sql) {
  return tx.run`delete from stock_rule`;
}

export function insertRules(tx: Sql, rules: StockRule[]) {
  return tx.run`
    insert into stock_rule (id, position, kind, name, units, skus, categories, node_ids, group_ids, channel_id, actor, at)
    select id, position, kind, name, units, skus, categories, node_ids, group_ids, channel_id, actor, at
      from jsonb_to_recordset(${asRules(rules)}::jsonb)
             as rule(id uuid, position int, kind text, name text, units int, skus text[], categories text[],
                     node_ids text[], group_ids text[], channel_id text, actor jsonb, at timestamptz)`;
}

export function insertList(
  tx: Sql,
  list: { version: number; rules: StockRule[]; actor: Record<string, unknown>; now: Date },
) {
  return tx.run`
    insert into stock_rule_list (version, rules, actor, at)
    values (${list.version}, ${asRules(list.rules)}::jsonb, ${json(list.actor)}::jsonb, ${list.now})`;
}

/** Names in rules that nothing is called by. */
export function findUnknownNames(
  sql: Sql,
  names: Record<"sku" | "category" | "node" | "group" | "channel", string[]>,
) {
  return sql.many<{ kind: keyof typeof names; name: string }>`
    select 'sku' as kind, given as name from unnest(${names.sku}::text[]) as given
     where not exists (select from item where item.sku = given)
     union all
    select 'category', given from unnest(${names.category}::text[]) as given
     where not exists (select from item where item.category = given)
     union all
    select 'node', given from unnest(${names.node}::text[]) as given
     where not exists (select from node where node.id = given)
     union all
    select 'group', given from unnest(${names.group}::text[]) as given
     where not exists (select from node_group where node_group.id = given)
     union all
    select 'channel', given from unnest(${names.channel}::text[]) as given
     where not exists (select from channel where channel.id = given)
     order by kind, name`;
}

/** Nodes whose stock may still have the numbers of another list. */
export function nodesToApply(sql: Sql) {
  return sql.many<{ id: string }>`
    select node.id
      from node
      left join stock_rule_applied as applied on applied.node_id = node.id
     where applied.version is distinct from (select max(version) from stock_rule_list)
     order by node.id`;
}

/** Items of a node whose numbers are not those of the published list. */
export function skusThatDiffer(sql: Sql, nodeId: string) {
  return sql.many<{ sku: string }>`
    select stock.sku
      from stock
      join numbers_by_rule(published_rules(), array[${nodeId}::text],
                           array(select sku from stock where node_id = ${nodeId})) as wanted using (node_id, sku)
     where stock.node_id = ${nodeId}
       and (stock.safety_stock, stock.thresholds, stock.low_stock)
           is distinct from (wanted.safety_stock, wanted.thresholds, wanted.low_stock)
     order by stock.sku`;
}

/** Gives stock rows of a node, which are locked, the numbers of the published list. No count changes, so nothing moves. */
export function setNumbers(tx: Sql, nodeId: string, skus: string[]) {
  return tx.run`
    update stock
       set safety_stock = wanted.safety_stock, thresholds = wanted.thresholds, low_stock = wanted.low_stock
      from numbers_by_rule(published_rules(), array[${nodeId}::text], ${skus}::text[]) as wanted
     where stock.node_id = ${nodeId}
       and stock.sku = wanted.sku`;
}

export function markApplied(tx: Sql, nodeId: string, now: Date) {
  return tx.run`
    insert into stock_rule_applied (node_id, version, at)
    select ${nodeId}, max(version), ${now} from stock_rule_list
        on conflict (node_id) do update set version = excluded.version, at = excluded.at`;
}

/** How many stock rows, at how many nodes, a list would give other numbers than they have. */
export function countDiffering(sql: Sql, rules: WantedRule[]) {
  return sql.one<{ rows: number; nodes: number }>`
    select count(*) as rows, count(distinct stock.node_id) as nodes
      from stock
      join numbers_by_rule(${asRules(rules)}::jsonb, array(select id from node), array(select sku from item))
             as wanted using (node_id, sku)
     where (stock.safety_stock, stock.thresholds, stock.low_stock)
           is distinct from (wanted.safety_stock, wanted.thresholds, wanted.low_stock)`;
}

/** A stock row with its numbers, and all that a rule may know it by. */
export interface NumberedStock {
  nodeId: string;
  sku: string;
  category: string;
  groupIds: string[];
  onHand: number;
  reserved: number;
  safetyStock: number;
  thresholds: Record<string, number> | null;
  lowStock: number;
  isApplied: boolean;
}

export function findNumberedStock(sql: Sql, nodeId: string, sku: string) {
  return sql.maybe<NumberedStock>`
    select stock.node_id, stock.sku, item.category, on_hand, reserved, safety_stock, thresholds, low_stock,
           array(select group_id from node_group_member as member where member.node_id = stock.node_id
                  order by group_id) as group_ids,
           coalesce((select version from stock_rule_applied as applied where applied.node_id = stock.node_id)
                    = (select max(version) from stock_rule_list), false) as is_applied
      from stock
      join item using (sku)
     where stock.node_id = ${nodeId}
       and stock.sku = ${sku}`;
}

/** What a rule can be about, besides single items and nodes. */
export function findRuleNames(sql: Sql) {
  return sql.one<RuleNames>`
    select array(select distinct category from item order by category) as categories,
           (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id), '[]')
              from node_group) as groups,
           (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name, id), '[]')
              from channel) as channels`;
}

export interface RuleNames {
  categories: string[];
  groups: { id: string; name: string }[];
  channels: { id: string; name: string }[];
}

/** Names for people of the items and nodes that rules name by id. */
export function findNamesOf(sql: Sql, named: { skus: string[]; nodeIds: string[] }) {
  return sql.many<{ id: string; name: string; kind: "item" | "node" }>`
    select sku as id, name, 'item' as kind from item where sku = any(${named.skus})
     union all
    select id, name, 'node' from node where id = any(${named.nodeIds})`;
}

function asRules(rules: (WantedRule & Partial<StockRule>)[]): string {
  return json(rules.map((rule, position) => ({
    ...{ id: rule.id, position, kind: rule.kind, name: rule.name, units: rule.units },
    ...{ skus: rule.skus, categories: rule.categories, node_ids: rule.nodeIds, group_ids: rule.groupIds },
    ...{ channel_id: rule.channelId, actor: rule.actor, at: rule.at },
  })));
}
