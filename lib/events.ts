import { uuidv7 } from "uuidv7";
import { json, type Sql } from "./db.ts";

/** Something that happened, as it is told: `topic` says where, `kind` what, `payload` which (ids, not state). */
export type Happening<Kind extends string = string> = {
  kind: Kind;
  topic: string;
  payload?: Record<string, unknown>;
  actor?: Record<string, unknown>;
  id?: string;
  now?: Date;
  /** Further topics whose listeners are to look again. */
  wakes?: string[];
  /** Whether a `react` job is to be added: true unless told. */
  isFollowed?: boolean;
};

/**
 * Records events in the transaction of the change they tell of, in one statement: the rows, a `react` job for each that
 * is followed by something, and a wake-up for live views. All of it happens exactly when the transaction commits. The
 * same id on the same topic again does nothing. Answers the ids, in order.
 */
export async function recordAll(tx: Sql, happenings: Happening[]): Promise<string[]> {
  const events = happenings.map((
    { kind, topic, payload = {}, actor, id = uuidv7(), now = new Date(), wakes = [], isFollowed = true },
  ) => ({
    topic,
    id,
    kind,
    at: now,
    actor: actor ?? null,
    payload,
    wakes,
    is_followed: isFollowed,
  }));
  await tx.prepared.run`
    with happened as (
           select topic, id, kind, at, actor, payload, wakes, is_followed
             from jsonb_to_recordset(${json(events)}::jsonb)
               as e (topic text, id uuid, kind text, at timestamptz, actor jsonb, payload jsonb, wakes jsonb, is_followed bool)
         ), said as (
           insert into event (topic, id, kind, at, actor, payload)
           select topic, id, kind, at, actor, payload
             from happened
               on conflict do nothing
        returning topic, id
         )
    select case when is_followed
                then graphile_worker.add_job(
                       'react',
                       (payload || jsonb_build_object('topic', topic, 'id', id, 'kind', kind))::json,
                       job_key => id::text
                     ) is null
           end,
           pg_notify('aisle', jsonb_build_object('topic', topic)::text),
           (select count(pg_notify('aisle', jsonb_build_object('topic', woken)::text))
              from jsonb_array_elements_text(wakes) as woken)
      from said
      join happened using (topic, id)`;
  return events.map((event) => event.id);
}
