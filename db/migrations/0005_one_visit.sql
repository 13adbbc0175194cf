-- Up Migration
-- A promise visits each stock row once: what locks it is the change itself.

-- What the last batch took of the row; nothing where it did not fit. Before PostgreSQL 18 an update cannot answer what
-- stood in a row before it, and whoever decides must know.
alter table stock add column taken integer not null default 0;

-- Whether a stock row has enough for all who ask; where channels are held back, each request must be looked at.
create function fits(shelf stock, wanted int) returns boolean language sql immutable as $$
  select shelf.on_hand - shelf.reserved - shelf.safety_stock >= wanted and shelf.thresholds is null
$$;

drop function reserve_batch(uuid[], uuid[], text[], uuid[], timestamptz[], timestamptz[], int[], text[], text[], int[], int[],
                            int[], uuid[], int[], text[], text[], int[], int[], uuid[]);

-- Promises stock to requests that arrived together: each whole or not at all, first come first served. A request asks
-- for units (its demands, one an item and node) and is written down in lines, each a reservation. Demands and lines
-- stand in the order of their requests; keys are the distinct stock rows, with all that is asked of each.
--
-- Each row that has enough for all who ask gives it at once, and one that has not is changed all the same, by nothing:
-- the change is the lock. Only where something is short it is decided request by request, and put right. Outcomes: made,
-- short, again (made before, with the same mark), differs (made before, and not like this).
--
-- Rows are locked in one order, node after node and in SKU order, because the join can only look stock up by key for one
-- wanted row after the other: `= any` is no equality to sort or hash by, and scans are off. A plan made while a table was
-- empty or small would otherwise read it whole later, in whatever order it lies.
create function reserve_batch(
  request_ids           uuid[],  -- the hold's; null for an order's own
  request_marks         uuid[],  -- the id of its first line, a hash of all it asks; null where it cannot be sent twice
  request_channels      text[],
  request_orders        uuid[],
  request_expiries      timestamptz[],
  request_times         timestamptz[],
  request_demands       int[],   -- where its demands end
  key_nodes             text[],
  key_skus              text[],
  key_quantities        int[],
  key_lines             int[],   -- how many ask for it
  demand_keys           int[],
  demand_quantities     int[],
  line_requests         int[],
  line_ids              uuid[],
  line_keys             int[],
  line_places           int[],   -- which of the lines of its key it is, counted from 1
  line_nos              int[],
  line_quantities       int[],
  line_fulfillments     uuid[],
  out outcomes          text[],
  out shortages         jsonb    -- [{request, key, requested, available, stocked}]
) language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  stocked    int[];     -- keys that have a stock row
  available  int[];     -- by key from here on, before anything was taken; null where nothing was ever stocked
  numbers    bigint[];  -- how many movements there were before
  takes      int[];     -- what was taken at once
  thresholds jsonb[];
  everything boolean;
  demand     int := 1;
  last       int;
  at_key     int;
  is_short   boolean;
  left_over  int;
  lacking    jsonb[] := '{}';  -- an array grows in its place, JSON would be written anew each time
  made       boolean[];
  given      int[];     -- what is taken in the end, and for how many lines
  counts     int[];
begin
  shortages := '[]';
  outcomes := array_fill('made'::text, array[cardinality(request_ids)]);

  with visited as (
    update stock
       set reserved = stock.reserved + case when fits(stock, wanted.quantity) then wanted.quantity else 0 end,
           movements = stock.movements + case when fits(stock, wanted.quantity) then wanted.lines else 0 end,
           taken = case when fits(stock, wanted.quantity) then wanted.quantity else 0 end
      from (select *
              from unnest(key_nodes, key_skus, key_quantities, key_lines) with ordinality
                     as key(node_id, sku, quantity, lines, no)
             order by node_id collate "C", sku) as wanted
     where stock.node_id = any(array[wanted.node_id])
       and stock.sku = any(array[wanted.sku])
    returning wanted.no, on_hand - reserved + taken - safety_stock as available,
              movements - case when taken > 0 then wanted.lines else 0 end as number, taken, stock.thresholds
  )
  select array_agg(no), array_agg(visited.available), array_agg(number), array_agg(taken), array_agg(visited.thresholds),
         count(*) = cardinality(key_nodes) and bool_and(taken > 0)
    into stocked, available, numbers, takes, thresholds, everything
    from (select * from visited order by no) as visited;

  -- Only now: whoever held these rows before us has committed, the same request sent twice included.
  if array_remove(request_marks, null) <> '{}' then
    select array_agg(coalesce((
             select case when bool_or(reservation.id = request.mark) then 'again' else 'differs' end
               from reservation
              where reservation.hold_id = request.id
                and request.mark is not null
             having count(*) > 0
           ), 'made') order by no)
      into outcomes
      from unnest(request_ids, request_marks) with ordinality as request(id, mark, no);
    everything := everything and 'made' = all(outcomes);
  end if;

  -- Otherwise request by request.
  if not everything then
    if coalesce(cardinality(stocked), 0) < cardinality(key_nodes) then
      select array_agg(available[place] order by no), array_agg(numbers[place] order by no),
             array_agg(takes[place] order by no), array_agg(thresholds[place] order by no)
        into available, numbers, takes, thresholds
        from (select no, array_position(stocked, no) as place from generate_series(1, cardinality(key_nodes)) as no) as key;
    end if;
    made := array_fill(false, array[cardinality(outcomes)]);
    for request in 1 .. cardinality(outcomes) loop
      last := request_demands[request];
      if outcomes[request] = 'made' then
        is_short := false;
        for i in demand .. last loop
          at_key := demand_keys[i];
          left_over := greatest(0, greatest(0, coalesce(available[at_key], 0)) -
            coalesce((thresholds[at_key] ->> request_channels[request])::int, 0));
          if demand_quantities[i] > left_over then
            is_short := true;
            lacking := lacking || jsonb_build_object(
              'request', request, 'key', at_key, 'requested', demand_quantities[i], 'available', left_over,
              'stocked', available[at_key] is not null);
          end if;
        end loop;
        if is_short then
          outcomes[request] := 'short';
        else
          made[request] := true;
          for i in demand .. last loop
            at_key := demand_keys[i];
            available[at_key] := available[at_key] - demand_quantities[i];
          end loop;
        end if;
      end if;
      demand := last + 1;
    end loop;

    given := array_fill(0, array[cardinality(key_nodes)]);
    counts := given;
    for i in 1 .. cardinality(line_keys) loop
      if made[line_requests[i]] then
        at_key := line_keys[i];
        given[at_key] := given[at_key] + line_quantities[i];
        counts[at_key] := counts[at_key] + 1;
        line_places[i] := counts[at_key];
      end if;
    end loop;

    update stock
       set reserved = stock.reserved + key.given - key.taken,
           movements = stock.movements + key.counted - case when key.taken > 0 then key.lines else 0 end,
           taken = key.given
      from unnest(key_nodes, key_skus, key_lines, takes, given, counts) as key(node_id, sku, lines, taken, given, counted)
     where key.given <> key.taken
       and stock.node_id = any(array[key.node_id])
       and stock.sku = any(array[key.sku]);

    shortages := to_jsonb(lacking);
    if not true = any(made) then return; end if;
  end if;

  insert into reservation (node_id, id, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, quantity, state,
                           expires_at, created_at)
  select key_nodes[line.key], id, request_ids[request], request_channels[request], request_orders[request],
         fulfillment_id, line_no, key_skus[line.key], quantity,
         case when request_orders[request] is null then 'held' else 'allocated' end, request_expiries[request],
         request_times[request]
    from unnest(line_requests, line_ids, line_keys, line_nos, line_quantities, line_fulfillments)
           as line(request, id, key, line_no, quantity, fulfillment_id)
   where everything or made[request];

  insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
  select key_nodes[line.key], key_skus[line.key], numbers[line.key] + place, 0, quantity,
         case when request_orders[request] is null then 'held' else 'allocated' end, id, request_times[request]
    from unnest(line_requests, line_ids, line_keys, line_places, line_quantities)
           as line(request, id, key, place, quantity)
   where everything or made[request];
end
$$;

-- Ends holds of what is on the shelf that have run out at one node, at most so many, leaving alone whatever somebody is
-- using: a till that sells the very item never waits for the sweep. Answers how many it ended.
--
-- The holds are changed by their ids alone: were their state named there too, a small table's plan would go through every
-- hold of the node for each.
create or replace function expire_holds(at_node text, at_time timestamptz, at_most int) returns int language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  locked     text[];
  ids        uuid[];
  skus       text[];
  keys       int[];
  places     int[];
  quantities int[];
  units      jsonb;
  counts     jsonb;
  numbers    bigint[];  -- by key: how many movements there were before
begin
  with free as (
    select sku
      from stock
     where node_id = at_node
       and sku = any(array(
             select sku
               from reservation
              where node_id = at_node
                and state = 'held'
                and inbound_id is null
                and expires_at <= at_time
              order by expires_at
              limit at_most
           ))
     order by sku
       for no key update skip locked
  )
  select array_agg(sku) into locked from free;

  -- Whoever changes a hold locks its stock row first: these are ours now, as they stand.
  with due as (
    select id, sku, quantity
      from reservation
     where node_id = at_node
       and state = 'held'
       and inbound_id is null
       and expires_at <= at_time
       and sku = any(locked)
     order by expires_at
     limit at_most
  ), numbered as (
    select *, dense_rank() over (order by sku) as key, row_number() over (partition by sku order by id) as place from due
  )
  select array_agg(id), array_agg(sku), array_agg(key), array_agg(place), array_agg(quantity)
    into ids, skus, keys, places, quantities
    from numbered;
  if ids is null then return 0; end if;

  update reservation set state = 'expired', closed_at = at_time where node_id = at_node and id = any(ids);

  select jsonb_object_agg(sku, quantity), jsonb_object_agg(sku, lines)
    into units, counts
    from (select sku, sum(quantity) as quantity, count(*) as lines
            from unnest(skus, quantities) as due(sku, quantity)
           group by sku) as total;

  with changed as (
    update stock
       set reserved = stock.reserved - (units ->> sku)::int, movements = stock.movements + (counts ->> sku)::int
     where node_id = at_node
       and sku = any(skus)
    returning sku, movements - (counts ->> sku)::int as number
  )
  select array_agg(number order by sku) into numbers from changed;

  insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
  select at_node, sku, numbers[key] + place, 0, -quantity, 'expired', id, at_time
    from unnest(ids, skus, keys, places, quantities) as due(id, sku, key, place, quantity);

  return cardinality(ids);
end
$$;
