import { type Part, type Sql } from "../../lib/db.ts";
import type { StockLevel } from "./types.ts";

// "Tell the channels" as an advisory lock.
const LOCK = 7_241_611;

/** Whether it is this worker's turn: one tells at a time, so that numbers are given in the order they can be read. */
export async function tryTurn(tx: Sql): Promise<boolean> {
  return (await tx.one<{ isFree: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as is_free`).isFree;
}

export function awaitTurn(tx: Sql) {
  return tx.run`select pg_advisory_xact_lock(${LOCK})`;
}

/** When the feed last looked, null before it ever did; and what the database's own clock says. */
export function findLook(sql: Sql) {
  return sql.one<{ last: Date | null; now: Date }>`
    select now(), (select taken_at from clock_turn where name = 'tell_channels') as last`;
}

export function noteLook(tx: Sql, at: Date) {
  return tx.run`
    insert into clock_turn (name, taken_at) values ('tell_channels', ${at})
        on conflict (name) do update set taken_at = excluded.taken_at`;
}

export interface Moved {
  nodeId: string;
  sku: string;
  /** Of its last movement. */
  number: number;
}

export function findMoved(sql: Sql, since: Date, atMost: number) {
  return sql.prepared.many<Moved>`select node_id, sku, number from moved_since(${since}) limit ${atMost}`;
}

export const stockAt = (sql: Sql, nodeIds: string[]) =>
  sql.part`select node_id, sku from stock where node_id = any(${nodeIds})`;

export const rowsOf = (sql: Sql, rows: { nodeId: string; sku: string }[]) =>
  sql.part`
    select node_id, sku
      from unnest(${rows.map((row) => row.nodeId)}::text[], ${rows.map((row) => row.sku)}::text[])
             as row(node_id, sku)`;

/** What one telling came to. */
export interface Telling {
  /** Channels that were told something. */
  channels: string[];
  /** Figures told: the ones no channel had been told before, and the ones that had been told otherwise. */
  fresh: number;
  changed: number;
  crossed: { nodeId: string; sku: string; from: StockLevel; to: StockLevel; available: number }[];
}

/**
 * Compares what each channel was told of these stock rows with what is, writes down what differs under the channel's
 * next numbers, and how low each row stands now. An item seen for the first time has not crossed anything.
 */
export function tell(tx: Sql, rows: Part, now: Date) {
  return tx.one<Telling>`
    with asked as materialized (
      ${rows}
    ), truth as materialized (
      select stock.node_id, stock.sku, on_hand - reserved - safety_stock as unreserved, thresholds, low_stock
        from asked
        join stock using (node_id, sku)
    ), promise as (
      select channel.id as channel_id, node_id, sku,
             greatest(0, unreserved - coalesce((thresholds ->> channel.id)::int, 0)) as available
        from truth
       cross join channel
    ), differing as materialized (
      select channel_id, node_id, sku, promise.available, told.available is null as is_fresh
        from promise
        left join channel_stock as told using (channel_id, node_id, sku)
       where told.available is distinct from promise.available
    ), feed as (
      insert into channel_feed (channel_id, number)
      select channel_id, count(*) from differing group by channel_id order by channel_id
          on conflict (channel_id) do update set number = channel_feed.number + excluded.number
      returning channel_id, number
    ), told as (
      insert into channel_stock (channel_id, node_id, sku, number, available, told_at)
      select channel_id, node_id, sku,
             feed.number + 1 - row_number() over (partition by channel_id order by node_id desc, sku desc),
             available, ${now}
        from differing
        join feed using (channel_id)
          on conflict (channel_id, node_id, sku)
          do update set number = excluded.number, available = excluded.available, told_at = excluded.told_at
    ), level as (
      select node_id, sku, greatest(0, unreserved) as available,
             case when unreserved <= 0 then 'out' when unreserved < low_stock then 'low' else 'enough' end as level
        from truth
    ), crossing as materialized (
      select node_id, sku, available, was.level as was, level.level
        from level
        left join stock_level as was using (node_id, sku)
       where was.level is distinct from level.level
    ), levelled as (
      insert into stock_level (node_id, sku, level, since)
      select node_id, sku, level, ${now} from crossing
          on conflict (node_id, sku) do update set level = excluded.level, since = excluded.since
    )
    select array(select channel_id from feed order by channel_id) as channels,
           (select count(*) from differing where is_fresh) as fresh,
           (select count(*) from differing where not is_fresh) as changed,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'nodeId', node_id, 'sku', sku, 'from', was, 'to', level, 'available', available)
                     order by node_id, sku), '[]')
              from crossing where was is not null) as crossed`;
}

/** Told figures of these nodes that are not so, although nothing moved there since then. */
export async function countMissed(sql: Sql, nodeIds: string[], since: Date): Promise<number> {
  return (await sql.one<{ missed: number }>`
    select count(*) as missed
      from channel_stock as told
      join stock using (node_id, sku)
     where told.node_id = any(${nodeIds})
       and told.available
           <> greatest(0, on_hand - reserved - safety_stock - coalesce((thresholds ->> told.channel_id)::int, 0))
       and not exists (
             select from movement
              where movement.node_id = stock.node_id
                and movement.sku = stock.sku
                and movement.number = stock.movements
                and movement.at > ${since})`).missed;
}

export function wakeChannels(tx: Sql, channelIds: string[]) {
  return tx.run`
    select pg_notify('aisle', jsonb_build_object('topic', 'channel:' || id)::text)
      from unnest(${channelIds}::text[]) as channel(id)`;
}

export function findNodeIds(sql: Sql) {
  return sql.many<{ id: string }>`select id from node order by id`;
}

/** What a channel was told after a number, in order. */
export function findChanges(sql: Sql, channelId: string, after: number, limit: number) {
  return sql.prepared.many<{ number: number; nodeId: string; sku: string; availableToPromise: number }>`
    select number, node_id, sku, available as available_to_promise
      from channel_stock
     where channel_id = ${channelId}
       and number > ${after}
     order by number
     limit ${limit}`;
}
