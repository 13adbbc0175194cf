// Other ways to reserve, measured beside ours. They write the same rows with the same states under the same constraints.
import { uuidv7 } from "uuidv7";
import type { MakeReservation } from "../../domain/inventory/types.ts";
import { type Db, json, transact } from "../../lib/db.ts";

/** Reserves, and answers whether it did. */
export type Reserve = (wanted: MakeReservation) => Promise<boolean>;

const HOUR = 3_600_000;

/** Five round trips: begin, select for update, update, insert, commit. */
export function naive(db: Db): Reserve {
  return (wanted) =>
    transact(db, async (tx) => {
      const lines = linesOf(wanted);
      const rows = await tx.prepared.many<{ sku: string; available: number }>`
        select sku, on_hand - reserved - safety_stock as available
          from stock
         where node_id = ${wanted.nodeId}
           and sku = any(${lines.map((line) => line.sku)})
         order by sku
           for update`;
      const available = new Map(rows.map((row) => [row.sku, row.available]));
      if (lines.some((line) => line.quantity > (available.get(line.sku) ?? 0))) return false;
      await tx.prepared.run`
        update stock
           set reserved = reserved + line.quantity, movements = movements + 1
          from jsonb_to_recordset(${json(lines)}::jsonb) as line(sku text, quantity int)
         where stock.node_id = ${wanted.nodeId}
           and stock.sku = line.sku`;
      await tx.prepared.run`
        with line as (
          select line.*, stock.movements
            from jsonb_to_recordset(${json(lines)}::jsonb) as line(id uuid, no int, sku text, quantity int)
            join stock on stock.node_id = ${wanted.nodeId} and stock.sku = line.sku
        ), made as (
          insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
          select ${wanted.nodeId}, id, ${uuidv7()}, 'web', no, sku, quantity, 'held', ${
        expiry(wanted)
      }, now() from line
        )
        insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
        select ${wanted.nodeId}, sku, movements, 0, quantity, 'held', id, now() from line`;
      return true;
    });
}

/** One call of a function that does the same in one transaction of its own. */
export function oneCall(db: Db): Reserve {
  return async (wanted) => {
    const lines = linesOf(wanted);
    const { made } = await db.prepared.one<{ made: boolean }>`
      select bench_reserve(${wanted.nodeId}::text, ${lines.map((line) => line.sku)}::text[],
                           ${lines.map((line) => line.quantity)}::int[], ${
      lines.map((line) => line.id)
    }::uuid[],
                           ${uuidv7()}::uuid, ${expiry(wanted)}::timestamptz) as made`;
    return made;
  };
}

export async function installOneCall(db: Db): Promise<void> {
  await db.run`
    create function bench_reserve(at_node text, skus text[], quantities int[], ids uuid[], hold uuid, until timestamptz)
    returns boolean language plpgsql set plan_cache_mode = force_generic_plan as $$
    declare
      short int;
    begin
      perform from stock where node_id = at_node and sku = any(skus) order by sku for update;
      select count(*) into short
        from unnest(skus, quantities) as line(sku, quantity)
        left join stock on stock.node_id = at_node and stock.sku = line.sku
       where line.quantity > coalesce(on_hand - reserved - safety_stock, 0);
      if short > 0 then return false; end if;
      update stock
         set reserved = reserved + line.quantity, movements = movements + 1
        from unnest(skus, quantities) as line(sku, quantity)
       where stock.node_id = at_node and stock.sku = line.sku;
      insert into reservation (node_id, id, hold_id, channel_id, line_no, sku, quantity, state, expires_at, created_at)
      select at_node, id, hold, 'web', no, sku, quantity, 'held', until, now()
        from unnest(skus, quantities, ids) with ordinality as line(sku, quantity, id, no);
      insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
      select at_node, line.sku, stock.movements, 0, line.quantity, 'held', line.id, now()
        from unnest(skus, quantities, ids) as line(sku, quantity, id)
        join stock on stock.node_id = at_node and stock.sku = line.sku;
      return true;
    end $$`;
}

function linesOf({ lines }: MakeReservation) {
  return lines.map(({ sku, quantity }, i) => ({ id: uuidv7(), no: i + 1, sku, quantity }));
}

function expiry({ holdMinutes }: MakeReservation): Date {
  return new Date(Date.now() + holdMinutes * HOUR / 60);
}
