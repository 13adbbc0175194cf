import { type Db, homeOf, isDb, type Sql } from "./db.ts";

/**
 * A reading that many ask for and that seldom changes, kept by this process for `ms`. In a transaction it is read
 * afresh, so that what is decided there is decided on what is.
 */
export function cachedFor<Value>(
  ms: number,
  read: (sql: Sql) => Promise<Value>,
): (sql: Sql, now?: number) => Promise<Value> {
  const weighed = weighedFor(ms, read);
  return (sql, now) => isDb(sql) ? weighed(sql, now) : read(sql);
}

/** The same for what is only weighed and never promised by: in a transaction too it may be as it was. */
export function weighedFor<Value>(
  ms: number,
  read: (sql: Sql) => Promise<Value>,
): (sql: Sql, now?: number) => Promise<Value> {
  const kept = new WeakMap<Db, { value: Promise<Value>; until: number }>();
  return (sql, now = performance.now()) => {
    const home = homeOf(sql);
    const known = kept.get(home);
    // Another's reading may fail for a reason of its own, such as a transaction that is broken.
    if (known && known.until > now) return known.value.catch(() => read(sql));
    const value = read(sql);
    kept.set(home, { value, until: now + ms });
    // Whoever asks next tries again; unless somebody already has.
    value.catch(() => kept.get(home)?.value === value && kept.delete(home));
    return value;
  };
}
