-- Up Migration
-- A part of an order that was given to another node before anybody began with it: its node has not refused anything.
alter table fulfillment drop constraint fulfillment_ending_check;
alter table fulfillment add constraint fulfillment_ending_check
  check (ending in ('cancelled', 'moved', 'not_collected', 'refused'));

-- Deliveries nobody has begun with: what the clock looks at again.
create index fulfillment_movable on fulfillment (due_by) where state = 'open' and method = 'delivery';
