-- Up Migration
-- Lines whose shopper is being asked for another item: few at any time, and looked for every few seconds.
create index fulfillment_line_asked on fulfillment_line (node_id) where substitute ->> 'state' = 'proposed';

-- An order's line that stands in another's place.
alter table order_line add column replaces_line_no integer;
