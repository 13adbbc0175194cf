import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { asUnavailable } from "./db_errors.ts";
import type { Db, Sql } from "./db.ts";

export interface AttemptRule {
  tries: number;
  perSeconds: number;
}

/**
 * Counts one try against `key`, in the database, so that restarts and other processes count along. Answers the seconds
 * to wait when there were too many, undefined when this one may go on.
 */
export async function countAttempt(db: Db, key: string, rule: AttemptRule): Promise<number | undefined> {
  try {
    await limiter(db, rule).consume(key);
    return undefined;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1000);
    throw asUnavailable(error);
  }
}

/** Forgets the tries of `key`: it proved right. */
export async function forgetAttempts(db: Db, key: string, rule: AttemptRule): Promise<void> {
  await limiter(db, rule).delete(key);
}

/** Deletes the counts whose time is over; they say nothing any more. */
export function sweepAttempts(sql: Sql, now = new Date()) {
  return sql.run`delete from attempt where expire <= ${now.getTime()}`;
}

// Made for each use: it holds no state of its own, the table does.
function limiter(db: Db, rule: AttemptRule) {
  return new RateLimiterPostgres({
    storeClient: db.pool,
    storeType: "pool",
    tableName: "attempt",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: "",
    points: rule.tries,
    duration: rule.perSeconds,
  });
}
