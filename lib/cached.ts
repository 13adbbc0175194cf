import { type Db, isDb, type Sql } from "./db.ts";

/**
 * A reading that many ask for and that seldom changes, kept by this process for `ms`. In a transaction it is read
 * afresh, so that what is decided there is decided on what is.
 */
export function cachedFor<Value>(
  ms: number,
  read: (sql: Sql) => Promise<Value>,
): (sql: Sql, now?: number) => Promise<Value> {
  const kept = new WeakMap<Db, { value: Promise<Value>; until: number }>();
  return (sql, now = performance.now()) => {
    if (!isDb(sql)) return read(sql);
    const known = kept.get(sql);
    if (known && known.until > now) return known.value;
    const value = read(sql);
    kept.set(sql, { value, until: now + ms });
    // Whoever asks next tries again; unless somebody already has.
    value.catch(() => kept.get(sql)?.value === value && kept.delete(sql));
    return value;
  };
}
