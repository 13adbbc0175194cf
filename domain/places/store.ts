import type { Sql } from "../../lib/db.ts";
import type { Node, Offering, Point, Service, Switch } from "./types.ts";

const columns = (sql: Sql) =>
  sql.part`id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
           services, capacity_per_day, capacity_per_hour, hold_hours`;

export function findNode(sql: Sql, nodeId: string) {
  return sql.maybe<Node>`select ${columns(sql)} from node where id = ${nodeId}`;
}

/** A place by its id, or by its whole name. */
export function findNodeNamed(sql: Sql, named: string) {
  return sql.maybe<Node>`
    select ${
    columns(sql)
  } from node where id = lower(${named}) or lower(name) = lower(${named}) order by id limit 1`;
}

export function findNodes(sql: Sql, nodeIds: string[]) {
  return sql.many<Node>`select ${columns(sql)} from node where id = any(${nodeIds}) order by id`;
}

export function findPostalCode(sql: Sql, country: string, postalCode: string) {
  return sql.maybe<Point>`
    select lat, lon from postal_code where country = ${country} and postal_code = ${postalCode}`;
}

export function findRegions(sql: Sql) {
  return sql.many<{ id: string; name: string }>`select id, name from region order by name`;
}

/** Stores whose name, id, city or state begins a word with what was typed; all of them for nothing typed. */
export function findStores(sql: Sql, query: string, limit: number) {
  const words = query.replaceAll(/[^\p{L}\p{N} -]/gu, "").trim();
  return sql.many<{ id: string; name: string; city: string; state: string; regionName: string }>`
    select node.id, node.name, node.city, node.state, region.name as region_name
      from node
      join region on region.id = node.region_id
     where node.kind = 'store'
       and ' ' || concat_ws(' ', node.name, node.id, node.city, node.state) ilike '% ' || ${words}::text || '%'
     order by region.name, node.name, node.id
     limit ${limit}`;
}

export function findNodesOfRegion(sql: Sql, regionId: string) {
  return sql.many<{ id: string }>`select id from node where region_id = ${regionId} order by id`;
}

/** Every place there is, as the map needs it. */
export function findSites(sql: Sql) {
  return sql.prepared.many<Offering & Point & { postalCode: string }>`
    select id, lat, lon, postal_code, services, capacity_per_day, capacity_per_hour from node order by id`;
}

/** Every place that hands goods over, with its name and hours. */
export function findCounters(sql: Sql) {
  return sql.prepared.many<Offering & Point & Pick<Node, "name" | "timeZone" | "openingHours">>`
    select id, name, lat, lon, time_zone, opening_hours, services, capacity_per_day, capacity_per_hour
      from node
     where 'pickup' = any(services)
     order by id`;
}

/** Services turned off now. There are few, everywhere. */
export function findSwitches(sql: Sql, now: Date) {
  return sql.prepared.many<Switch>`
    select node_id, service, off_until, reason
      from node_switch
     where off_until is null or off_until > ${now}
     order by node_id, service`;
}

export function saveSwitch(tx: Sql, off: Switch & { actor: string; at: Date }) {
  return tx.run`
    insert into node_switch (node_id, service, off_until, reason, actor, at)
    values (${off.nodeId}, ${off.service}, ${off.offUntil}, ${off.reason}, ${off.actor}::jsonb, ${off.at})
        on conflict (node_id, service) do update
       set off_until = excluded.off_until, reason = excluded.reason, actor = excluded.actor, at = excluded.at`;
}

/** Answers whether the service was turned off, however long ago. */
export async function deleteSwitch(tx: Sql, nodeId: string, service: Service) {
  return await tx.run`delete from node_switch where node_id = ${nodeId} and service = ${service}` === 1;
}

/** A group with the ids of its nodes. */
export function findGroup(sql: Sql, groupId: string) {
  return sql.maybe<{ id: string; name: string; nodeIds: string[] }>`
    select id, name,
           array(select node_id from node_group_member where group_id = node_group.id order by node_id) as node_ids
      from node_group
     where id = ${groupId}`;
}
