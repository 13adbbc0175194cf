-- Up Migration
-- Browsers that belong to a store, and who has worked on each.

-- Known by a token it alone has, of which only the hash is kept; taken back, it stays here to be refused by name.
create table device (
  node_id      text not null references node,
  id           uuid not null,
  name         text not null,
  token_hash   text not null,
  enrolled_by  uuid not null references person,
  enrolled_at  timestamptz not null,
  last_seen_at timestamptz not null,
  waiting      integer not null default 0 check (waiting >= 0),  -- operations still on it, as it last said
  revoked_by   uuid references person,
  revoked_at   timestamptz,
  primary key (node_id, id),
  constraint revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
create index device_by_token on device (token_hash);

-- A person's time on a device, from a sign-in with the PIN until it runs out, however often the device changes hands
-- meanwhile. What was done in it is taken from the device when the person has gone home, with the role they had then.
create table device_person (
  node_id       text not null,
  device_id     uuid not null,
  id            uuid not null,
  person_id     uuid not null references person on delete cascade,
  role          text not null,
  signed_in_at  timestamptz not null,
  runs_out_at   timestamptz not null,
  signed_out_at timestamptz,
  primary key (node_id, device_id, id),
  foreign key (node_id, device_id) references device (node_id, id) on delete cascade,
  constraint ends_after_it_begins check (runs_out_at > signed_in_at)
);
create index device_person_by_person on device_person (node_id, device_id, person_id, runs_out_at);

-- How a store wants its devices; one without a row has the defaults.
create table device_rule (
  node_id           text primary key references node,
  idle_lock_seconds integer not null check (idle_lock_seconds between 1 and 3600)
);

-- The device a session was begun on: it ends when the device is taken back.
alter table session add column device_id uuid;
create index session_by_device on session (device_id) where device_id is not null;
