import type { Sql } from "./db.ts";
import { log } from "./log.ts";
import { sleep } from "./sleep.ts";

/** Who speaks, and how often; silence longer than `silentMs` is death. */
export type Heartbeat = { id: () => string | undefined; everyMs: number; silentMs: number };

/**
 * Says every few seconds that this worker lives, and unlocks the jobs of those who stopped saying so: on its
 * own, graphile-worker would keep a killed worker's jobs locked for four hours.
 */
export async function keepAlive(sql: Sql, { id, everyMs, silentMs }: Heartbeat, stop: AbortSignal) {
  let watchingSince = Date.now();
  while (!stop.aborted) {
    try {
      const me = id();
      if (me) await beat(sql, me);
      // After an outage everybody seems silent. Only who has watched long enough may call another dead.
      if (Date.now() - watchingSince > silentMs) await unlockSilentWorkers(sql, silentMs);
    } catch {
      watchingSince = Date.now();
    }
    const beforeSleep = Date.now();
    await sleep(everyMs, stop);
    // This machine itself may have been suspended.
    if (Date.now() - beforeSleep > everyMs + silentMs / 2) watchingSince = Date.now();
  }
  const me = id();
  if (me) await forget(sql, me).catch(() => {});
}

async function beat(sql: Sql, workerId: string) {
  await sql.run`
    insert into worker_heartbeat (worker_id, seen_at) values (${workerId}, now())
        on conflict (worker_id) do update set seen_at = now()`;
}

/** Frees whatever a worker still holds; it has ended, or begins anew. */
export async function unlockWorker(sql: Sql, workerId: string) {
  await sql.run`select graphile_worker.force_unlock_workers(array[${workerId}])`;
  await forget(sql, workerId);
}

async function forget(sql: Sql, workerId: string) {
  await sql.run`delete from worker_heartbeat where worker_id = ${workerId}`;
}

async function unlockSilentWorkers(sql: Sql, silentMs: number) {
  const silent = await sql.many<{ workerId: string }>`
    with cutoff as (select now() - make_interval(secs => ${silentMs / 1000}) as at),
         gone as (
           delete from worker_heartbeat using cutoff where seen_at < cutoff.at returning worker_id
         ),
         stuck as (
           select locked_by as worker_id
             from graphile_worker.jobs, cutoff
            where locked_at < cutoff.at
              and locked_by not in (select worker_id from worker_heartbeat where seen_at >= cutoff.at)
         ),
         silent as (select worker_id from gone union select worker_id from stuck)
    select worker_id
      from silent, graphile_worker.force_unlock_workers(array[silent.worker_id])`;
  if (silent.length > 0) log("warn", "Workers fell silent; their jobs run again.", { workers: silent });
}
