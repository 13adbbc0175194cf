-- A store's log of handovers is read the latest first.
create index handover_by_time on handover (node_id, at desc);
