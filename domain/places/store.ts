import type { Sql } from "../../lib/db.ts";
import type { Node, Point } from "./types.ts";

const columns = (sql: Sql) =>
  sql.part`id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
           services, capacity_per_day, hold_hours`;

export function findNode(sql: Sql, nodeId: string) {
  return sql.maybe<Node>`select ${columns(sql)} from node where id = ${nodeId}`;
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
