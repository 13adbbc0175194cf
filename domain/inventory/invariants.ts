import type { Sql } from "../../lib/db.ts";
import { runChecks } from "../../lib/invariant.ts";

const KEPT = 20;

/** What is always true of stock, its ledger and its reservations; any violation is a fault in Aisle. */
export function checkInventory(sql: Sql) {
  return runChecks({
    ledger_equals_stock: () => ledgerEqualsStock(sql),
    ledger_never_negative: () => ledgerNeverNegative(sql),
    reservations_equal_reserved: () => reservationsEqualReserved(sql),
    reservations_closed_by_movements: () => reservationsClosedByMovements(sql),
    no_orphans: () => noOrphans(sql),
    rules_applied: () => rulesApplied(sql),
    inbound_equals_promises: () => inboundEqualsPromises(sql),
  });
}

async function ledgerEqualsStock(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from stock`;
  const violations = await sql.many`
    select stock.node_id, stock.sku, on_hand, sum_on_hand, reserved, sum_reserved, damaged, sum_damaged, movements,
           counted
      from stock
      left join (select node_id, sku, sum(d_on_hand) as sum_on_hand, sum(d_reserved) as sum_reserved,
                        sum(d_damaged) as sum_damaged, count(*) as counted
                   from movement
                  group by node_id, sku) as ledger using (node_id, sku)
     where on_hand <> coalesce(sum_on_hand, 0)
        or reserved <> coalesce(sum_reserved, 0)
        or damaged <> coalesce(sum_damaged, 0)
        or movements <> coalesce(counted, 0)
     limit ${KEPT}`;
  return { rows, violations };
}

/** At no moment of its history was a row below nothing, or more promised than there was. */
async function ledgerNeverNegative(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from movement`;
  const violations = await sql.many`
    select node_id, sku, number, on_hand, reserved, damaged
      from (select node_id, sku, number,
                   sum(d_on_hand) over ledger as on_hand, sum(d_reserved) over ledger as reserved,
                   sum(d_damaged) over ledger as damaged
              from movement
            window ledger as (partition by node_id, sku order by number)) as moments
     where on_hand < 0 or reserved < 0 or reserved > on_hand or damaged < 0
     limit ${KEPT}`;
  return { rows, violations };
}

/** What is promised from goods on their way is not promised from the shelf. */
async function reservationsEqualReserved(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from reservation where closed_at is null and inbound_id is null`;
  const violations = await sql.many`
    select node_id, sku, stock.reserved, coalesce(open.quantity, 0) as promised
      from stock
      left join (select node_id, sku, sum(quantity) as quantity
                   from reservation
                  where closed_at is null
                    and inbound_id is null
                  group by node_id, sku) as open using (node_id, sku)
     where stock.reserved <> coalesce(open.quantity, 0)
     limit ${KEPT}`;
  return { rows, violations };
}

/**
 * Every reservation that ended has exactly one movement that ended it, of its own units; one that ended before its goods
 * had come has none, for nothing was ever on the shelf for it.
 */
async function reservationsClosedByMovements(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select count(*) as rows from reservation where closed_at is not null`;
  const violations = await sql.many`
    select reservation.node_id, reservation.id, state, quantity, count(movement.number) as movements
      from reservation
      left join movement
        on movement.node_id = reservation.node_id
       and movement.sku = reservation.sku
       and movement.reservation_id = reservation.id
       and movement.reason = reservation.state
       and movement.d_reserved = -reservation.quantity
     where reservation.closed_at is not null
     group by reservation.node_id, reservation.id
    having count(movement.number) <> case when inbound_id is null then 1 else 0 end
     limit ${KEPT}`;
  return { rows, violations };
}

/** What is promised of goods on their way is what carts wait for from them: each unit that will come, once. */
async function inboundEqualsPromises(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`select count(*) as rows from inbound`;
  const violations = await sql.many`
    select node_id, id, sku, coalesce(inbound.promised, 0) as promised, coalesce(waiting.quantity, 0) as waiting
      from inbound
      full join (select node_id, inbound_id as id, sku, sum(quantity) as quantity
                   from reservation
                  where closed_at is null and inbound_id is not null
                  group by node_id, inbound_id, sku) as waiting using (node_id, id, sku)
     where coalesce(inbound.promised, 0) <> coalesce(waiting.quantity, 0)
     limit ${KEPT}`;
  return { rows, violations };
}

/** Every movement and every promise is of a stock row that is there: no foreign key says so, for its price. */
async function noOrphans(sql: Sql) {
  const { rows } = await sql.one<{ rows: number }>`
    select (select count(*) from movement) + (select count(*) from reservation) as rows`;
  const violations = await sql.many`
    select node_id, sku, sum(movements)::bigint as movements, sum(promises)::bigint as promises
      from (select node_id, sku, count(*) as movements, 0 as promises from movement group by node_id, sku
            union all
            select node_id, sku, 0, count(*) from reservation group by node_id, sku) as told
     where not exists (select from stock where stock.node_id = told.node_id and stock.sku = told.sku)
     group by node_id, sku
     limit ${KEPT}`;
  return { rows, violations };
}

/** Wherever the published list is said to be applied, every row has the numbers it sets. */
async function rulesApplied(sql: Sql) {
  const { rows, nodes } = await sql.one<{ rows: number; nodes: string[] }>`
    with applied as (
      select node_id from stock_rule_applied where version = (select max(version) from stock_rule_list)
    )
    select array(select node_id from applied) as nodes,
           (select count(*) from stock where node_id in (select node_id from applied)) as rows`;
  const violations = await sql.many`
    select stock.node_id, stock.sku, stock.safety_stock, stock.thresholds, stock.low_stock,
           wanted.safety_stock as wanted_safety_stock, wanted.thresholds as wanted_thresholds,
           wanted.low_stock as wanted_low_stock
      from stock
      join numbers_by_rule(published_rules(), ${nodes}::text[], array(select sku from item)) as wanted using (node_id, sku)
     where (stock.safety_stock, stock.thresholds, stock.low_stock)
           is distinct from (wanted.safety_stock, wanted.thresholds, wanted.low_stock)
     limit ${KEPT}`;
  return { rows, violations };
}
