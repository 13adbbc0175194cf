import { json, type Sql } from "../../lib/db.ts";
import type { ParcelKey } from "./store.ts";
import type { Label, Offer } from "./types.ts";

const columns = (sql: Sql) =>
  sql
    .part`id, node_id, fulfillment_id, parcel_no, source, state, carrier, carrier_name, service_name, price_minor,
           currency, tracking, remote_id, remote_offer, problem, shipped_at`;

export function findLabel(sql: Sql, nodeId: string, id: string) {
  return sql.maybe<Label>`select ${columns(sql)} from label where node_id = ${nodeId} and id = ${id}`;
}

/** The label that is on a parcel or about to be. */
export function findActiveLabel(sql: Sql, { nodeId, fulfillmentId, no }: ParcelKey) {
  return sql.maybe<Label>`
    select ${columns(sql)}
      from label
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and parcel_no = ${no}
       and state in ('buying', 'bought', 'voiding', 'typed')`;
}

export type NewLabel = Omit<Label, "shippedAt" | "problem">;

export function insertLabel(tx: Sql, made: NewLabel, now: Date) {
  const isBought = made.state === "bought" || made.state === "typed";
  return tx.run`
    insert into label (node_id, id, fulfillment_id, parcel_no, source, state, carrier, carrier_name, service_name,
                       price_minor, currency, tracking, remote_id, remote_offer, asked_at, bought_at)
    values (${made.nodeId}, ${made.id}, ${made.fulfillmentId}, ${made.parcelNo}, ${made.source}, ${made.state},
            ${made.carrier}, ${made.carrierName}, ${made.serviceName}, ${made.priceMinor}, ${made.currency},
            ${made.tracking}, ${made.remoteId}, ${made.remoteOffer}, ${now}, ${isBought ? now : null})`;
}

/** What a label has become; what is not said stays as it is, but for the problem. */
export function saveLabel(
  tx: Sql,
  { nodeId, id }: Pick<Label, "nodeId" | "id">,
  to: { state: Label["state"]; problem?: string | null; tracking?: string },
  now: Date,
) {
  const { state, problem = null, tracking = null } = to;
  return tx.run`
    update label
       set state = ${state}, problem = ${problem}, tracking = coalesce(${tracking}, tracking),
           bought_at = case when ${state} = 'bought' then coalesce(bought_at, ${now}) else bought_at end,
           voided_at = case when ${state} = 'voided' then coalesce(voided_at, ${now}) end
     where node_id = ${nodeId}
       and id = ${id}`;
}

/** The label as its carrier made it, to be printed as often as somebody asks. */
export function saveFiles(
  tx: Sql,
  { nodeId, id }: Pick<Label, "nodeId" | "id">,
  files: { pdf: Uint8Array; zpl: string },
) {
  return tx.run`
    update label set pdf = decode(${files.pdf.toBase64()}, 'base64'), zpl = ${files.zpl} where node_id = ${nodeId} and id = ${id}`;
}

export function findFiles(sql: Sql, nodeId: string, id: string) {
  return sql.one<{ pdf: Uint8Array | null; zpl: string | null }>`
    select pdf, zpl from label where node_id = ${nodeId} and id = ${id}`;
}

/** The next number of a node's own series; a node that has none is given the next free one. */
export async function nextSerial(tx: Sql, nodeId: string) {
  const counted = await tx.maybe<{ series: number; serial: number }>`
    update label_series set last = last + 1 where node_id = ${nodeId} returning series, last as serial`;
  if (counted) return counted;
  await tx.run`lock table label_series in exclusive mode`;
  return await tx.one<{ series: number; serial: number }>`
    insert into label_series (node_id, series, last)
    select ${nodeId}, coalesce(max(series), 0) + 1, 1 from label_series
        on conflict (node_id) do update set last = label_series.last + 1
    returning series, last as serial`;
}

export interface Quote {
  id: string;
  state: "asked" | "quoted" | "failed";
  remoteId: string | null;
  offers: Offer[] | null;
  problem: string | null;
}

export function findQuote(sql: Sql, { nodeId, fulfillmentId, no }: ParcelKey) {
  return sql.maybe<Quote>`
    select id, state, remote_id, offers, problem
      from parcel_quote
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and no = ${no}`;
}

export function askQuote(tx: Sql, { nodeId, fulfillmentId, no }: ParcelKey, id: string, now: Date) {
  return tx.run`
    insert into parcel_quote (node_id, fulfillment_id, no, id, state, at)
    values (${nodeId}, ${fulfillmentId}, ${no}, ${id}, 'asked', ${now})
        on conflict (node_id, fulfillment_id, no) do update
       set id = excluded.id, state = 'asked', remote_id = null, offers = null, problem = null, at = excluded.at`;
}

/** The answer to a question that is still open: a parcel opened meanwhile has asked no more, or asks another. */
export function answerQuote(
  tx: Sql,
  { nodeId, fulfillmentId, no }: ParcelKey,
  answer: Quote,
) {
  return tx.run`
    update parcel_quote
       set state = ${answer.state}, remote_id = ${answer.remoteId}, offers = ${
    answer.offers && json(answer.offers)
  }::jsonb,
           problem = ${answer.problem}
     where node_id = ${nodeId}
       and fulfillment_id = ${fulfillmentId}
       and no = ${no}
       and id = ${answer.id}`;
}

export function deleteQuotes(tx: Sql, { nodeId, fulfillmentId }: Omit<ParcelKey, "no">, nos: number[]) {
  return tx.run`
    delete from parcel_quote
     where node_id = ${nodeId} and fulfillment_id = ${fulfillmentId} and no = any(${nos}::int[])`;
}
