import { json, type Sql } from "../../lib/db.ts";
import type { RoutingRules } from "./rules_types.ts";

export interface RuleSet {
  id: string;
  /** Null: a draft. */
  version: number | null;
  name: string;
  rules: RoutingRules;
  basedOn: number | null;
  actor: Record<string, unknown>;
  at: Date;
  publishedBy: Record<string, unknown> | null;
  publishedAt: Date | null;
}

const columns = (sql: Sql) =>
  sql.part`id, version, name, rules, based_on, actor, at, published_by, published_at`;

/** Published sets, the newest first; or drafts, the last changed first. */
export function findSets(sql: Sql, { arePublished, limit }: { arePublished: boolean; limit: number }) {
  return sql.many<RuleSet>`
    select ${columns(sql)}
      from routing_rules
     where (version is not null) = ${arePublished}
     order by version desc, at desc
     limit ${limit}`;
}

export function findSet(sql: Sql, id: string) {
  return sql.maybe<RuleSet>`select ${columns(sql)} from routing_rules where id = ${id}`;
}

export function findVersion(sql: Sql, version: number) {
  return sql.maybe<RuleSet>`select ${columns(sql)} from routing_rules where version = ${version}`;
}

/** One at a time publishes; nobody who sources an order waits for it. */
export function lockToPublish(tx: Sql) {
  return tx.run`lock table routing_rules in share row exclusive mode`;
}

export async function newestVersion(sql: Sql): Promise<number> {
  return (await sql.one<{ version: number }>`select coalesce(max(version), 0) as version from routing_rules`)
    .version;
}

export function insertDraft(
  tx: Sql,
  draft: Pick<RuleSet, "id" | "name" | "rules" | "basedOn" | "actor" | "at">,
) {
  return tx.run`
    insert into routing_rules (id, name, rules, based_on, actor, at)
    values (${draft.id}, ${draft.name}, ${json(draft.rules)}, ${draft.basedOn}, ${
    json(draft.actor)
  }, ${draft.at})`;
}

/** A draft as it is until this transaction ends. */
export function lockDraft(tx: Sql, id: string) {
  return tx.maybe<RuleSet>`
    select ${columns(tx)} from routing_rules where id = ${id} and version is null for update`;
}

/** Says of a draft that it is made with the rules of this version in mind. */
export function rebaseDraft(tx: Sql, id: string, basedOn: number) {
  return tx.run`update routing_rules set based_on = ${basedOn} where id = ${id} and version is null`;
}

/** False when it is no draft, or not there. */
export async function changeDraft(tx: Sql, draft: Pick<RuleSet, "id" | "name" | "rules" | "actor" | "at">) {
  const changed = await tx.run`
    update routing_rules
       set name = ${draft.name}, rules = ${json(draft.rules)}, actor = ${json(draft.actor)}, at = ${draft.at}
     where id = ${draft.id} and version is null`;
  return changed === 1;
}

export async function deleteDraft(tx: Sql, id: string) {
  return await tx.run`delete from routing_rules where id = ${id} and version is null` === 1;
}

export function publish(tx: Sql, set: { id: string; version: number; actor: object; now: Date }) {
  return tx.run`
    update routing_rules
       set version = ${set.version}, published_by = ${json(set.actor)}, published_at = ${set.now}
     where id = ${set.id}`;
}

/** Names in rules that are nobody's: node groups, channels, categories. */
export async function findUnknown(
  sql: Sql,
  { groups, channels, categories }: { groups: string[]; channels: string[]; categories: string[] },
): Promise<string[]> {
  // Not "as name": within the subquery that would be the table's own column of that name.
  const rows = await sql.many<{ said: string }>`
    select said from unnest(${groups}::text[]) as said where not exists (select from node_group where id = said)
     union
    select said from unnest(${channels}::text[]) as said where not exists (select from channel where id = said)
     union
    select said from unnest(${categories}::text[]) as said where not exists (select from item where category = said)
     order by said`;
  return rows.map(({ said }) => said);
}
