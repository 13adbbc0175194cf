-- Up Migration
-- Shipping: which boxes there are, which parcels a fulfillment leaves in, what carriers ask, whose label is on a
-- parcel, and which parcels a carrier collected.

-- catalog: the sides of one unit as it is packed; none where nobody has measured it.
alter table item
  add column length_mm integer check (length_mm between 1 and 20000),
  add column width_mm  integer check (width_mm between 1 and 20000),
  add column height_mm integer check (height_mm between 1 and 20000),
  add constraint sides_together check (num_nulls(length_mm, width_mm, height_mm) in (0, 3));

create table box (
  id         text primary key,
  name       text not null,
  length_mm  integer not null check (length_mm > 0),  -- inside
  width_mm   integer not null check (width_mm > 0),
  height_mm  integer not null check (height_mm > 0),
  tare_grams integer not null check (tare_grams >= 0),
  max_grams  integer not null check (max_grams > 0)  -- of what is put into it
);
insert into box (id, name, length_mm, width_mm, height_mm, tare_grams, max_grams)
values ('xs', 'XS', 180, 130, 80, 70, 3000),
       ('s', 'S', 250, 180, 120, 130, 6000),
       ('m', 'M', 330, 250, 180, 240, 11000),
       ('l', 'L', 450, 330, 260, 430, 18000),
       ('xl', 'XL', 600, 450, 400, 800, 25000),
       ('long', 'Long', 1000, 250, 250, 650, 18000);

-- What a carrier offers by its contract with the retailer. The local rate engine reads these two tables.
create table carrier_service (
  carrier               text not null,
  service               text not null,
  carrier_name          text not null,
  service_name          text not null,
  currency              text not null,
  fuel_surcharge        numeric(6, 4) not null check (fuel_surcharge >= 0),  -- 0.0850 is 8.5 % of the base price
  cubic_mm_per_gram     integer not null check (cubic_mm_per_gram > 0),  -- 5000: a litre is billed as 200 g at least
  days                  integer[] not null check (cardinality(days) = 9),  -- on the road, by zone
  primary key (carrier, service)
);

create table carrier_rate (
  carrier     text not null,
  service     text not null,
  zone        integer not null check (zone between 1 and 9),
  up_to_grams integer not null check (up_to_grams > 0),
  price_minor bigint not null check (price_minor >= 0),
  primary key (carrier, service, zone, up_to_grams),
  foreign key (carrier, service) references carrier_service (carrier, service)
);

-- A tariff to begin with, until the retailer puts in its own: the first pound, then by the pound up to seventy.
insert into carrier_service (carrier, service, carrier_name, service_name, currency, fuel_surcharge, cubic_mm_per_gram, days)
values ('ground', 'economy', 'Ground carrier', 'Economy', 'USD', 0.0600, 6000, '{2,3,4,5,6,6,7,8,10}'),
       ('ground', 'standard', 'Ground carrier', 'Standard', 'USD', 0.0850, 5000, '{1,2,2,3,4,4,5,5,7}'),
       ('air', 'two_day', 'Air carrier', 'Two-day', 'USD', 0.1200, 5000, '{1,1,2,2,2,2,2,2,3}'),
       ('air', 'next_day', 'Air carrier', 'Next day', 'USD', 0.1450, 5000, '{1,1,1,1,1,1,1,1,2}');

insert into carrier_rate (carrier, service, zone, up_to_grams, price_minor)
select carrier, service, zone, ceil(pound * 453.592), (base[zone] + per_pound[zone] * (pound - 1))
  from (values
         ('ground', 'economy', '{610,640,680,730,790,850,910,980,1290}'::int[], '{26,29,35,45,54,64,74,83,120}'::int[]),
         ('ground', 'standard', '{700,730,765,820,885,950,1015,1090,1365}', '{30,33,41,52,63,74,85,96,138}'),
         ('air', 'two_day', '{1300,1395,1535,1770,2000,2225,2465,2670,3480}', '{71,85,107,134,161,188,214,241,339}'),
         ('air', 'next_day', '{2150,2290,2580,3010,3440,3830,4250,4600,5990}', '{120,142,180,225,270,315,360,405,570}')
       ) as tariff (carrier, service, base, per_pound),
       generate_series(1, 9) as zone,
       generate_series(1, 70) as pound;

-- How a fulfillment leaves. Who it goes to is read from the shopper when a label is made, and kept nowhere else.
create table shipment (
  node_id        text not null,
  fulfillment_id uuid not null,
  order_id       uuid not null,
  promised_by    timestamptz not null,
  opened_at      timestamptz not null,
  shipped_at     timestamptz,
  primary key (node_id, fulfillment_id),
  foreign key (node_id, fulfillment_id) references fulfillment (node_id, id)
);

create table parcel (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null check (no between 1 and 99),
  box_id         text references box,  -- none: the goods in their own packaging
  weight_grams   integer check (weight_grams > 0),  -- as weighed, box and all
  closed_at      timestamptz,
  primary key (node_id, fulfillment_id, no),
  foreign key (node_id, fulfillment_id) references shipment (node_id, fulfillment_id)
);

create table parcel_line (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null,
  line_no        integer not null,
  quantity       integer not null check (quantity > 0),
  primary key (node_id, fulfillment_id, no, line_no),
  foreign key (node_id, fulfillment_id, no) references parcel (node_id, fulfillment_id, no) on delete cascade,
  foreign key (node_id, fulfillment_id, line_no) references fulfillment_line (node_id, fulfillment_id, line_no)
);

-- What a remote carrier asks for a closed parcel. Gone when the parcel is opened again.
create table parcel_quote (
  node_id        text not null,
  fulfillment_id uuid not null,
  no             integer not null,
  id             uuid not null,
  state          text not null check (state in ('asked', 'quoted', 'failed')),
  remote_id      text,
  offers         jsonb,
  problem        text,
  at             timestamptz not null,
  primary key (node_id, fulfillment_id, no),
  foreign key (node_id, fulfillment_id, no) references parcel (node_id, fulfillment_id, no) on delete cascade,
  constraint quoted_has_offers check (state <> 'quoted' or (remote_id is not null and offers is not null))
);

create table manifest (
  node_id   text not null references node,
  id        uuid not null,
  carrier   text not null,
  closed_at timestamptz not null,
  closed_by jsonb not null,
  primary key (node_id, id)
);
create index manifest_by_time on manifest (node_id, closed_at);

-- Every label a parcel ever had. One at most is not void; its id is the key under which a carrier is asked for it once.
create table label (
  node_id        text not null,
  id             uuid not null,
  fulfillment_id uuid not null,
  parcel_no      integer not null,
  source         text not null check (source in ('local', 'easypost', 'typed')),
  state          text not null check (state in ('buying', 'bought', 'failed', 'voiding', 'voided', 'typed')),
  carrier        text not null,
  carrier_name   text not null,
  service_name   text,
  price_minor    bigint check (price_minor >= 0),
  currency       text,
  tracking       text,
  remote_id      text,  -- the carrier's own name for the shipment, and for the offer that was taken
  remote_offer   text,
  pdf            bytea,
  zpl            text,
  problem        text,
  asked_at       timestamptz not null,
  bought_at      timestamptz,
  voided_at      timestamptz,
  shipped_at     timestamptz,
  manifest_id    uuid,
  primary key (node_id, id),
  foreign key (node_id, fulfillment_id) references shipment (node_id, fulfillment_id),
  foreign key (node_id, manifest_id) references manifest (node_id, id),
  constraint bought_has_tracking check (state not in ('bought', 'voiding', 'typed') or tracking is not null),
  constraint shipped_is_not_void check (shipped_at is null or state in ('bought', 'typed')),
  constraint manifested_is_shipped check (manifest_id is null or shipped_at is not null)
);
create unique index label_once on label (node_id, fulfillment_id, parcel_no)
  where state in ('buying', 'bought', 'voiding', 'typed');
create index label_by_parcel on label (node_id, fulfillment_id, parcel_no, asked_at);
create index label_to_manifest on label (node_id, carrier) where shipped_at is not null and manifest_id is null;
create index label_by_manifest on label (node_id, manifest_id) where manifest_id is not null;

-- The local engine's own numbers: a series for each node, and how far it has come.
create table label_series (
  node_id text primary key references node,
  series  integer not null unique check (series between 1 and 99999),
  last    bigint not null check (last between 1 and 99999999)
);

-- What was shipped before is one parcel each, under the number somebody typed, and long collected.
insert into shipment (node_id, fulfillment_id, order_id, promised_by, opened_at, shipped_at)
select node_id, id, order_id, promised_by, placed_at, closed_at from fulfillment where state = 'shipped';
insert into parcel (node_id, fulfillment_id, no, closed_at)
select node_id, fulfillment_id, 1, shipped_at from shipment;
insert into parcel_line (node_id, fulfillment_id, no, line_no, quantity)
select line.node_id, line.fulfillment_id, 1, line.line_no, line.picked
  from fulfillment_line as line
  join shipment on shipment.node_id = line.node_id and shipment.fulfillment_id = line.fulfillment_id
 where line.picked > 0;
insert into manifest (node_id, id, carrier, closed_at, closed_by)
select distinct on (node_id) node_id, gen_random_uuid(), 'other', now(), '{"name": "Aisle"}'::jsonb from shipment;
insert into label (node_id, id, fulfillment_id, parcel_no, source, state, carrier, carrier_name, tracking, asked_at,
                   shipped_at, manifest_id)
select shipment.node_id, gen_random_uuid(), fulfillment_id, 1, 'typed', 'typed', 'other', 'Other carrier',
       coalesce(fulfillment.tracking, 'unknown'), shipped_at, shipped_at, manifest.id
  from shipment
  join fulfillment on fulfillment.node_id = shipment.node_id and fulfillment.id = shipment.fulfillment_id
  join manifest on manifest.node_id = shipment.node_id;
