// What must be so of stock after anything whatever: read from the ledger and the reservations alone, as sentences about
// what is wrong. It trusts no constraint of the tables: a test that plants a fault takes those away.
import type { Part, Sql } from "../../lib/db.ts";

/** Everything wrong with the stock of these nodes, or of all; nothing is the only good answer. */
export async function wrongInHistory(sql: Sql, nodeIds?: string[]): Promise<string[]> {
  const isHere = nodeIds ? sql.part`node_id = any(${nodeIds})` : sql.part`true`;
  const found = [];
  for (const look of [moments, numbers, figures, ends]) found.push(...await look(sql, isHere));
  return found.map(({ wrong }) => wrong);
}

/** At no moment was a row below nothing, or more promised than there was. */
function moments(sql: Sql, isHere: Part) {
  return sql.many<{ wrong: string }>`
    select format('%s %s: %s on hand and %s reserved after movement %s', node_id, sku, on_hand, reserved, number) as wrong
      from (select node_id, sku, number,
                   sum(d_on_hand) over ledger as on_hand, sum(d_reserved) over ledger as reserved
              from movement
             where ${isHere}
            window ledger as (partition by node_id, sku order by number)) as moments
     where on_hand < 0 or reserved < 0 or reserved > on_hand
     limit 5`;
}

/** Movements are numbered from 1, without a gap, and none twice. */
function numbers(sql: Sql, isHere: Part) {
  return sql.many<{ wrong: string }>`
    select format('%s %s counts %s movements and has %s of %s numbers, the last %s', node_id, sku, movements, counted,
                  different, last) as wrong
      from (select * from stock where ${isHere}) as stock
     cross join lateral (select count(*) as counted, count(distinct number) as different, coalesce(max(number), 0) as last
                           from movement
                          where movement.node_id = stock.node_id and movement.sku = stock.sku) as ledger
     where movements <> counted or movements <> different or movements <> last
     limit 5`;
}

/** What a row says, its ledger says, and the open reservations of it say. */
function figures(sql: Sql, isHere: Part) {
  return sql.many<{ wrong: string }>`
    select format('%s %s: %s on hand and %s reserved; by its ledger %s and %s, by open reservations %s', node_id, sku,
                  on_hand, reserved, moved, promised, open) as wrong
      from (select * from stock where ${isHere}) as stock
     cross join lateral (select coalesce(sum(d_on_hand), 0) as moved, coalesce(sum(d_reserved), 0) as promised
                           from movement
                          where movement.node_id = stock.node_id and movement.sku = stock.sku) as ledger
     cross join lateral (select coalesce(sum(quantity), 0) as open
                           from reservation
                          where reservation.node_id = stock.node_id and reservation.sku = stock.sku
                            and closed_at is null) as opened
     where on_hand <> moved or reserved <> promised or reserved <> open
     limit 5`;
}

/** Every promise that ended has exactly one movement that ended it, of its own units; one that has not has none. */
function ends(sql: Sql, isHere: Part) {
  return sql.many<{ wrong: string }>`
    select format('%s %s: %s units are %s, and %s movements of %s units ended it', promise.node_id, id, quantity, state,
                  coalesce(ended, 0), units) as wrong
      from (select * from reservation where ${isHere}) as promise
      left join (select reservation_id as id, count(*) as ended, sum(-d_reserved) as units, min(reason) as reason
                   from movement
                  where d_reserved < 0 and ${isHere}
                  group by reservation_id) as ending using (id)
     where case when closed_at is null then ended is not null
                else ended is null or ended <> 1 or units <> quantity or reason <> state end
     limit 5`;
}
