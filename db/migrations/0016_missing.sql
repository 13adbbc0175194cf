-- Up Migration
-- What a store gave up on and has not found since: few lines, asked for with every list of its work.
create index fulfillment_line_missing on fulfillment_line (node_id, fulfillment_id)
  where short_reason = 'not_found' and shorted > found;
