import { react, type Told } from "../../domain/reactions.ts";
import type { Db } from "../../lib/db.ts";

/** What the worker does: every event's reactions, in the order they happened, and each told twice. */
export async function runReactions(db: Db) {
  for (;;) {
    const events = await db.many<
      { topic: string; id: string; kind: string; payload: Record<string, unknown> }
    >`
      select topic, id, kind, payload
        from event
       where not exists (select from reaction where event_id = event.id and name = 'seen')
       order by id`;
    if (events.length === 0) return;
    for (const { payload, ...event } of events) {
      const told = { ...payload, ...event } as unknown as Told;
      await react(db, told);
      await react(db, told);
      await db.run`insert into reaction values (${event.topic}, ${event.id}, 'seen', now())`;
    }
  }
}
