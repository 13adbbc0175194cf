import type { Sql } from "../lib/db.ts";
import { sha256 } from "../lib/tokens.ts";

/** The channel the demo's web shop comes in by. */
export const WEB_CHANNEL = { id: "web", name: "Web shop" };

/** A key nobody can guess, recognisable as one when it turns up where it should not. */
export function newChannelKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `aisle_${bytes.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

/** Gives the web channel this key; a key it had before is no longer good. */
export async function setChannelKey(sql: Sql, key: string): Promise<void> {
  await sql.run`
    insert into channel (id, name, key_hash)
    values (${WEB_CHANNEL.id}, ${WEB_CHANNEL.name}, ${sha256(key)})
        on conflict (id) do update set key_hash = excluded.key_hash`;
}

/** Whether the web channel is there, and whether this is its key. */
export async function channelState(sql: Sql, key: string | undefined): Promise<"absent" | "known" | "other"> {
  const channel = await sql.maybe<{ keyHash: string }>`
    select key_hash from channel where id = ${WEB_CHANNEL.id}`;
  if (!channel) return "absent";
  return key !== undefined && channel.keyHash === sha256(key) ? "known" : "other";
}
