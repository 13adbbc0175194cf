-- The floor: who works on what, goods on their way back to the shelf, bins, and every way of handing over.

alter table item
  add column zone    text not null default 'ambient' check (zone in ('ambient', 'chilled', 'frozen', 'oversize')),
  add column min_age integer check (min_age between 1 and 99);

alter table node
  add column high_value_minor      bigint not null default 50000 check (high_value_minor > 0),
  add column curbside_wait_minutes integer not null default 5 check (curbside_wait_minutes > 0),
  add column pick_idle_minutes     integer not null default 30 check (pick_idle_minutes > 0);

-- A place in the staging area. A store that names none puts things where it likes.
create table bin (
  node_id  text not null references node,
  label    text not null,
  zone     text not null default 'ambient' check (zone in ('ambient', 'chilled', 'frozen', 'oversize')),
  capacity integer not null default 6 check (capacity > 0),
  primary key (node_id, label)
);

alter table fulfillment
  add column collector    text,
  add column helpers      jsonb not null default '[]',
  add column touched_at   timestamptz,
  add column batch        jsonb,
  add column spots        jsonb not null default '[]',
  add column on_way_at    timestamptz,
  add column eta_at       timestamptz,
  add column attended_by  jsonb,
  add column escalated_at timestamptz,
  add column reminded_at  timestamptz,
  add column ending       text check (ending in ('cancelled', 'not_collected', 'refused')),
  add column value_minor  bigint not null default 0 check (value_minor >= 0),
  add column recent       jsonb not null default '[]',
  drop constraint fulfillment_state_check,
  add constraint fulfillment_state_check check (state in (
    'open', 'picking', 'picked', 'staged', 'arrived', 'to_put_back', 'handed_over', 'packed', 'shipped', 'cancelled')),
  drop constraint fulfillment_proof_check,
  add constraint fulfillment_proof_check check (proof in ('pass', 'code', 'document', 'override')),
  add constraint put_back_has_reason check (state <> 'to_put_back' or ending is not null);
create index fulfillment_held on fulfillment (node_id, hold_until) where state in ('staged', 'arrived');

alter table fulfillment_line
  add column sorted     integer not null default 0 check (sorted >= 0),
  add column handed     integer not null default 0 check (handed >= 0),
  add column put_back   integer not null default 0 check (put_back >= 0),
  add column found      integer not null default 0 check (found >= 0),  -- units that were missing and turned up
  add column substitute jsonb,
  drop constraint fulfillment_line_short_reason_check,
  add constraint fulfillment_line_short_reason_check check (short_reason in (
    'not_found', 'damaged', 'mismatched', 'declined', 'displaced', 'cancelled', 'substituted')),
  add constraint picked_goes_one_way check (handed + put_back <= picked and sorted <= picked),
  add constraint found_was_missing check (found <= shorted);
update fulfillment_line as line
   set handed = line.picked
  from fulfillment
 where fulfillment.node_id = line.node_id
   and fulfillment.id = line.fulfillment_id
   and fulfillment.state in ('handed_over', 'shipped');

-- Every handover: who gave what to whom, and by which proof. One that was undone says so.
create table handover (
  node_id            text not null,
  fulfillment_id     uuid not null,
  id                 uuid not null,  -- of the operation
  at                 timestamptz not null,
  person_id          uuid not null,
  proof              text not null check (proof in ('pass', 'code', 'document', 'override')),
  manager_id         uuid,           -- who let it go without proof
  manager_reason     text,
  collector          text,
  document_name      text,
  document_last_four text,
  age_seen           boolean not null default false,
  lines              jsonb not null,
  undone_at          timestamptz,
  primary key (node_id, fulfillment_id, id),
  foreign key (node_id, fulfillment_id) references fulfillment (node_id, id),
  constraint override_has_manager check ((proof = 'override') = (manager_id is not null and manager_reason is not null))
);

create table handover_evidence (
  node_id     text not null,
  handover_id uuid not null,
  kind        text not null check (kind in ('signature', 'photo')),
  data        text not null,
  primary key (node_id, handover_id, kind)
);
