-- The whole schema, for reading. Made by tasks/schema.ts from db/migrations; do not edit.

create table attempt (
  key    text not null,
  points integer default 0 not null,
  expire bigint,
  constraint attempt_pkey primary key (key)
);

create table barcode (
  gtin text not null,
  sku  text not null,
  constraint barcode_pkey primary key (gtin, sku),
  constraint barcode_sku_fkey foreign key (sku) references item(sku) on delete cascade,
  constraint barcode_gtin_check check (gtin ~ '^[0-9]{14}$'::text)
);
create index barcode_by_sku on barcode using btree (sku);

create table carrier_zone (
  origin_zip3      text not null,
  destination_zip3 text not null,
  zone             integer not null,
  constraint carrier_zone_pkey primary key (origin_zip3, destination_zip3),
  constraint carrier_zone_zone_check check (zone >= 1 and zone <= 9)
);

create table channel (
  id       text not null,
  name     text not null,
  key_hash text not null,
  constraint channel_pkey primary key (id),
  constraint channel_key_hash_key unique (key_hash)
);

create table clock_turn (
  name     text not null,
  taken_at timestamptz not null,
  constraint clock_turn_pkey primary key (name)
);

create table event (
  topic   text not null,
  id      uuid not null,
  kind    text not null,
  at      timestamptz not null,
  actor   jsonb,
  payload jsonb not null,
  constraint event_pkey primary key (topic, id)
);
create index event_by_time on event using btree (at);

create table fulfillment (
  node_id       text not null,
  id            uuid not null,
  order_id      uuid not null,
  order_number  text not null,
  shopper_label text not null,
  method        text not null,
  state         text not null,
  due_by        timestamptz not null,
  promised_by   timestamptz not null,
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
  proof         text,
  constraint fulfillment_pkey primary key (node_id, id),
  constraint fulfillment_node_id_fkey foreign key (node_id) references node(id),
  constraint closed_has_time check ((state = any (array['handed_over'::text, 'shipped'::text, 'cancelled'::text])) = (closed_at is not null)),
  constraint fulfillment_method_check check (method = any (array['pickup'::text, 'curbside'::text, 'delivery'::text])),
  constraint fulfillment_proof_check check (proof = any (array['pass'::text, 'code'::text])),
  constraint fulfillment_state_check check (state = any (array['open'::text, 'picking'::text, 'picked'::text, 'staged'::text, 'arrived'::text, 'handed_over'::text, 'packed'::text, 'shipped'::text, 'cancelled'::text])),
  constraint handed_over_has_proof check (state <> 'handed_over'::text or proof is not null),
  constraint staged_has_bin check ((state <> all (array['staged'::text, 'arrived'::text])) or bin is not null and hold_until is not null)
);
create index fulfillment_by_order on fulfillment using btree (order_id);
create index fulfillment_closed on fulfillment using btree (node_id, closed_at) where closed_at is not null;
create index fulfillment_open on fulfillment using btree (node_id, due_by) where closed_at is null;

create table fulfillment_line (
  node_id        text not null,
  fulfillment_id uuid not null,
  line_no        integer not null,
  sku            text not null,
  quantity       integer not null,
  picked         integer default 0 not null,
  shorted        integer default 0 not null,
  short_reason   text,
  constraint fulfillment_line_pkey primary key (node_id, fulfillment_id, line_no),
  constraint fulfillment_line_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references fulfillment(node_id, id),
  constraint fulfillment_line_sku_fkey foreign key (sku) references item(sku),
  constraint fulfillment_line_picked_check check (picked >= 0),
  constraint fulfillment_line_quantity_check check (quantity > 0),
  constraint fulfillment_line_short_reason_check check (short_reason = any (array['not_found'::text, 'damaged'::text, 'mismatched'::text])),
  constraint fulfillment_line_shorted_check check (shorted >= 0),
  constraint line_adds_up check ((picked + shorted) <= quantity),
  constraint short_has_reason check ((shorted > 0) = (short_reason is not null))
);

create table item (
  sku          text not null,
  name         text not null,
  category     text not null,
  price_minor  bigint not null,
  currency     text default 'USD'::text not null,
  weight_grams integer not null,
  constraint item_pkey primary key (sku),
  constraint item_price_minor_check check (price_minor >= 0),
  constraint item_weight_grams_check check (weight_grams > 0)
);

create table movement (
  node_id        text not null,
  sku            text not null,
  number         bigint not null,
  d_on_hand      integer not null,
  d_reserved     integer not null,
  reason         text not null,
  reservation_id uuid,
  operation_id   uuid,
  at             timestamptz not null,
  constraint movement_pkey primary key (node_id, sku, number),
  constraint movement_node_id_sku_fkey foreign key (node_id, sku) references stock(node_id, sku),
  constraint movement_number_check check (number > 0),
  constraint movement_reason_check check (reason = any (array['received'::text, 'counted'::text, 'held'::text, 'allocated'::text, 'released'::text, 'expired'::text, 'displaced'::text, 'fulfilled'::text, 'not_found'::text, 'damaged'::text, 'mismatched'::text, 'found'::text, 'sold'::text]))
);

create table node (
  id               text not null,
  kind             text not null,
  name             text not null,
  region_id        text not null,
  address          text not null,
  city             text not null,
  state            text not null,
  postal_code      text not null,
  country          text default 'US'::text not null,
  lat              double precision not null,
  lon              double precision not null,
  time_zone        text not null,
  opening_hours    jsonb not null,
  services         text[] not null,
  capacity_per_day integer default 200 not null,
  hold_hours       integer default 72 not null,
  constraint node_pkey primary key (id),
  constraint node_region_id_fkey foreign key (region_id) references region(id),
  constraint node_capacity_per_day_check check (capacity_per_day >= 0),
  constraint node_hold_hours_check check (hold_hours >= 1 and hold_hours <= 720),
  constraint node_kind_check check (kind = any (array['store'::text, 'depot'::text])),
  constraint node_lat_check check (lat >= '-90'::integer::double precision and lat <= 90::double precision),
  constraint node_lon_check check (lon >= '-180'::integer::double precision and lon <= 180::double precision)
);
create index node_by_region on node using btree (region_id);

create table notification (
  order_id   uuid not null,
  id         uuid not null,
  kind       text not null,
  subject_id uuid not null,
  endpoint   text not null,
  state      text not null,
  attempts   integer default 0 not null,
  made_at    timestamptz not null,
  settled_at timestamptz,
  constraint notification_pkey primary key (order_id, id),
  constraint notification_order_id_fkey foreign key (order_id) references orders(id),
  constraint notification_state_check check (state = any (array['due'::text, 'sent'::text, 'gone'::text, 'failed'::text]))
);
create unique index notification_once on notification using btree (order_id, kind, subject_id, endpoint);

create table operation (
  node_id    text not null,
  id         uuid not null,
  device_id  uuid not null,
  seq        bigint not null,
  type       text not null,
  at         timestamptz not null,
  body_hash  text not null,
  person_id  uuid not null,
  outcome    text not null,
  problem    jsonb,
  decided_at timestamptz not null,
  constraint operation_pkey primary key (node_id, id),
  constraint operation_node_id_fkey foreign key (node_id) references node(id),
  constraint operation_outcome_check check (outcome = any (array['applied'::text, 'refused'::text, 'superseded'::text]))
);
create index operation_by_device on operation using btree (node_id, device_id, seq);

create table order_line (
  order_id         uuid not null,
  line_no          integer not null,
  sku              text not null,
  quantity         integer not null,
  unit_price_minor bigint not null,
  fulfilled        integer default 0 not null,
  cancelled        integer default 0 not null,
  constraint order_line_pkey primary key (order_id, line_no),
  constraint order_line_order_id_fkey foreign key (order_id) references orders(id),
  constraint order_line_sku_fkey foreign key (sku) references item(sku),
  constraint line_adds_up check ((fulfilled + cancelled) <= quantity),
  constraint order_line_cancelled_check check (cancelled >= 0),
  constraint order_line_fulfilled_check check (fulfilled >= 0),
  constraint order_line_quantity_check check (quantity > 0),
  constraint order_line_unit_price_minor_check check (unit_price_minor >= 0)
);

create table orders (
  id               uuid not null,
  number           text not null,
  channel_id       text not null,
  channel_order_id text not null,
  body_hash        text not null,
  method           text not null,
  service          text not null,
  state            text not null,
  currency         text not null,
  total_minor      bigint not null,
  placed_at        timestamptz not null,
  closed_at        timestamptz,
  cancel_reason    text,
  constraint orders_pkey primary key (id),
  constraint orders_channel_id_fkey foreign key (channel_id) references channel(id),
  constraint orders_method_check check (method = any (array['pickup'::text, 'curbside'::text, 'delivery'::text])),
  constraint orders_service_check check (service = any (array['standard'::text, 'expedited'::text])),
  constraint orders_state_check check (state = any (array['confirmed'::text, 'in_fulfillment'::text, 'completed'::text, 'cancelled'::text])),
  constraint orders_total_minor_check check (total_minor >= 0)
);
create index orders_by_number on orders using btree (number);
create index orders_by_placed on orders using btree (placed_at);

create table payment (
  order_id     uuid not null,
  id           uuid not null,
  kind         text not null,
  provider     text not null,
  reference    text not null,
  amount_minor bigint not null,
  currency     text not null,
  at           timestamptz not null,
  constraint payment_pkey primary key (order_id, id),
  constraint payment_order_id_fkey foreign key (order_id) references orders(id),
  constraint payment_amount_minor_check check (amount_minor >= 0),
  constraint payment_kind_check check (kind = 'authorized'::text)
);

create table person (
  id       uuid not null,
  name     text not null,
  pin_hash text not null,
  active   boolean default true not null,
  constraint person_pkey primary key (id)
);

create table person_role (
  person_id uuid not null,
  role      text not null,
  node_id   text,
  region_id text,
  constraint person_role_node_id_fkey foreign key (node_id) references node(id),
  constraint person_role_person_id_fkey foreign key (person_id) references person(id) on delete cascade,
  constraint person_role_region_id_fkey foreign key (region_id) references region(id),
  constraint person_role_role_check check (role = any (array['associate'::text, 'store_manager'::text, 'regional_manager'::text])),
  constraint scope_fits_role check (role = 'regional_manager'::text and region_id is not null and node_id is null or role <> 'regional_manager'::text and node_id is not null and region_id is null)
);
create index person_role_by_node on person_role using btree (node_id);
create index person_role_by_region on person_role using btree (region_id);
create unique index person_role_once on person_role using btree (person_id, role, coalesce(node_id, ''::text), coalesce(region_id, ''::text));

create table postal_code (
  country     text not null,
  postal_code text not null,
  lat         double precision not null,
  lon         double precision not null,
  city        text not null,
  state       text not null,
  constraint postal_code_pkey primary key (country, postal_code)
);

create table push_subscription (
  order_id   uuid not null,
  endpoint   text not null,
  p256dh     text not null,
  auth       text not null,
  created_at timestamptz not null,
  constraint push_subscription_pkey primary key (order_id, endpoint),
  constraint push_subscription_order_id_fkey foreign key (order_id) references orders(id)
);

create table reaction (
  topic    text not null,
  event_id uuid not null,
  name     text not null,
  at       timestamptz not null,
  constraint reaction_pkey primary key (topic, event_id, name)
);

create table refund_due (
  order_id     uuid not null,
  id           uuid not null,
  line_no      integer not null,
  quantity     integer not null,
  amount_minor bigint not null,
  currency     text not null,
  reason       text not null,
  at           timestamptz not null,
  constraint refund_due_pkey primary key (order_id, id, line_no),
  constraint refund_due_order_id_fkey foreign key (order_id) references orders(id),
  constraint refund_due_amount_minor_check check (amount_minor >= 0),
  constraint refund_due_quantity_check check (quantity > 0)
);

create table region (
  id   text not null,
  name text not null,
  constraint region_pkey primary key (id)
);

create table reservation (
  node_id        text not null,
  id             uuid not null,
  hold_id        uuid,
  channel_id     text,
  order_id       uuid,
  fulfillment_id uuid,
  line_no        integer not null,
  sku            text not null,
  quantity       integer not null,
  state          text not null,
  expires_at     timestamptz,
  created_at     timestamptz not null,
  closed_at      timestamptz,
  constraint reservation_pkey primary key (node_id, id),
  constraint reservation_channel_id_fkey foreign key (channel_id) references channel(id),
  constraint reservation_node_id_fkey foreign key (node_id) references node(id),
  constraint reservation_node_id_sku_fkey foreign key (node_id, sku) references stock(node_id, sku),
  constraint closed_has_time check ((state = any (array['held'::text, 'allocated'::text, 'picked'::text])) = (closed_at is null)),
  constraint held_has_owner check (state <> 'held'::text or expires_at is not null and hold_id is not null and channel_id is not null),
  constraint reservation_quantity_check check (quantity > 0),
  constraint reservation_state_check check (state = any (array['held'::text, 'allocated'::text, 'picked'::text, 'fulfilled'::text, 'released'::text, 'expired'::text, 'displaced'::text]))
);
create index reservation_by_fulfillment on reservation using btree (node_id, fulfillment_id);
create index reservation_by_hold on reservation using btree (hold_id) where hold_id is not null;
create index reservation_expiring on reservation using btree (node_id, expires_at) where state = 'held'::text;
create index reservation_open on reservation using btree (node_id, sku) where closed_at is null;

create table session (
  token_hash   text not null,
  person_id    uuid not null,
  role         text not null,
  node_id      text,
  region_id    text,
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  constraint session_pkey primary key (token_hash),
  constraint session_node_id_fkey foreign key (node_id) references node(id),
  constraint session_person_id_fkey foreign key (person_id) references person(id) on delete cascade,
  constraint session_region_id_fkey foreign key (region_id) references region(id)
);
create index session_by_person on session using btree (person_id);

create table shopper (
  order_id uuid not null,
  name     text not null,
  email    text not null,
  phone    text,
  ship_to  jsonb,
  constraint shopper_pkey primary key (order_id),
  constraint shopper_order_id_fkey foreign key (order_id) references orders(id)
);

create table sourcing_decision (
  order_id uuid not null,
  id       uuid not null,
  plan     jsonb not null,
  rejected jsonb not null,
  at       timestamptz not null,
  constraint sourcing_decision_pkey primary key (order_id, id),
  constraint sourcing_decision_order_id_fkey foreign key (order_id) references orders(id)
);

create table stock (
  node_id      text not null,
  sku          text not null,
  on_hand      integer not null,
  reserved     integer default 0 not null,
  safety_stock integer default 0 not null,
  location     text default ''::text not null,
  movements    bigint default 0 not null,
  constraint stock_pkey primary key (node_id, sku),
  constraint stock_node_id_fkey foreign key (node_id) references node(id),
  constraint stock_sku_fkey foreign key (sku) references item(sku),
  constraint never_oversold check (reserved <= on_hand),
  constraint on_hand_not_negative check (on_hand >= 0),
  constraint reserved_not_negative check (reserved >= 0),
  constraint safety_stock_not_negative check (safety_stock >= 0)
) with (fillfactor=80);
create index stock_by_sku on stock using btree (sku);

create table tax_rate (
  country     text not null,
  postal_code text not null,
  state       text not null,
  region      text not null,
  combined    numeric(8,6) not null,
  state_rate  numeric(8,6) not null,
  county      numeric(8,6) not null,
  city        numeric(8,6) not null,
  special     numeric(8,6) not null,
  constraint tax_rate_pkey primary key (country, postal_code)
);

create table work_cursor (
  node_id text not null,
  version bigint not null,
  constraint work_cursor_pkey primary key (node_id),
  constraint work_cursor_node_id_fkey foreign key (node_id) references node(id)
);

create table worker_heartbeat (
  worker_id text not null,
  seen_at   timestamptz not null,
  constraint worker_heartbeat_pkey primary key (worker_id)
);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name;
end
$function$;

create trigger event_is_append_only before delete or update on event for each row execute function refuse_change();

create trigger movement_is_append_only before delete or update on movement for each row execute function refuse_change();
