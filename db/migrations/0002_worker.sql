-- Who still works: a worker that falls silent loses its jobs to the others.
create table worker_heartbeat (
  worker_id text        primary key,
  seen_at   timestamptz not null
);

-- When each of the clock's turns was last taken, so that several workers take it once.
create table clock_turn (
  name     text        primary key,
  taken_at timestamptz not null
);
