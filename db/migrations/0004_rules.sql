-- Up Migration
-- The numbers that rules set stand on the stock row, where a promise reads them. Every row has those of the published
-- list, but for the rows of nodes the list is still to be applied at.

alter table stock add column low_stock integer not null default 0;  -- fewer than this to promise, and the item is low

-- Each list as it was published, the newest with the highest version.
create table stock_rule_list (
  version integer primary key check (version > 0),
  rules   jsonb not null,
  actor   jsonb not null,
  at      timestamptz not null
);

-- The list by which all stock of a node has its numbers; no row while something about the node is to be looked at anew.
create table stock_rule_applied (
  node_id text primary key references node on delete cascade,
  version integer not null,
  at      timestamptz not null
);

create function published_rules() returns jsonb language sql stable
return (select coalesce(jsonb_agg(to_jsonb(stock_rule)), '[]') from stock_rule);

-- What rules set for the stock rows of these items at these nodes: of each kind, for thresholds of each kind and
-- channel, the first rule that fits, and nothing where none does. Nodes that the same rules fit are one kind of node,
-- items likewise, so that a rule is looked at once a kind and not once a row.
create function numbers_by_rule(rules jsonb, at_nodes text[], of_skus text[])
returns table (node_id text, sku text, safety_stock int, thresholds jsonb, low_stock int) language sql stable as $$
  with rule as materialized (
    select *
      from jsonb_to_recordset(rules)
             as r(position int, kind text, units int, skus text[], categories text[], node_ids text[],
                  group_ids text[], channel_id text)
  ), node_kind as (
    select node.id as node_id,
           array(select position
                   from rule
                  where (node_ids is null or node.id = any(node_ids))
                    and (group_ids is null or exists (
                          select
                            from node_group_member as member
                           where member.node_id = node.id and member.group_id = any(group_ids)))
                  order by position) as fits
      from unnest(at_nodes) as node(id)
  ), item_kind as (
    select item.sku,
           array(select position
                   from rule
                  where (skus is null or item.sku = any(skus))
                    and (categories is null or item.category = any(categories))
                  order by position) as fits
      from item
     where item.sku = any(of_skus)
  ), kinds as (
    select at_node.fits as node_fits, of_item.fits as item_fits
      from (select distinct fits from node_kind) as at_node
     cross join (select distinct fits from item_kind) as of_item
  ), number as (
    select node_fits, item_fits,
           coalesce((
             select units
               from rule
              where kind = 'safety_stock' and position = any(node_fits) and position = any(item_fits)
              order by position
              limit 1), 0) as safety_stock,
           (select jsonb_object_agg(channel_id, units)
              from (select distinct on (channel_id) channel_id, units
                      from rule
                     where kind = 'threshold' and position = any(node_fits) and position = any(item_fits)
                     order by channel_id, position) as first
             where units > 0) as thresholds,
           coalesce((
             select units
               from rule
              where kind = 'low_stock' and position = any(node_fits) and position = any(item_fits)
              order by position
              limit 1), 0) as low_stock
      from kinds
  )
  select stock.node_id, stock.sku, number.safety_stock, number.thresholds, number.low_stock
    from node_kind
    join stock on stock.node_id = node_kind.node_id
    join item_kind on item_kind.sku = stock.sku
    join number on number.node_fits = node_kind.fits and number.item_fits = item_kind.fits
$$;

-- A new stock row has its numbers from the start, whoever puts it in place. The lock is what publishing a list waits
-- for: a row that a list could not see has its numbers by that list already. Until a first list is published, numbers
-- that came with the stock stay.
create function number_new_stock() returns trigger language plpgsql as $$
begin
  if not exists (select from added) then return null; end if;
  lock table stock_rule in row share mode;
  if not exists (select from stock_rule_list) then return null; end if;
  update stock
     set safety_stock = wanted.safety_stock, thresholds = wanted.thresholds, low_stock = wanted.low_stock
    from added
    join numbers_by_rule(published_rules(), array(select distinct node_id from added),
                         array(select distinct sku from added)) as wanted using (node_id, sku)
   where stock.node_id = added.node_id
     and stock.sku = added.sku
     and (stock.safety_stock, stock.thresholds, stock.low_stock)
         is distinct from (wanted.safety_stock, wanted.thresholds, wanted.low_stock);
  return null;
end
$$;
create trigger number_new_stock after insert on stock referencing new table as added
  for each statement execute function number_new_stock();

-- A rule may fit a node or an item no longer, or only now: everything it might concern is to be looked at anew.
create function look_at_group_anew() returns trigger language plpgsql as $$
begin
  lock table stock_rule in exclusive mode;
  delete from stock_rule_applied where node_id in (old.node_id, new.node_id);
  return null;
end
$$;
create trigger look_at_group_anew after insert or update or delete on node_group_member
  for each row execute function look_at_group_anew();

create function look_at_items_anew() returns trigger language plpgsql as $$
begin
  lock table stock_rule in exclusive mode;
  delete from stock_rule_applied;
  return null;
end
$$;
create trigger look_at_items_anew after update of category on item
  for each row when (old.category is distinct from new.category) execute function look_at_items_anew();

-- Stock rows that moved since then and the last movement of each, found by the time of their movements: of all ways to
-- look only that one, because the planner, which cannot know the time when it plans, takes the others for as good.
create function moved_since(since timestamptz) returns table (node_id text, sku text, number bigint) language sql stable
set enable_seqscan = off
set enable_indexscan = off
set enable_indexonlyscan = off
as $$
  select node_id, sku, max(number) from movement where at > since group by node_id, sku
$$;
