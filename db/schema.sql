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

create table bin (
  node_id  text not null,
  label    text not null,
  zone     text default 'ambient'::text not null,
  capacity integer default 6 not null,
  constraint bin_pkey primary key (node_id, label),
  constraint bin_node_id_fkey foreign key (node_id) references node(id),
  constraint bin_capacity_check check (capacity > 0),
  constraint bin_zone_check check (zone = any (array['ambient'::text, 'chilled'::text, 'frozen'::text, 'oversize'::text]))
);

create table box (
  id         text not null,
  name       text not null,
  length_mm  integer not null,
  width_mm   integer not null,
  height_mm  integer not null,
  tare_grams integer not null,
  max_grams  integer not null,
  retired_at timestamptz,
  constraint box_pkey primary key (id),
  constraint box_height_mm_check check (height_mm > 0),
  constraint box_id_check check (id ~ '^[a-z0-9-]{1,32}$'::text),
  constraint box_length_mm_check check (length_mm > 0),
  constraint box_max_grams_check check (max_grams > 0),
  constraint box_tare_grams_check check (tare_grams >= 0),
  constraint box_width_mm_check check (width_mm > 0)
);

create table carrier_rate (
  carrier     text not null,
  service     text not null,
  zone        integer not null,
  up_to_grams integer not null,
  price_minor bigint not null,
  constraint carrier_rate_pkey primary key (carrier, service, zone, up_to_grams),
  constraint carrier_rate_carrier_service_fkey foreign key (carrier, service) references carrier_service(carrier, service),
  constraint carrier_rate_price_minor_check check (price_minor >= 0),
  constraint carrier_rate_up_to_grams_check check (up_to_grams > 0),
  constraint carrier_rate_zone_check check (zone >= 1 and zone <= 9)
);

create table carrier_service (
  carrier           text not null,
  service           text not null,
  carrier_name      text not null,
  service_name      text not null,
  currency          text not null,
  fuel_surcharge    numeric(6,4) not null,
  cubic_mm_per_gram integer not null,
  days              integer[] not null,
  constraint carrier_service_pkey primary key (carrier, service),
  constraint carrier_service_cubic_mm_per_gram_check check (cubic_mm_per_gram > 0),
  constraint carrier_service_days_check check (cardinality(days) = 9),
  constraint carrier_service_fuel_surcharge_check check (fuel_surcharge >= 0::numeric)
);

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

create table channel_feed (
  channel_id text not null,
  number     bigint default 0 not null,
  constraint channel_feed_pkey primary key (channel_id),
  constraint channel_feed_channel_id_fkey foreign key (channel_id) references channel(id)
);

create table channel_stock (
  channel_id text not null,
  node_id    text not null,
  sku        text not null,
  number     bigint not null,
  available  integer not null,
  told_at    timestamptz not null,
  constraint channel_stock_pkey primary key (channel_id, node_id, sku),
  constraint channel_stock_channel_id_fkey foreign key (channel_id) references channel(id),
  constraint channel_stock_node_id_fkey foreign key (node_id) references node(id),
  constraint channel_stock_sku_fkey foreign key (sku) references item(sku)
);
create unique index channel_stock_in_order on channel_stock using btree (channel_id, number);

create table clock_turn (
  name     text not null,
  taken_at timestamptz not null,
  constraint clock_turn_pkey primary key (name)
);

create table device (
  node_id      text not null,
  id           uuid not null,
  name         text not null,
  token_hash   text not null,
  enrolled_by  uuid not null,
  enrolled_at  timestamptz not null,
  last_seen_at timestamptz not null,
  waiting      integer default 0 not null,
  revoked_by   uuid,
  revoked_at   timestamptz,
  constraint device_pkey primary key (node_id, id),
  constraint device_enrolled_by_fkey foreign key (enrolled_by) references person(id),
  constraint device_node_id_fkey foreign key (node_id) references node(id),
  constraint device_revoked_by_fkey foreign key (revoked_by) references person(id),
  constraint device_waiting_check check (waiting >= 0),
  constraint revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
create index device_by_token on device using btree (token_hash);

create table device_person (
  node_id       text not null,
  device_id     uuid not null,
  id            uuid not null,
  person_id     uuid not null,
  role          text not null,
  signed_in_at  timestamptz not null,
  runs_out_at   timestamptz not null,
  signed_out_at timestamptz,
  constraint device_person_pkey primary key (node_id, device_id, id),
  constraint device_person_node_id_device_id_fkey foreign key (node_id, device_id) references device(node_id, id) on delete cascade,
  constraint device_person_person_id_fkey foreign key (person_id) references person(id) on delete cascade,
  constraint ends_after_it_begins check (runs_out_at > signed_in_at)
);
create index device_person_by_person on device_person using btree (node_id, device_id, person_id, runs_out_at);

create table device_rule (
  node_id           text not null,
  idle_lock_seconds integer not null,
  constraint device_rule_pkey primary key (node_id),
  constraint device_rule_node_id_fkey foreign key (node_id) references node(id),
  constraint device_rule_idle_lock_seconds_check check (idle_lock_seconds >= 1 and idle_lock_seconds <= 3600)
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

create table forecast (
  node_id       text not null,
  sku           text not null,
  units_per_day double precision not null,
  learnt_at     timestamptz not null,
  constraint forecast_pkey primary key (node_id, sku),
  constraint forecast_node_id_fkey foreign key (node_id) references node(id),
  constraint forecast_sku_fkey foreign key (sku) references item(sku),
  constraint forecast_units_per_day_check check (units_per_day >= 0::double precision)
);
create index forecast_by_sku on forecast using btree (sku) include (node_id, units_per_day);

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
  collector     text,
  helpers       jsonb default '[]'::jsonb not null,
  touched_at    timestamptz,
  batch         jsonb,
  spots         jsonb default '[]'::jsonb not null,
  on_way_at     timestamptz,
  eta_at        timestamptz,
  attended_by   jsonb,
  escalated_at  timestamptz,
  reminded_at   timestamptz,
  ending        text,
  value_minor   bigint default 0 not null,
  recent        jsonb default '[]'::jsonb not null,
  constraint fulfillment_pkey primary key (node_id, id),
  constraint fulfillment_node_id_fkey foreign key (node_id) references node(id),
  constraint closed_has_time check ((state = any (array['handed_over'::text, 'shipped'::text, 'cancelled'::text])) = (closed_at is not null)),
  constraint fulfillment_ending_check check (ending = any (array['cancelled'::text, 'moved'::text, 'not_collected'::text, 'refused'::text])),
  constraint fulfillment_method_check check (method = any (array['pickup'::text, 'curbside'::text, 'delivery'::text])),
  constraint fulfillment_proof_check check (proof = any (array['pass'::text, 'code'::text, 'document'::text, 'override'::text, 'approval'::text])),
  constraint fulfillment_state_check check (state = any (array['open'::text, 'picking'::text, 'picked'::text, 'staged'::text, 'arrived'::text, 'to_put_back'::text, 'handed_over'::text, 'packed'::text, 'shipped'::text, 'cancelled'::text])),
  constraint fulfillment_value_minor_check check (value_minor >= 0),
  constraint handed_over_has_proof check (state <> 'handed_over'::text or proof is not null),
  constraint put_back_has_reason check (state <> 'to_put_back'::text or ending is not null),
  constraint staged_has_bin check ((state <> all (array['staged'::text, 'arrived'::text])) or bin is not null and hold_until is not null)
);
create index fulfillment_by_order on fulfillment using btree (order_id);
create index fulfillment_closed on fulfillment using btree (node_id, closed_at) where closed_at is not null;
create index fulfillment_held on fulfillment using btree (node_id, hold_until) where state = any (array['staged'::text, 'arrived'::text]);
create index fulfillment_movable on fulfillment using btree (due_by) where state = 'open'::text and method = 'delivery'::text;
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
  sorted         integer default 0 not null,
  handed         integer default 0 not null,
  put_back       integer default 0 not null,
  found          integer default 0 not null,
  substitute     jsonb,
  constraint fulfillment_line_pkey primary key (node_id, fulfillment_id, line_no),
  constraint fulfillment_line_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references fulfillment(node_id, id),
  constraint fulfillment_line_sku_fkey foreign key (sku) references item(sku),
  constraint found_was_missing check (found <= shorted),
  constraint fulfillment_line_found_check check (found >= 0),
  constraint fulfillment_line_handed_check check (handed >= 0),
  constraint fulfillment_line_picked_check check (picked >= 0),
  constraint fulfillment_line_put_back_check check (put_back >= 0),
  constraint fulfillment_line_quantity_check check (quantity > 0),
  constraint fulfillment_line_short_reason_check check (short_reason = any (array['not_found'::text, 'damaged'::text, 'mismatched'::text, 'declined'::text, 'displaced'::text, 'cancelled'::text, 'substituted'::text])),
  constraint fulfillment_line_shorted_check check (shorted >= 0),
  constraint fulfillment_line_sorted_check check (sorted >= 0),
  constraint line_adds_up check ((picked + shorted) <= quantity),
  constraint picked_goes_one_way check ((handed + put_back) <= picked and sorted <= picked),
  constraint short_has_reason check ((shorted > 0) = (short_reason is not null))
);
create index fulfillment_line_asked on fulfillment_line using btree (node_id) where (substitute ->> 'state'::text) = 'proposed'::text;
create index fulfillment_line_missing on fulfillment_line using btree (node_id, fulfillment_id) where short_reason = 'not_found'::text and shorted > found;

create table handover (
  node_id            text not null,
  fulfillment_id     uuid not null,
  id                 uuid not null,
  at                 timestamptz not null,
  person_id          uuid not null,
  proof              text not null,
  manager_id         uuid,
  manager_reason     text,
  collector          text,
  document_name      text,
  document_last_four text,
  age_seen           boolean default false not null,
  lines              jsonb not null,
  undone_at          timestamptz,
  constraint handover_pkey primary key (node_id, fulfillment_id, id),
  constraint handover_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references fulfillment(node_id, id),
  constraint handover_proof_check check (proof = any (array['pass'::text, 'code'::text, 'document'::text, 'override'::text, 'approval'::text])),
  constraint override_has_manager check ((proof = any (array['override'::text, 'approval'::text])) = (manager_id is not null and manager_reason is not null))
);
create index handover_by_time on handover using btree (node_id, at desc);

create table handover_evidence (
  node_id     text not null,
  handover_id uuid not null,
  kind        text not null,
  data        text not null,
  constraint handover_evidence_pkey primary key (node_id, handover_id, kind),
  constraint handover_evidence_kind_check check (kind = any (array['signature'::text, 'photo'::text]))
);

create table inbound (
  node_id      text not null,
  id           uuid not null,
  sku          text not null,
  kind         text not null,
  reference    text not null,
  from_node_id text,
  expected_at  timestamptz not null,
  ordered      integer not null,
  received     integer default 0 not null,
  promised     integer default 0 not null,
  closed_at    timestamptz,
  constraint inbound_pkey primary key (node_id, id, sku),
  constraint inbound_from_node_id_fkey foreign key (from_node_id) references node(id),
  constraint inbound_node_id_fkey foreign key (node_id) references node(id),
  constraint inbound_sku_fkey foreign key (sku) references item(sku),
  constraint closed_promises_nothing check (closed_at is null or promised = 0),
  constraint inbound_kind_check check (kind = any (array['purchase_order'::text, 'transfer'::text])),
  constraint inbound_ordered_check check (ordered > 0),
  constraint inbound_promised_check check (promised >= 0),
  constraint inbound_received_check check (received >= 0),
  constraint never_overpromised check (promised <= greatest(0, ordered - received)),
  constraint transfer_has_origin check ((kind = 'transfer'::text) = (from_node_id is not null))
);
create index inbound_open on inbound using btree (node_id, sku, expected_at) where closed_at is null;

create table item (
  sku          text not null,
  name         text not null,
  category     text not null,
  price_minor  bigint not null,
  currency     text default 'USD'::text not null,
  weight_grams integer not null,
  zone         text default 'ambient'::text not null,
  min_age      integer,
  length_mm    integer,
  width_mm     integer,
  height_mm    integer,
  constraint item_pkey primary key (sku),
  constraint item_height_mm_check check (height_mm >= 1 and height_mm <= 20000),
  constraint item_length_mm_check check (length_mm >= 1 and length_mm <= 20000),
  constraint item_min_age_check check (min_age >= 1 and min_age <= 99),
  constraint item_price_minor_check check (price_minor >= 0),
  constraint item_weight_grams_check check (weight_grams > 0),
  constraint item_width_mm_check check (width_mm >= 1 and width_mm <= 20000),
  constraint item_zone_check check (zone = any (array['ambient'::text, 'chilled'::text, 'frozen'::text, 'oversize'::text])),
  constraint sides_together check (num_nulls(length_mm, width_mm, height_mm) = any (array[0, 3]))
);

create table kit_component (
  kit_sku  text not null,
  sku      text not null,
  quantity integer not null,
  constraint kit_component_pkey primary key (kit_sku, sku),
  constraint kit_component_kit_sku_fkey foreign key (kit_sku) references item(sku) on delete cascade,
  constraint kit_component_sku_fkey foreign key (sku) references item(sku),
  constraint kit_component_quantity_check check (quantity >= 1 and quantity <= 999),
  constraint kit_is_no_component_of_itself check (kit_sku <> sku)
);

create table label (
  node_id        text not null,
  id             uuid not null,
  fulfillment_id uuid not null,
  parcel_no      integer not null,
  source         text not null,
  state          text not null,
  carrier        text not null,
  carrier_name   text not null,
  service_name   text,
  price_minor    bigint,
  currency       text,
  tracking       text,
  remote_id      text,
  remote_offer   text,
  pdf            bytea,
  zpl            text,
  problem        text,
  asked_at       timestamptz not null,
  bought_at      timestamptz,
  voided_at      timestamptz,
  shipped_at     timestamptz,
  manifest_id    uuid,
  tracked        text,
  track_looks    integer default 0 not null,
  track_next     timestamptz,
  delivered_at   timestamptz,
  constraint label_pkey primary key (node_id, id),
  constraint label_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references shipment(node_id, fulfillment_id),
  constraint label_node_id_manifest_id_fkey foreign key (node_id, manifest_id) references manifest(node_id, id),
  constraint bought_has_tracking check ((state <> all (array['bought'::text, 'voiding'::text, 'typed'::text])) or tracking is not null),
  constraint delivered_is_delivered check ((delivered_at is not null) = (not tracked is distinct from 'delivered'::text)),
  constraint delivered_is_shipped check (delivered_at is null or shipped_at is not null),
  constraint label_price_minor_check check (price_minor >= 0),
  constraint label_source_check check (source = any (array['local'::text, 'easypost'::text, 'typed'::text])),
  constraint label_state_check check (state = any (array['buying'::text, 'bought'::text, 'failed'::text, 'voiding'::text, 'voided'::text, 'typed'::text])),
  constraint label_track_looks_check check (track_looks >= 0),
  constraint label_tracked_check check (tracked = any (array['pre_transit'::text, 'in_transit'::text, 'out_for_delivery'::text, 'delivered'::text, 'exception'::text])),
  constraint manifested_is_shipped check (manifest_id is null or shipped_at is not null),
  constraint shipped_is_not_void check (shipped_at is null or (state = any (array['bought'::text, 'typed'::text])))
);
create index label_by_manifest on label using btree (node_id, manifest_id) where manifest_id is not null;
create index label_by_parcel on label using btree (node_id, fulfillment_id, parcel_no, asked_at);
create unique index label_once on label using btree (node_id, fulfillment_id, parcel_no) where state = any (array['buying'::text, 'bought'::text, 'voiding'::text, 'typed'::text]);
create index label_to_manifest on label using btree (node_id, carrier) where shipped_at is not null and manifest_id is null;
create index label_to_track on label using btree (track_next) where track_next is not null;

create table label_series (
  node_id text not null,
  series  integer not null,
  last    bigint not null,
  constraint label_series_pkey primary key (node_id),
  constraint label_series_series_key unique (series),
  constraint label_series_node_id_fkey foreign key (node_id) references node(id),
  constraint label_series_last_check check (last >= 1 and last <= 99999999),
  constraint label_series_series_check check (series >= 1 and series <= 99999)
);

create table manifest (
  node_id   text not null,
  id        uuid not null,
  carrier   text not null,
  closed_at timestamptz not null,
  closed_by jsonb not null,
  constraint manifest_pkey primary key (node_id, id),
  constraint manifest_node_id_fkey foreign key (node_id) references node(id)
);
create index manifest_by_time on manifest using btree (node_id, closed_at);

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
  d_damaged      integer default 0 not null,
  note           text,
  constraint movement_pkey primary key (node_id, sku, number),
  constraint movement_number_check check (number > 0),
  constraint movement_reason_check check (reason = any (array['received'::text, 'counted'::text, 'held'::text, 'allocated'::text, 'released'::text, 'expired'::text, 'displaced'::text, 'fulfilled'::text, 'not_found'::text, 'damaged'::text, 'mismatched'::text, 'found'::text, 'sold'::text, 'returned'::text, 'transferred'::text, 'repaired'::text, 'lost'::text, 'stolen'::text, 'spoiled'::text, 'written_off'::text, 'corrected'::text]))
);
create index movement_by_time on movement using brin (at) with (pages_per_range='16', autosummarize='on');

create table node (
  id                    text not null,
  kind                  text not null,
  name                  text not null,
  region_id             text not null,
  address               text not null,
  city                  text not null,
  state                 text not null,
  postal_code           text not null,
  country               text default 'US'::text not null,
  lat                   double precision not null,
  lon                   double precision not null,
  time_zone             text not null,
  opening_hours         jsonb not null,
  services              text[] not null,
  capacity_per_day      integer default 200 not null,
  hold_hours            integer default 72 not null,
  capacity_per_hour     integer,
  high_value_minor      bigint default 50000 not null,
  curbside_wait_minutes integer default 5 not null,
  pick_idle_minutes     integer default 30 not null,
  live_since            timestamptz,
  constraint node_pkey primary key (id),
  constraint node_region_id_fkey foreign key (region_id) references region(id),
  constraint node_capacity_per_day_check check (capacity_per_day >= 0),
  constraint node_capacity_per_hour_check check (capacity_per_hour >= 0),
  constraint node_curbside_wait_minutes_check check (curbside_wait_minutes > 0),
  constraint node_high_value_minor_check check (high_value_minor > 0),
  constraint node_hold_hours_check check (hold_hours >= 1 and hold_hours <= 720),
  constraint node_kind_check check (kind = any (array['store'::text, 'depot'::text])),
  constraint node_lat_check check (lat >= '-90'::integer::double precision and lat <= 90::double precision),
  constraint node_lon_check check (lon >= '-180'::integer::double precision and lon <= 180::double precision),
  constraint node_pick_idle_minutes_check check (pick_idle_minutes > 0)
);
create index node_by_region on node using btree (region_id);

create table node_group (
  id   text not null,
  name text not null,
  constraint node_group_pkey primary key (id)
);

create table node_group_member (
  group_id text not null,
  node_id  text not null,
  constraint node_group_member_pkey primary key (group_id, node_id),
  constraint node_group_member_group_id_fkey foreign key (group_id) references node_group(id) on delete cascade,
  constraint node_group_member_node_id_fkey foreign key (node_id) references node(id) on delete cascade
);
create index node_group_member_by_node on node_group_member using btree (node_id);

create table node_switch (
  node_id   text not null,
  service   text not null,
  off_until timestamptz,
  reason    text not null,
  actor     jsonb not null,
  at        timestamptz not null,
  constraint node_switch_pkey primary key (node_id, service),
  constraint node_switch_node_id_fkey foreign key (node_id) references node(id),
  constraint node_switch_service_check check (service = any (array['pickup'::text, 'curbside'::text, 'ship'::text]))
);

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
  kit_sku          text,
  kit_line_no      integer,
  replaces_line_no integer,
  constraint order_line_pkey primary key (order_id, line_no),
  constraint order_line_kit_sku_fkey foreign key (kit_sku) references item(sku),
  constraint order_line_order_id_fkey foreign key (order_id) references orders(id),
  constraint order_line_sku_fkey foreign key (sku) references item(sku),
  constraint kit_has_line check ((kit_sku is null) = (kit_line_no is null)),
  constraint line_adds_up check ((fulfilled + cancelled) <= quantity),
  constraint order_line_cancelled_check check (cancelled >= 0),
  constraint order_line_fulfilled_check check (fulfilled >= 0),
  constraint order_line_quantity_check check (quantity > 0),
  constraint order_line_unit_price_minor_check check (unit_price_minor >= 0)
);

create table order_wait (
  order_id       uuid not null,
  line_no        integer not null,
  entered_at     timestamptz not null,
  queue          text not null,
  quantity       integer not null,
  why            text not null,
  tries          integer default 0 not null,
  auto_cancel_at timestamptz,
  left_at        timestamptz,
  outcome        text,
  constraint order_wait_pkey primary key (order_id, line_no, entered_at),
  constraint order_wait_order_id_fkey foreign key (order_id) references orders(id),
  constraint left_whole check ((left_at is null) = (outcome is null)),
  constraint order_wait_outcome_check check (outcome = any (array['sourced'::text, 'cancelled'::text])),
  constraint order_wait_quantity_check check (quantity > 0),
  constraint order_wait_why_check check (why = any (array['nobody_has_it'::text, 'tried_everywhere'::text]))
);
create index order_wait_by_age on order_wait using btree (entered_at) where left_at is null;
create index order_wait_left on order_wait using btree (left_at) where left_at is not null;
create unique index order_wait_open on order_wait using btree (order_id, line_no) where left_at is null;

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
  moves            integer default 0 not null,
  constraint orders_pkey primary key (id),
  constraint orders_channel_id_fkey foreign key (channel_id) references channel(id),
  constraint orders_method_check check (method = any (array['pickup'::text, 'curbside'::text, 'delivery'::text])),
  constraint orders_service_check check (service = any (array['standard'::text, 'expedited'::text])),
  constraint orders_state_check check (state = any (array['confirmed'::text, 'in_fulfillment'::text, 'completed'::text, 'cancelled'::text])),
  constraint orders_total_minor_check check (total_minor >= 0)
);
create index orders_by_number on orders using btree (number);
create index orders_by_placed on orders using btree (placed_at);

create table override_grant (
  node_id        text not null,
  token_hash     text not null,
  fulfillment_id uuid not null,
  device_id      uuid not null,
  person_id      uuid not null,
  manager_id     uuid not null,
  reason         text not null,
  expires_at     timestamptz not null,
  used_by        uuid,
  constraint override_grant_pkey primary key (node_id, token_hash),
  constraint override_grant_manager_id_fkey foreign key (manager_id) references person(id),
  constraint override_grant_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references fulfillment(node_id, id)
);
create index override_grant_by_expiry on override_grant using btree (expires_at);

create table parcel (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null,
  box_id         text,
  weight_grams   integer,
  closed_at      timestamptz,
  constraint parcel_pkey primary key (node_id, fulfillment_id, no),
  constraint parcel_box_id_fkey foreign key (box_id) references box(id),
  constraint parcel_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references shipment(node_id, fulfillment_id),
  constraint parcel_no_check check (no >= 1 and no <= 99),
  constraint parcel_weight_grams_check check (weight_grams > 0)
);

create table parcel_line (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null,
  line_no        integer not null,
  quantity       integer not null,
  constraint parcel_line_pkey primary key (node_id, fulfillment_id, no, line_no),
  constraint parcel_line_node_id_fulfillment_id_line_no_fkey foreign key (node_id, fulfillment_id, line_no) references fulfillment_line(node_id, fulfillment_id, line_no),
  constraint parcel_line_node_id_fulfillment_id_no_fkey foreign key (node_id, fulfillment_id, no) references parcel(node_id, fulfillment_id, no) on delete cascade,
  constraint parcel_line_quantity_check check (quantity > 0)
);

create table parcel_quote (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null,
  id             uuid not null,
  state          text not null,
  remote_id      text,
  offers         jsonb,
  problem        text,
  at             timestamptz not null,
  constraint parcel_quote_pkey primary key (node_id, fulfillment_id, no),
  constraint parcel_quote_node_id_fulfillment_id_no_fkey foreign key (node_id, fulfillment_id, no) references parcel(node_id, fulfillment_id, no) on delete cascade,
  constraint parcel_quote_state_check check (state = any (array['asked'::text, 'quoted'::text, 'failed'::text])),
  constraint quoted_has_offers check (state <> 'quoted'::text or remote_id is not null and offers is not null)
);

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

create table rejection_rate (
  node_id text not null,
  bucket  integer not null,
  asked   integer not null,
  failed  integer not null,
  constraint rejection_rate_pkey primary key (node_id, bucket),
  constraint rejection_rate_node_id_fkey foreign key (node_id) references node(id),
  constraint rejection_rate_bucket_check check (bucket >= 1 and bucket <= 3),
  constraint rejection_rate_check check (failed <= asked)
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
  inbound_id     uuid,
  staged_at      timestamptz,
  constraint reservation_pkey primary key (node_id, id),
  constraint closed_has_time check ((state = any (array['held'::text, 'allocated'::text, 'picked'::text])) = (closed_at is null)),
  constraint held_has_owner check (state <> 'held'::text or expires_at is not null and hold_id is not null and channel_id is not null),
  constraint reservation_quantity_check check (quantity > 0),
  constraint reservation_state_check check (state = any (array['held'::text, 'allocated'::text, 'picked'::text, 'fulfilled'::text, 'released'::text, 'expired'::text, 'displaced'::text]))
);
create index reservation_by_fulfillment on reservation using btree (node_id, fulfillment_id) where fulfillment_id is not null;
create index reservation_by_hold on reservation using btree (hold_id) where hold_id is not null;
create index reservation_by_inbound on reservation using btree (node_id, inbound_id, sku) where inbound_id is not null;
create index reservation_expiring on reservation using btree (node_id, expires_at) where state = 'held'::text;
create index reservation_open on reservation using btree (node_id, sku) where closed_at is null;

create table routing_rules (
  id           uuid not null,
  version      integer,
  name         text not null,
  rules        jsonb not null,
  based_on     integer,
  actor        jsonb not null,
  at           timestamptz not null,
  published_by jsonb,
  published_at timestamptz,
  constraint routing_rules_pkey primary key (id),
  constraint routing_rules_version_key unique (version),
  constraint published_whole check ((version is null) = (published_at is null) and (version is null) = (published_by is null)),
  constraint routing_rules_version_check check (version > 0)
);

create table session (
  token_hash   text not null,
  person_id    uuid not null,
  role         text not null,
  node_id      text,
  region_id    text,
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  device_id    uuid,
  constraint session_pkey primary key (token_hash),
  constraint session_node_id_fkey foreign key (node_id) references node(id),
  constraint session_person_id_fkey foreign key (person_id) references person(id) on delete cascade,
  constraint session_region_id_fkey foreign key (region_id) references region(id)
);
create index session_by_device on session using btree (device_id) where device_id is not null;
create index session_by_person on session using btree (person_id);

create table shipment (
  node_id        text not null,
  fulfillment_id uuid not null,
  order_id       uuid not null,
  promised_by    timestamptz not null,
  opened_at      timestamptz not null,
  shipped_at     timestamptz,
  delivered_at   timestamptz,
  constraint shipment_pkey primary key (node_id, fulfillment_id),
  constraint shipment_node_id_fulfillment_id_fkey foreign key (node_id, fulfillment_id) references fulfillment(node_id, id)
);

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
  occasion text default 'placed'::text not null,
  actor    jsonb,
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
  damaged      integer default 0 not null,
  thresholds   jsonb,
  low_stock    integer default 0 not null,
  taken        integer default 0 not null,
  constraint stock_pkey primary key (node_id, sku),
  constraint stock_node_id_fkey foreign key (node_id) references node(id),
  constraint stock_sku_fkey foreign key (sku) references item(sku),
  constraint damaged_not_negative check (damaged >= 0),
  constraint never_oversold check (reserved <= on_hand),
  constraint on_hand_not_negative check (on_hand >= 0),
  constraint reserved_not_negative check (reserved >= 0),
  constraint safety_stock_not_negative check (safety_stock >= 0)
) with (fillfactor=80);
create index stock_by_sku on stock using btree (sku, node_id);

create table stock_act (
  node_id   text not null,
  id        uuid not null,
  kind      text not null,
  body_hash text not null,
  answer    jsonb not null,
  actor     jsonb not null,
  at        timestamptz not null,
  constraint stock_act_pkey primary key (node_id, id),
  constraint stock_act_node_id_fkey foreign key (node_id) references node(id)
);

create table stock_drift (
  node_id     text not null,
  id          uuid not null,
  sku         text not null,
  kind        text not null,
  found       jsonb not null,
  explanation text not null,
  movement    bigint,
  found_at    timestamptz not null,
  settled_at  timestamptz,
  constraint stock_drift_pkey primary key (node_id, id),
  constraint stock_drift_kind_check check (kind = any (array['ledger'::text, 'reserved'::text, 'moment'::text, 'closing'::text, 'orphan'::text]))
);
create index stock_drift_open on stock_drift using btree (node_id, sku) where settled_at is null;

create table stock_level (
  node_id text not null,
  sku     text not null,
  level   text not null,
  since   timestamptz not null,
  constraint stock_level_pkey primary key (node_id, sku),
  constraint stock_level_node_id_fkey foreign key (node_id) references node(id),
  constraint stock_level_sku_fkey foreign key (sku) references item(sku),
  constraint stock_level_level_check check (level = any (array['out'::text, 'low'::text, 'enough'::text]))
);

create table stock_proof (
  node_id   text not null,
  sku       text not null,
  number    bigint not null,
  on_hand   integer not null,
  reserved  integer not null,
  damaged   integer not null,
  proved_at timestamptz not null,
  constraint stock_proof_pkey primary key (node_id, sku)
);

create table stock_rule (
  id         uuid not null,
  position   integer not null,
  kind       text not null,
  name       text not null,
  units      integer not null,
  skus       text[],
  categories text[],
  node_ids   text[],
  group_ids  text[],
  channel_id text,
  actor      jsonb not null,
  at         timestamptz not null,
  constraint stock_rule_pkey primary key (id),
  constraint stock_rule_position_key unique ("position") deferrable initially deferred,
  constraint stock_rule_channel_id_fkey foreign key (channel_id) references channel(id),
  constraint stock_rule_kind_check check (kind = any (array['safety_stock'::text, 'threshold'::text, 'low_stock'::text])),
  constraint stock_rule_units_check check (units >= 0),
  constraint threshold_has_channel check ((kind = 'threshold'::text) = (channel_id is not null))
);

create table stock_rule_applied (
  node_id text not null,
  version integer not null,
  at      timestamptz not null,
  constraint stock_rule_applied_pkey primary key (node_id),
  constraint stock_rule_applied_node_id_fkey foreign key (node_id) references node(id) on delete cascade
);

create table stock_rule_list (
  version integer not null,
  rules   jsonb not null,
  actor   jsonb not null,
  at      timestamptz not null,
  constraint stock_rule_list_pkey primary key (version),
  constraint stock_rule_list_version_check check (version > 0)
);

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

CREATE OR REPLACE FUNCTION public.expire_holds(at_node text, at_time timestamp with time zone, at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.fits(shelf stock, wanted integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select shelf.on_hand - shelf.reserved - shelf.safety_stock >= wanted and shelf.thresholds is null
$function$;

CREATE OR REPLACE FUNCTION public.look_at_group_anew()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  lock table stock_rule in exclusive mode;
  delete from stock_rule_applied where node_id in (old.node_id, new.node_id);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.look_at_items_anew()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  lock table stock_rule in exclusive mode;
  delete from stock_rule_applied;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.moved_since(since timestamp with time zone)
 RETURNS TABLE(node_id text, sku text, number bigint)
 LANGUAGE sql
 STABLE
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
 SET enable_indexonlyscan TO 'off'
AS $function$
  select node_id, sku, max(number) from movement where at > since group by node_id, sku
$function$;

CREATE OR REPLACE FUNCTION public.number_new_stock()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from added) then return null; end if;
  lock table stock_rule in row share mode;
  if not exists (select from stock_rule_list) then return null; end if;
  update stock
     set safety_stock = wanted.safety_stock, thresholds = wanted.thresholds, low_stock = wanted.low_stock
    from added
    join numbers_by_rule(published_rules(), array(select distinct node_id from added),
                         array(select distinct sku from added)) as wanted using (node_id, sku)
   where stock.node_id = added.node_id
     and stock.sku = added.sku
     and (stock.safety_stock, stock.thresholds, stock.low_stock)
         is distinct from (wanted.safety_stock, wanted.thresholds, wanted.low_stock);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.numbers_by_rule(rules jsonb, at_nodes text[], of_skus text[])
 RETURNS TABLE(node_id text, sku text, safety_stock integer, thresholds jsonb, low_stock integer)
 LANGUAGE sql
 STABLE
AS $function$
  with rule as materialized (
    select *
      from jsonb_to_recordset(rules)
             as r(position int, kind text, units int, skus text[], categories text[], node_ids text[],
                  group_ids text[], channel_id text)
  ), node_kind as (
    select node.id as node_id,
           array(select position
                   from rule
                  where (node_ids is null or node.id = any(node_ids))
                    and (group_ids is null or exists (
                          select
                            from node_group_member as member
                           where member.node_id = node.id and member.group_id = any(group_ids)))
                  order by position) as fits
      from unnest(at_nodes) as node(id)
  ), item_kind as (
    select item.sku,
           array(select position
                   from rule
                  where (skus is null or item.sku = any(skus))
                    and (categories is null or item.category = any(categories))
                  order by position) as fits
      from item
     where item.sku = any(of_skus)
  ), kinds as (
    select at_node.fits as node_fits, of_item.fits as item_fits
      from (select distinct fits from node_kind) as at_node
     cross join (select distinct fits from item_kind) as of_item
  ), number as (
    select node_fits, item_fits,
           coalesce((
             select units
               from rule
              where kind = 'safety_stock' and position = any(node_fits) and position = any(item_fits)
              order by position
              limit 1), 0) as safety_stock,
           (select jsonb_object_agg(channel_id, units)
              from (select distinct on (channel_id) channel_id, units
                      from rule
                     where kind = 'threshold' and position = any(node_fits) and position = any(item_fits)
                     order by channel_id, position) as first
             where units > 0) as thresholds,
           coalesce((
             select units
               from rule
              where kind = 'low_stock' and position = any(node_fits) and position = any(item_fits)
              order by position
              limit 1), 0) as low_stock
      from kinds
  )
  select stock.node_id, stock.sku, number.safety_stock, number.thresholds, number.low_stock
    from node_kind
    join stock on stock.node_id = node_kind.node_id
    join item_kind on item_kind.sku = stock.sku
    join number on number.node_fits = node_kind.fits and number.item_fits = item_kind.fits
$function$;

CREATE OR REPLACE FUNCTION public.published_rules()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
RETURN (SELECT COALESCE(jsonb_agg(to_jsonb(stock_rule.*)), '[]'::jsonb) AS "coalesce" FROM stock_rule);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name;
end
$function$;

CREATE OR REPLACE FUNCTION public.reserve_batch(request_ids uuid[], request_marks uuid[], request_channels text[], request_orders uuid[], request_expiries timestamp with time zone[], request_times timestamp with time zone[], request_demands integer[], key_nodes text[], key_skus text[], key_quantities integer[], key_lines integer[], demand_keys integer[], demand_quantities integer[], line_requests integer[], line_ids uuid[], line_keys integer[], line_places integer[], line_nos integer[], line_quantities integer[], line_fulfillments uuid[], OUT outcomes text[], OUT shortages jsonb)
 RETURNS record
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
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
$function$;

create trigger event_is_append_only before delete or update on event for each row execute function refuse_change();

create trigger look_at_group_anew after insert or delete or update on node_group_member for each row execute function look_at_group_anew();

create trigger look_at_items_anew after update of category on item for each row when (old.category is distinct from new.category) execute function look_at_items_anew();

create trigger movement_is_append_only before delete or update on movement for each row execute function refuse_change();

create trigger number_new_stock after insert on stock referencing new table as added for each statement execute function number_new_stock();
