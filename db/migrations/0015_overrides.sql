-- Up Migration
-- A manager's word at the counter: proved to the store system, or, where there was no network, by the store's own phone.

-- Each word lets one handover of one order go, from the phone it was given on. Of what carries it only the hash is kept.
create table override_grant (
  node_id        text not null,
  token_hash     text not null,
  fulfillment_id uuid not null,
  device_id      uuid not null,
  person_id      uuid not null,  -- who asked for it
  manager_id     uuid not null references person,
  reason         text not null,
  expires_at     timestamptz not null,
  used_by        uuid,  -- the operation it let go
  primary key (node_id, token_hash),
  foreign key (node_id, fulfillment_id) references fulfillment (node_id, id)
);
create index override_grant_by_expiry on override_grant (expires_at);

alter table fulfillment
  drop constraint fulfillment_proof_check,
  add constraint fulfillment_proof_check check (proof in ('pass', 'code', 'document', 'override', 'approval'));

alter table handover
  drop constraint handover_proof_check,
  add constraint handover_proof_check check (proof in ('pass', 'code', 'document', 'override', 'approval')),
  drop constraint override_has_manager,
  add constraint override_has_manager
    check ((proof in ('override', 'approval')) = (manager_id is not null and manager_reason is not null));
