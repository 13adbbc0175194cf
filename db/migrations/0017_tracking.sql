-- Up Migration
-- Where parcels are, as their carrier says when it is asked: again and again, later and later while nothing changes.
alter table label
  add column tracked text check (tracked in ('pre_transit', 'in_transit', 'out_for_delivery', 'delivered', 'exception')),
  add column track_looks integer not null default 0 check (track_looks >= 0),  -- since it last changed
  add column track_next timestamptz,  -- none: nobody is asked (any more)
  add column delivered_at timestamptz,
  add constraint delivered_is_delivered check ((delivered_at is not null) = (tracked is not distinct from 'delivered')),
  add constraint delivered_is_shipped check (delivered_at is null or shipped_at is not null);
create index label_to_track on label (track_next) where track_next is not null;

-- When the last of its parcels was there.
alter table shipment add column delivered_at timestamptz;
update label set track_next = now() where source = 'easypost' and state = 'bought' and shipped_at > now() - interval '45 days';
