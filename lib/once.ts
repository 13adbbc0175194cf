import type { Sql } from "./db.ts";

/**
 * Claims an event for a reaction, in the reaction's own transaction: false when that reaction has already been done.
 * A job may run twice; what it writes happens once.
 */
export async function once(
  tx: Sql,
  event: { topic: string; id: string },
  name: string,
  now: Date,
): Promise<boolean> {
  const claimed = await tx.prepared.run`
    insert into reaction (topic, event_id, name, at)
    values (${event.topic}, ${event.id}, ${name}, ${now})
    on conflict do nothing`;
  return claimed === 1;
}
