-- Up Migration
-- Rules by which orders are sourced: each set as it was drafted and, once, published. The newest published one is in force.
create table routing_rules (
  id           uuid primary key,
  version      integer unique check (version > 0),  -- null: a draft
  name         text not null,
  rules        jsonb not null,
  based_on     integer,                             -- the version it was made from
  actor        jsonb not null,
  at           timestamptz not null,
  published_by jsonb,
  published_at timestamptz,
  constraint published_whole check ((version is null) = (published_at is null) and (version is null) = (published_by is null))
);

-- What walk-ins are expected to buy: units a day of an item at a store.
create table forecast (
  node_id       text not null references node,
  sku           text not null references item,
  units_per_day double precision not null check (units_per_day >= 0),
  learnt_at     timestamptz not null,
  primary key (node_id, sku)
);
create index forecast_by_sku on forecast (sku) include (node_id, units_per_day);

-- How often picks failed at a node, by what the book said when the order was sourced: 1, 2, or 3 units and more.
create table rejection_rate (
  node_id text not null references node,
  bucket  integer not null check (bucket between 1 and 3),
  asked   integer not null,
  failed  integer not null check (failed <= asked),
  primary key (node_id, bucket)
);

-- A store that has just opened comes to its full capacity by and by; null: it has long been open.
alter table node add column live_since timestamptz;

-- Who decided, and on what occasion: placed, rerouted, rebrokered, queued, forced.
alter table sourcing_decision add column occasion text not null default 'placed',
                              add column actor jsonb;

-- Units of an order's line that nobody has for now: in which queue they wait, since when, and until when at most. What
-- left a queue stays, for its trend.
create table order_wait (
  order_id       uuid not null references orders,
  line_no        integer not null,
  entered_at     timestamptz not null,
  queue          text not null,
  quantity       integer not null check (quantity > 0),
  why            text not null check (why in ('nobody_has_it', 'tried_everywhere')),
  tries          integer not null default 0,
  auto_cancel_at timestamptz,
  left_at        timestamptz,
  outcome        text check (outcome in ('sourced', 'cancelled')),
  primary key (order_id, line_no, entered_at),
  constraint left_whole check ((left_at is null) = (outcome is null))
);
-- A line waits once at a time.
create unique index order_wait_open on order_wait (order_id, line_no) where left_at is null;
create index order_wait_by_age on order_wait (entered_at) where left_at is null;
create index order_wait_left on order_wait (left_at) where left_at is not null;

-- How often an order was moved to save cost; it does not move for ever.
alter table orders add column moves integer not null default 0;
