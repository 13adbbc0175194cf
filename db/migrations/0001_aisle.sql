-- Up Migration
-- The tables of the house, lowest context first. Every table of the trade that grows is led by node_id or
-- order_id, in its primary key and its foreign keys, so that the schema can be distributed by an engine that shards
-- Postgres; events and their reactions are led by their topic, which names a node or an order.

-- places -----------------------------------------------------------------------------------------------------

create table region (
  id   text primary key,
  name text not null
);

create table node (
  id               text primary key,
  kind             text not null check (kind in ('store', 'depot')),
  name             text not null,
  region_id        text not null references region,
  address          text not null,
  city             text not null,
  state            text not null,
  postal_code      text not null,
  country          text not null default 'US',
  lat              double precision not null check (lat between -90 and 90),
  lon              double precision not null check (lon between -180 and 180),
  time_zone        text not null,
  opening_hours    jsonb not null,  -- seven entries, Monday first: ["10:00","21:00"] or null when closed
  services         text[] not null,  -- of pickup, curbside, ship
  capacity_per_day integer not null default 200 check (capacity_per_day >= 0),
  hold_hours       integer not null default 72 check (hold_hours between 1 and 720)
);
create index node_by_region on node (region_id);

create table postal_code (
  country     text not null,
  postal_code text not null,
  lat         double precision not null,
  lon         double precision not null,
  city        text not null,
  state       text not null,
  primary key (country, postal_code)
);

create table tax_rate (
  country     text not null,
  postal_code text not null,
  state       text not null,
  region      text not null,
  combined    numeric(8, 6) not null,
  state_rate  numeric(8, 6) not null,
  county      numeric(8, 6) not null,
  city        numeric(8, 6) not null,
  special     numeric(8, 6) not null,
  primary key (country, postal_code)
);

create table carrier_zone (
  origin_zip3      text not null,
  destination_zip3 text not null,
  zone             integer not null check (zone between 1 and 9),
  primary key (origin_zip3, destination_zip3)
);

-- catalog ----------------------------------------------------------------------------------------------------

create table item (
  sku          text primary key,
  name         text not null,
  category     text not null,
  price_minor  bigint not null check (price_minor >= 0),
  currency     text not null default 'USD',
  weight_grams integer not null check (weight_grams > 0)
);

-- Two items may truly carry one GTIN (real catalogues do): a scan then asks which.
create table barcode (
  gtin text not null check (gtin ~ '^[0-9]{14}$'),
  sku  text not null references item on delete cascade,
  primary key (gtin, sku)
);
create index barcode_by_sku on barcode (sku);

-- access -----------------------------------------------------------------------------------------------------

create table person (
  id       uuid primary key,
  name     text not null,
  pin_hash text not null,
  active   boolean not null default true
);

create table person_role (
  person_id uuid not null references person on delete cascade,
  role      text not null check (role in ('associate', 'store_manager', 'regional_manager')),
  node_id   text references node,
  region_id text references region,
  constraint scope_fits_role check (
    (role = 'regional_manager' and region_id is not null and node_id is null)
    or (role <> 'regional_manager' and node_id is not null and region_id is null)
  )
);
create unique index person_role_once on person_role (person_id, role, coalesce(node_id, ''), coalesce(region_id, ''));
create index person_role_by_node on person_role (node_id);
create index person_role_by_region on person_role (region_id);

create table session (
  token_hash   text primary key,
  person_id    uuid not null references person on delete cascade,
  role         text not null,
  node_id      text references node,
  region_id    text references region,
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null
);
create index session_by_person on session (person_id);

create table channel (
  id       text primary key,
  name     text not null,
  key_hash text not null unique
);

-- Kept by rate-limiter-flexible: who tried a PIN or a pickup code how often.
create table attempt (
  key    text primary key,
  points integer not null default 0,
  expire bigint
);

-- inventory --------------------------------------------------------------------------------------------------

-- No counter stands in an index, so every change of stock is a heap-only update.
create table stock (
  node_id      text not null references node,
  sku          text not null references item,
  on_hand      integer not null,
  reserved     integer not null default 0,
  safety_stock integer not null default 0,
  location     text not null default '',  -- where it stands in the store: aisle and bay, such as B-07
  movements    bigint not null default 0,  -- how many movements this row has had: the ledger's own numbering
  primary key (node_id, sku),
  constraint on_hand_not_negative check (on_hand >= 0),
  constraint reserved_not_negative check (reserved >= 0),
  constraint safety_stock_not_negative check (safety_stock >= 0),
  constraint never_oversold check (reserved <= on_hand)
) with (fillfactor = 80);
create index stock_by_sku on stock (sku);

-- The ledger. Numbered per stock row under that row's lock, so its order is the order things happened in, a missing
-- movement shows as a gap, and a running sum proves that nothing was ever oversold.
create table movement (
  node_id        text not null,
  sku            text not null,
  number         bigint not null check (number > 0),
  d_on_hand      integer not null,
  d_reserved     integer not null,
  reason         text not null check (reason in (
    'received', 'counted', 'held', 'allocated', 'released', 'expired', 'displaced', 'fulfilled',
    'not_found', 'damaged', 'mismatched', 'found', 'sold')),
  reservation_id uuid,
  operation_id   uuid,
  at             timestamptz not null,
  primary key (node_id, sku, number),
  foreign key (node_id, sku) references stock (node_id, sku)
);

-- One row a line. A part that leaves early is split off as a row of its own, so that each row has one exit and each
-- exit one movement.
create table reservation (
  node_id        text not null references node,
  id             uuid not null,
  hold_id        uuid,  -- the cart hold this line came from
  channel_id     text references channel,  -- whose cart it was: no other channel may use it or give it back
  order_id       uuid,
  fulfillment_id uuid,
  line_no        integer not null,
  sku            text not null,
  quantity       integer not null check (quantity > 0),
  state          text not null check (state in (
    'held', 'allocated', 'picked', 'fulfilled', 'released', 'expired', 'displaced')),
  expires_at     timestamptz,
  created_at     timestamptz not null,
  closed_at      timestamptz,
  primary key (node_id, id),
  foreign key (node_id, sku) references stock (node_id, sku),
  constraint held_has_owner check (
    state <> 'held' or (expires_at is not null and hold_id is not null and channel_id is not null)
  ),
  constraint closed_has_time check ((state in ('held', 'allocated', 'picked')) = (closed_at is null))
);
create index reservation_open on reservation (node_id, sku) where closed_at is null;
create index reservation_expiring on reservation (node_id, expires_at) where state = 'held';
create index reservation_by_hold on reservation (hold_id) where hold_id is not null;
create index reservation_by_fulfillment on reservation (node_id, fulfillment_id);

-- orders -----------------------------------------------------------------------------------------------------

-- The id is made from channel and channel order id, so that "the same order again" is one primary key on one shard.
create table orders (
  id               uuid primary key,
  number           text not null,
  channel_id       text not null references channel,
  channel_order_id text not null,
  body_hash        text not null,
  method           text not null check (method in ('pickup', 'curbside', 'delivery')),
  service          text not null check (service in ('standard', 'expedited')),
  state            text not null check (state in ('confirmed', 'in_fulfillment', 'completed', 'cancelled')),
  currency         text not null,
  total_minor      bigint not null check (total_minor >= 0),
  placed_at        timestamptz not null,
  closed_at        timestamptz,
  cancel_reason    text
);
create index orders_by_number on orders (number);
create index orders_by_placed on orders (placed_at);

-- What names a person stands here and nowhere else.
create table shopper (
  order_id uuid primary key references orders,
  name     text not null,
  email    text not null,
  phone    text,
  ship_to  jsonb
);

create table order_line (
  order_id         uuid not null references orders,
  line_no          integer not null,
  sku              text not null references item,
  quantity         integer not null check (quantity > 0),
  unit_price_minor bigint not null check (unit_price_minor >= 0),
  fulfilled        integer not null default 0 check (fulfilled >= 0),
  cancelled        integer not null default 0 check (cancelled >= 0),
  primary key (order_id, line_no),
  constraint line_adds_up check (fulfilled + cancelled <= quantity)
);

-- payments ---------------------------------------------------------------------------------------------------

create table payment (
  order_id     uuid not null references orders,
  id           uuid not null,
  kind         text not null check (kind in ('authorized')),
  provider     text not null,
  reference    text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency     text not null,
  at           timestamptz not null,
  primary key (order_id, id)
);

-- What is owed back to the shopper, to be voided or refunded by the payment provider.
create table refund_due (
  order_id     uuid not null references orders,
  id           uuid not null,  -- of the event that caused it: due once, however often it is told
  line_no      integer not null,
  quantity     integer not null check (quantity > 0),
  amount_minor bigint not null check (amount_minor >= 0),
  currency     text not null,
  reason       text not null,
  at           timestamptz not null,
  primary key (order_id, id, line_no)
);

-- routing ----------------------------------------------------------------------------------------------------

create table sourcing_decision (
  order_id uuid not null references orders,
  id       uuid not null,
  plan     jsonb not null,  -- the packages chosen, each with its cost and the part each reason has in it
  rejected jsonb not null,  -- nodes looked at and left, with the reason
  at       timestamptz not null,
  primary key (order_id, id)
);

-- fulfillment ------------------------------------------------------------------------------------------------

create table fulfillment (
  node_id       text not null references node,
  id            uuid not null,
  order_id      uuid not null,
  order_number  text not null,
  shopper_label text not null,  -- first name and initial: all that a phone in a stockroom needs
  method        text not null check (method in ('pickup', 'curbside', 'delivery')),
  state         text not null check (state in (
    'open', 'picking', 'picked', 'staged', 'arrived', 'handed_over', 'packed', 'shipped', 'cancelled')),
  due_by        timestamptz not null,  -- when the node must be done with it
  promised_by   timestamptz not null,  -- when the shopper was told to have it
  placed_at     timestamptz not null,
  picker_id     uuid,
  picker_name   text,
  started_at    timestamptz,
  picked_at     timestamptz,
  bin           text,
  staged_at     timestamptz,
  hold_until    timestamptz,
  arrived_at    timestamptz,
  bay           text,
  car           text,
  tracking      text,
  closed_at     timestamptz,
  proof         text check (proof in ('pass', 'code')),
  primary key (node_id, id),
  constraint staged_has_bin check (state not in ('staged', 'arrived') or (bin is not null and hold_until is not null)),
  constraint closed_has_time check ((state in ('handed_over', 'shipped', 'cancelled')) = (closed_at is not null)),
  constraint handed_over_has_proof check (state <> 'handed_over' or proof is not null)
);
create index fulfillment_by_order on fulfillment (order_id);
create index fulfillment_closed on fulfillment (node_id, closed_at) where closed_at is not null;
create index fulfillment_open on fulfillment (node_id, due_by) where closed_at is null;

create table fulfillment_line (
  node_id        text not null,
  fulfillment_id uuid not null,
  line_no        integer not null,  -- of the order
  sku            text not null references item,
  quantity       integer not null check (quantity > 0),
  picked         integer not null default 0 check (picked >= 0),
  shorted        integer not null default 0 check (shorted >= 0),
  short_reason   text check (short_reason in ('not_found', 'damaged', 'mismatched')),
  primary key (node_id, fulfillment_id, line_no),
  foreign key (node_id, fulfillment_id) references fulfillment (node_id, id),
  constraint line_adds_up check (picked + shorted <= quantity),
  constraint short_has_reason check ((shorted > 0) = (short_reason is not null))
);

-- A device's cursor: bumped in the transaction that changes what a device of this node shows.
create table work_cursor (
  node_id text primary key references node,
  version bigint not null
);

-- sync -------------------------------------------------------------------------------------------------------

create table operation (
  node_id    text not null references node,
  id         uuid not null,
  device_id  uuid not null,
  seq        bigint not null,
  type       text not null,
  at         timestamptz not null,  -- by the device's clock: kept, never trusted
  body_hash  text not null,
  person_id  uuid not null,
  outcome    text not null check (outcome in ('applied', 'refused', 'superseded')),
  problem    jsonb,
  decided_at timestamptz not null,
  primary key (node_id, id)
);
create index operation_by_device on operation (node_id, device_id, seq);

-- notifications ----------------------------------------------------------------------------------------------

create table push_subscription (
  order_id   uuid not null references orders,
  endpoint   text not null,
  p256dh     text not null,
  auth       text not null,
  created_at timestamptz not null,
  primary key (order_id, endpoint)
);

create table notification (
  order_id   uuid not null references orders,
  id         uuid not null,
  kind       text not null,
  subject_id uuid not null,  -- the fulfillment or order it speaks of: one notice of a kind about one thing
  endpoint   text not null,
  state      text not null check (state in ('due', 'sent', 'gone', 'failed')),
  attempts   integer not null default 0,
  made_at    timestamptz not null,
  settled_at timestamptz,
  primary key (order_id, id)
);
create unique index notification_once on notification (order_id, kind, subject_id, endpoint);

-- what happened ----------------------------------------------------------------------------------------------

-- Append-only: audit trail, activity feed, and the source of every reaction.
create table event (
  topic   text not null,
  id      uuid not null,
  kind    text not null,
  at      timestamptz not null,
  actor   jsonb,
  payload jsonb not null,
  primary key (topic, id)
);
create index event_by_time on event (at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end
$$;
create trigger event_is_append_only before update or delete on event for each row execute function refuse_change();
create trigger movement_is_append_only before update or delete on movement for each row execute function refuse_change();

-- A reaction's writes happen once, however often its job runs.
create table reaction (
  topic    text not null,
  event_id uuid not null,
  name     text not null,
  at       timestamptz not null,
  primary key (topic, event_id, name)
);
