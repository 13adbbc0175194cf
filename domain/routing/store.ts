import { json, type Sql } from "../../lib/db.ts";
import type { Offering, OpeningHours, Point } from "../places/types.ts";
import type { RoutingRules } from "./rules_types.ts";
import type { Considered, Decision, Occasion } from "./types.ts";

/** A place as routing sees it. */
export type Site = Offering & Point & {
  kind: "store" | "depot";
  postalCode: string;
  timeZone: string;
  openingHours: OpeningHours;
  liveSince: Date | null;
  groupIds: string[];
};

export function findSites(sql: Sql) {
  return sql.prepared.many<Site>`
    select id, kind, lat, lon, postal_code, services, capacity_per_day, capacity_per_hour, time_zone, opening_hours,
           live_since,
           array(select group_id from node_group_member as member where member.node_id = node.id order by 1) as group_ids
      from node
     order by id`;
}

/** The carrier's zones into one ZIP3 area, from everywhere it says. */
export function findZones(sql: Sql, destinationZip3: string) {
  return sql.prepared.many<{ originZip3: string; zone: number }>`
    select origin_zip3, zone from carrier_zone where destination_zip3 = ${destinationZip3}`;
}

/** Packages nodes have still to get on their way, or into a bin. */
export function findLoads(sql: Sql) {
  return sql.prepared.many<{ nodeId: string; packages: number }>`
    select node_id, count(*)::int as packages
      from fulfillment
     where closed_at is null
       and state in ('open', 'picking', 'picked', 'packed')
     group by node_id`;
}

export function findForecasts(sql: Sql, skus: string[]) {
  return sql.prepared.many<{ sku: string; nodeId: string; unitsPerDay: number }>`
    select sku, node_id, units_per_day from forecast where sku = any(${skus}::text[]) and units_per_day > 0`;
}

export function findRejections(sql: Sql) {
  return sql.prepared.many<{ nodeId: string; bucket: number; asked: number; failed: number }>`
    select node_id, bucket, asked, failed from rejection_rate order by node_id, bucket`;
}

/** The rules in force; undefined until the first were published. */
export function findRulesInForce(sql: Sql) {
  return sql.prepared.maybe<{ version: number; rules: RoutingRules }>`
    select version, rules from routing_rules where version is not null order by version desc limit 1`;
}

export function insertDecision(
  tx: Sql,
  { orderId, id, decision, occasion, actor, at }: {
    orderId: string;
    id: string;
    decision: Decision;
    occasion: Occasion;
    actor: object | null;
    at: Date;
  },
) {
  const { considered, ...plan } = decision;
  const rejected = packed(considered);
  return tx.prepared.run`
    insert into sourcing_decision (order_id, id, plan, rejected, occasion, actor, at)
    values (${orderId}, ${id}, ${json(plan)}, ${json(rejected)}, ${occasion}, ${json(actor)}, ${at})`;
}

export async function findDecisions(sql: Sql, orderId: string) {
  const rows = await sql.many<
    {
      id: string;
      plan: Omit<Decision, "considered">;
      rejected: Packed;
      occasion: Occasion;
      actor: { name?: string } | null;
      at: Date;
    }
  >`
    select id, plan, rejected, occasion, actor, at from sourcing_decision where order_id = ${orderId} order by at, id`;
  return rows.map(({ plan, rejected, ...row }) => ({
    ...row,
    decision: { ...plan, considered: unpacked(rejected) } as Decision,
  }));
}

/** The nearest nodes in full, of the others only why not, and the whole miles: there may be thousands, for every order. */
interface Packed {
  near: Considered[];
  far: Partial<Record<Considered["reason"], (string | number)[]>>;
}

const NEAR = 40;

function packed(considered: readonly Considered[]): Packed {
  const far: Packed["far"] = {};
  for (const { nodeId, miles, reason } of considered.slice(NEAR)) {
    (far[reason] ??= []).push(nodeId, Math.round(miles));
  }
  return { near: considered.slice(0, NEAR), far };
}

function unpacked({ near, far }: Packed): Considered[] {
  const others = Object.entries(far).flatMap(([reason, places]) =>
    places.flatMap((nodeId, i) =>
      typeof nodeId === "string"
        ? [{ nodeId, miles: places[i + 1] as number, reason: reason as Considered["reason"] }]
        : []
    )
  );
  return [...near, ...others.sort((a, b) => a.miles - b.miles || (a.nodeId < b.nodeId ? -1 : 1))];
}
