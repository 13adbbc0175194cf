-- Up Migration
-- Promising stock in batches, and everything stock is besides on hand and reserved: damaged, on its way, held back by
-- rules; with what keeps the proof running, and what tells a channel which figures changed.

-- catalog ----------------------------------------------------------------------------------------------------

-- A kit is an item without stock of its own: as many can be promised as its scarcest component allows.
create table kit_component (
  kit_sku  text not null references item on delete cascade,
  sku      text not null references item,
  quantity integer not null check (quantity between 1 and 999),
  primary key (kit_sku, sku),
  constraint kit_is_no_component_of_itself check (kit_sku <> sku)
);

-- places -----------------------------------------------------------------------------------------------------

create table node_group (
  id   text primary key,
  name text not null
);

create table node_group_member (
  group_id text not null references node_group on delete cascade,
  node_id  text not null references node on delete cascade,
  primary key (group_id, node_id)
);
create index node_group_member_by_node on node_group_member (node_id);

alter table node add column capacity_per_hour integer check (capacity_per_hour >= 0);  -- null: as many as the day allows

-- A service a node does not offer for now.
create table node_switch (
  node_id   text not null references node,
  service   text not null check (service in ('pickup', 'curbside', 'ship')),
  off_until timestamptz,  -- null until somebody turns it on again
  reason    text not null,
  actor     jsonb not null,
  at        timestamptz not null,
  primary key (node_id, service)
);

-- inventory --------------------------------------------------------------------------------------------------

alter table stock
  add column damaged    integer not null default 0,  -- in the building, not for sale
  add column thresholds jsonb,  -- units a channel leaves to the others, by channel id; null where no rule says so
  add constraint damaged_not_negative check (damaged >= 0);
-- Of two indexes that both find one row the planner may take either. A plan made while the tables were empty took the one
-- by item for a lookup by item and node, and went on reading every store's row for one; now both know the node.
drop index stock_by_sku;
create index stock_by_sku on stock (sku, node_id);

-- A kit's components are lines of the order, each with the kit it came with and that line's number as it was placed.
alter table order_line
  add column kit_sku     text references item,
  add column kit_line_no integer,
  add constraint kit_has_line check ((kit_sku is null) = (kit_line_no is null));

-- What was received for one promise, and what a correction of the book says, belong to the ledger too.
alter table movement
  add column d_damaged integer not null default 0,
  add column note      text,
  drop constraint movement_reason_check,
  add constraint movement_reason_check check (reason in (
    'received', 'counted', 'held', 'allocated', 'released', 'expired', 'displaced', 'fulfilled',
    'not_found', 'damaged', 'mismatched', 'found', 'sold', 'returned', 'transferred', 'repaired', 'lost', 'stolen',
    'spoiled', 'written_off', 'corrected')),
  -- A movement is only ever written beside the locked stock row it moves, and a check proves that none is an orphan:
  -- looking the row up once more for every line cost a quarter of all promises.
  drop constraint movement_node_id_sku_fkey;
-- Finds what moved in the last second without a place in every row's way.
create index movement_by_time on movement using brin (at) with (pages_per_range = 16, autosummarize = on);

alter table reservation
  add column inbound_id uuid,  -- promised from goods on their way; null once they stand on the shelf
  add column staged_at  timestamptz,
  drop constraint reservation_node_id_fkey,
  drop constraint reservation_channel_id_fkey,
  drop constraint reservation_node_id_sku_fkey;
drop index reservation_by_fulfillment;
create index reservation_by_fulfillment on reservation (node_id, fulfillment_id) where fulfillment_id is not null;
create index reservation_by_inbound on reservation (node_id, inbound_id, sku) where inbound_id is not null;

-- fulfillment ------------------------------------------------------------------------------------------------

-- Units that were sold at the till out of a promise are short, too.
alter table fulfillment_line
  drop constraint fulfillment_line_short_reason_check,
  add constraint fulfillment_line_short_reason_check
    check (short_reason in ('not_found', 'damaged', 'mismatched', 'displaced'));

-- inventory, on its way ----------------------------------------------------------------------------------------

-- Goods on their way to a node: one row an item of a purchase order or of a transfer from another node.
create table inbound (
  node_id      text not null references node,
  id           uuid not null,
  sku          text not null references item,
  kind         text not null check (kind in ('purchase_order', 'transfer')),
  reference    text not null,
  from_node_id text references node,
  expected_at  timestamptz not null,
  ordered      integer not null check (ordered > 0),
  received     integer not null default 0 check (received >= 0),
  promised     integer not null default 0 check (promised >= 0),
  closed_at    timestamptz,
  primary key (node_id, id, sku),
  constraint transfer_has_origin check ((kind = 'transfer') = (from_node_id is not null)),
  constraint never_overpromised check (promised <= greatest(0, ordered - received)),
  constraint closed_promises_nothing check (closed_at is null or promised = 0)
);
create index inbound_open on inbound (node_id, sku, expected_at) where closed_at is null;

-- A movement somebody told us of: done once, however often it is told.
create table stock_act (
  node_id   text not null references node,
  id        uuid not null,
  kind      text not null,
  body_hash text not null,
  answer    jsonb not null,
  actor     jsonb not null,
  at        timestamptz not null,
  primary key (node_id, id)
);

-- Rules in the order they are read; the first that matches an item at a node sets the number.
create table stock_rule (
  id         uuid primary key,
  position   integer not null unique deferrable initially deferred,
  kind       text not null check (kind in ('safety_stock', 'threshold', 'low_stock')),
  name       text not null,
  units      integer not null check (units >= 0),
  skus       text[],  -- null: any
  categories text[],
  node_ids   text[],
  group_ids  text[],
  channel_id text references channel,
  actor      jsonb not null,
  at         timestamptz not null,
  constraint threshold_has_channel check ((kind = 'threshold') = (channel_id is not null))
);

-- How far the ledger of a stock row has been proved, and what it came to there.
create table stock_proof (
  node_id   text not null,
  sku       text not null,
  number    bigint not null,
  on_hand   integer not null,
  reserved  integer not null,
  damaged   integer not null,
  proved_at timestamptz not null,
  primary key (node_id, sku)
);

-- A difference the proof found, and the movement that put it right.
create table stock_drift (
  node_id     text not null,
  id          uuid not null,
  sku         text not null,
  kind        text not null check (kind in ('ledger', 'reserved', 'moment', 'closing', 'orphan')),
  found       jsonb not null,
  explanation text not null,
  movement    bigint,  -- the number of the compensating movement; null while a person must look
  found_at    timestamptz not null,
  settled_at  timestamptz,
  primary key (node_id, id)
);
create index stock_drift_open on stock_drift (node_id, sku) where settled_at is null;

-- What a channel was last told can be promised, in the order it was told.
create table channel_stock (
  channel_id text not null references channel,
  node_id    text not null references node,
  sku        text not null references item,
  number     bigint not null,
  available  integer not null,
  told_at    timestamptz not null,
  primary key (channel_id, node_id, sku)
);
create unique index channel_stock_in_order on channel_stock (channel_id, number);

create table channel_feed (
  channel_id text primary key references channel,
  number     bigint not null default 0
);

-- How low an item stands, so that a crossing is told once.
create table stock_level (
  node_id text not null references node,
  sku     text not null references item,
  level   text not null check (level in ('out', 'low', 'enough')),
  since   timestamptz not null,
  primary key (node_id, sku)
);

-- Promises stock to requests that arrived together: each whole or not at all, first come first served. A request asks
-- for units (its demands, one an item and node) and is written down in lines, each a reservation. Demands and lines
-- stand in the order of their requests; keys are the distinct stock rows, node by node.
--
-- Rows are locked explicitly, node after node, in SKU order: an update would lock them in whatever order its plan
-- visits them. The plan is pinned to key lookups, because one made while a table was empty or small is a scan later; and
-- stock is never joined, because even then a join may read its whole index, which is no scan to those settings.
-- Outcomes: made, short, again (made before, with the same mark), differs (made before, and not like this).
create function reserve_batch(
  request_ids           uuid[],  -- the hold's; null for an order's own
  request_marks         uuid[],  -- the id of its first line, a hash of all it asks; null when it adds to a hold
  request_channels      text[],
  request_orders        uuid[],
  request_expiries      timestamptz[],
  request_times         timestamptz[],
  request_demands       int[],   -- where its demands end
  key_nodes             text[],
  key_skus              text[],
  demand_keys           int[],
  demand_quantities     int[],
  line_requests         int[],
  line_ids              uuid[],
  line_keys             int[],
  line_nodes            text[],
  line_skus             text[],
  line_nos              int[],
  line_quantities       int[],
  line_fulfillments     uuid[],
  out outcomes          text[],
  out shortages         jsonb    -- [{request, key, requested, available, stocked}]
) language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  at_node    record;
  available  int[] := '{}';     -- by key, null where nothing was ever stocked
  moved      bigint[] := '{}';  -- by key: how many movements there were before
  thresholds jsonb[];           -- by key; null when no row has any
  has_thresholds boolean := false;
  everything boolean;
  demand     int := 1;
  last       int;
  is_short   boolean;
  left_over  int;
  made       boolean[];
begin
  shortages := '[]';

  for at_node in
    select node_id, array_agg(sku) as skus, jsonb_object_agg(sku, no) as places
      from unnest(key_nodes, key_skus) with ordinality as key(node_id, sku, no)
     group by node_id
     order by min(no)
  loop
    select available || array_agg(units order by place), moved || array_agg(movements order by place),
           bool_or(is_kept_back) or has_thresholds
      into available, moved, has_thresholds
      from (select (at_node.places ->> sku)::int as place, on_hand - reserved - safety_stock as units, movements,
                   stock.thresholds is not null as is_kept_back
              from stock
             where node_id = at_node.node_id
               and sku = any(at_node.skus)
             order by sku
               for no key update) as locked;
  end loop;

  -- Seldom: a shelf that was never kept, or a threshold; they are locked now, and read once more, all in line.
  if has_thresholds or cardinality(available) < cardinality(key_nodes) then
    select array_agg(on_hand - reserved - safety_stock order by no), array_agg(coalesce(movements, 0) order by no),
           case when has_thresholds then array_agg(stock.thresholds order by no) end
      into available, moved, thresholds
      from unnest(key_nodes, key_skus) with ordinality as key(node_id, sku, no)
      left join lateral (select * from stock where node_id = key.node_id and sku = key.sku offset 0) as stock on true;
  end if;

  -- Only now: whoever held these rows before us has committed, the same request sent twice included.
  select array_agg(coalesce((
           select case when bool_or(reservation.id = request.mark) then 'again' else 'differs' end
             from reservation
            where reservation.hold_id = request.id
              and request.mark is not null
           having count(*) > 0
         ), 'made') order by no)
    into outcomes
    from unnest(request_ids, request_marks) with ordinality as request(id, mark, no);

  -- When everything fits there is nothing to choose. Otherwise request by request.
  select not 'again' = any(outcomes) and not 'differs' = any(outcomes) and thresholds is null
         and bool_and(coalesce(total.quantity <= available[total.key], false))
    into everything
    from (select key, sum(quantity) as quantity
            from unnest(demand_keys, demand_quantities) as demand(key, quantity)
           group by key) as total;

  if not everything then
    made := array_fill(false, array[cardinality(outcomes)]);
    for request in 1 .. cardinality(outcomes) loop
      last := request_demands[request];
      if outcomes[request] = 'made' then
        is_short := false;
        for i in demand .. last loop
          left_over := greatest(0, coalesce(available[demand_keys[i]], 0));
          if thresholds is not null then
            left_over := greatest(0, left_over -
              coalesce((thresholds[demand_keys[i]] ->> request_channels[request])::int, 0));
          end if;
          if demand_quantities[i] > left_over then
            is_short := true;
            shortages := shortages || jsonb_build_object(
              'request', request, 'key', demand_keys[i], 'requested', demand_quantities[i], 'available', left_over,
              'stocked', available[demand_keys[i]] is not null);
          end if;
        end loop;
        if is_short then
          outcomes[request] := 'short';
        else
          made[request] := true;
          for i in demand .. last loop
            available[demand_keys[i]] := available[demand_keys[i]] - demand_quantities[i];
          end loop;
        end if;
      end if;
      demand := last + 1;
    end loop;
  end if;

  for at_node in
    select node_id, array_agg(sku) as skus, jsonb_object_agg(sku, quantity) as quantities,
           jsonb_object_agg(sku, lines) as lines
      from (select node_id, sku, sum(quantity) as quantity, count(*) as lines
              from unnest(line_requests, line_nodes, line_skus, line_quantities) as line(request, node_id, sku, quantity)
             where everything or made[request]
             group by node_id, sku) as total
     group by node_id
  loop
    update stock
       set reserved = stock.reserved + (at_node.quantities ->> sku)::int,
           movements = stock.movements + (at_node.lines ->> sku)::int
     where node_id = at_node.node_id
       and sku = any(at_node.skus);
  end loop;

  insert into reservation (node_id, id, hold_id, channel_id, order_id, fulfillment_id, line_no, sku, quantity, state,
                           expires_at, created_at)
  select node_id, id, request_ids[request], request_channels[request], request_orders[request], fulfillment_id, line_no,
         sku, quantity, case when request_orders[request] is null then 'held' else 'allocated' end,
         request_expiries[request], request_times[request]
    from unnest(line_requests, line_ids, line_nodes, line_skus, line_nos, line_quantities, line_fulfillments)
           as line(request, id, node_id, sku, line_no, quantity, fulfillment_id)
   where everything or made[request];

  insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
  select node_id, sku, moved[key] + row_number() over (partition by key order by no), 0, quantity,
         case when request_orders[request] is null then 'held' else 'allocated' end, id, request_times[request]
    from unnest(line_requests, line_ids, line_keys, line_nodes, line_skus, line_quantities) with ordinality
           as line(request, id, key, node_id, sku, quantity, no)
   where everything or made[request];
end
$$;

-- Ends holds of what is on the shelf that have run out at one node, at most so many, leaving alone whatever somebody is
-- using: a till that sells the very item never waits for the sweep. Answers how many it ended.
create function expire_holds(at_node text, at_time timestamptz, at_most int) returns int language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  locked     text[];
  ids        uuid[];
  skus       text[];
  keys       int[];
  quantities int[];
  units      jsonb;
  counts     jsonb;
  moved      bigint[];
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

  with due as (
    select id
      from reservation
     where node_id = at_node
       and state = 'held'
       and inbound_id is null
       and expires_at <= at_time
       and sku = any(locked)
     order by expires_at
     limit at_most
       for update skip locked
  ), ended as (
    update reservation
       set state = 'expired', closed_at = at_time
     where node_id = at_node
       and id = any(array(select id from due))
       and state = 'held'
    returning id, sku, quantity
  ), numbered as (
    select id, sku, quantity, dense_rank() over (order by sku) as key from ended
  )
  select array_agg(id order by sku, id), array_agg(sku order by sku, id), array_agg(key order by sku, id),
         array_agg(quantity order by sku, id)
    into ids, skus, keys, quantities
    from numbered;

  select array_agg(movements order by sku) into moved from stock where node_id = at_node and sku = any(skus);

  select jsonb_object_agg(sku, quantity), jsonb_object_agg(sku, lines)
    into units, counts
    from (select sku, sum(quantity) as quantity, count(*) as lines
            from unnest(skus, quantities) as ended(sku, quantity)
           group by sku) as total;

  update stock
     set reserved = stock.reserved - (units ->> sku)::int, movements = stock.movements + (counts ->> sku)::int
   where node_id = at_node
     and sku = any(skus);

  insert into movement (node_id, sku, number, d_on_hand, d_reserved, reason, reservation_id, at)
  select at_node, sku, moved[key] + row_number() over (partition by key order by no), 0, -quantity, 'expired', id, at_time
    from unnest(ids, skus, keys, quantities) with ordinality as ended(id, sku, key, quantity, no);

  return coalesce(cardinality(ids), 0);
end
$$;
