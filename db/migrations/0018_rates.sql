-- Up Migration
-- A box that is taken no more; parcels that were packed in it still say so.
alter table box add column retired_at timestamptz;
alter table box add constraint box_id_check check (id ~ '^[a-z0-9-]{1,32}$');
