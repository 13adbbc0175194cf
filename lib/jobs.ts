import { EventEmitter } from "node:events";
import { type JobHelpers, Logger, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { type Db, guardedPool, json, type Sql, transact } from "./db.ts";
import { keepAlive, unlockWorker } from "./heartbeat.ts";
import { log } from "./log.ts";
import { sleep } from "./sleep.ts";

/** What a task is told besides its payload. */
export type Job = { id: string; attempt: number; lastAttempt: boolean; signal: AbortSignal | undefined };

/** Does one job. It works, records, or throws; what threw is tried again, later and later. */
export type Task = (payload: never, job: Job) => Promise<unknown>;

/** Something the clock asks for again and again, whichever worker hears it first. */
export type Turn = { name: string; ms: number; work: () => Promise<unknown> };

type Settings = {
  db: Db;
  tasks: Record<string, Task>;
  clock?: Turn[];
  concurrency?: number;
  pollMs?: number;
  heartbeatMs?: number;
  /** How long a worker may say nothing before its jobs are given to others. */
  silentMs?: number;
};

/** `every(10_000, "expire_holds", () => expireHolds(db))`: one entry of the clock. */
export function every(ms: number, name: string, work: () => Promise<unknown>): Turn {
  return { name, ms, work };
}

/** Adds a job in the caller's transaction. A `key` names it: added again before it ran, it is replaced. */
export async function addJob(
  tx: Sql,
  name: string,
  payload: Record<string, unknown>,
  settings: { key?: string; runAt?: Date; maxAttempts?: number; queue?: string } = {},
): Promise<void> {
  await tx.prepared.run`
    select graphile_worker.add_job(
             ${name}::text,
             ${json(payload)}::json,
             queue_name => ${settings.queue}::text,
             run_at => ${settings.runAt}::timestamptz,
             max_attempts => ${settings.maxAttempts}::int,
             job_key => ${settings.key}::text
           ) is null`;
}

/** A job that failed as often as it may. It waits for a person. */
export type DeadLetter = {
  id: string;
  task: string;
  payload: Record<string, unknown>;
  attempts: number;
  lastError: string | null;
  failedAt: Date;
};

/** The newest jobs that gave up. */
export async function deadLetters(sql: Sql, limit = 100): Promise<DeadLetter[]> {
  return await sql.many<DeadLetter>`
    select job.id::text, task.identifier as task, job.payload, job.attempts, job.last_error,
           job.updated_at as failed_at
      from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id
     where job.attempts >= job.max_attempts and job.locked_at is null and task.identifier <> 'clock'
     order by job.updated_at desc
     limit ${limit}`;
}

/** Gives dead letters all their attempts again, from now. Answers how many. */
export async function replayDeadLetters(sql: Sql, ids: string[]): Promise<number> {
  return await sql.run`
    select graphile_worker.reschedule_jobs(array_agg(id), run_at => now(), attempts => 0)
      from graphile_worker._private_jobs
     where id = any(${ids}::bigint[]) and attempts >= max_attempts and locked_at is null
    having count(*) > 0`;
}

/**
 * Runs jobs and the clock until stopped. It never gives up: when Postgres goes away it tries again, later
 * and later, and a worker that was killed loses its jobs to the others.
 */
export function runJobs(settings: Settings): { stop(): Promise<void> } {
  const { db, clock = [], heartbeatMs: everyMs = 10_000, silentMs = 30_000 } = settings;
  const stopping = new AbortController();
  const running: Running = {};

  const loops = [
    keepRunning(settings, running, stopping.signal),
    keepAlive(db, { id: () => running.workerId, everyMs, silentMs }, stopping.signal),
    ...clock.map((turn) => keepTime(db, turn, stopping.signal)),
  ];
  return {
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      running.runner?.stop().catch(() => {}); // it may have stopped by itself
      await Promise.all(loops);
    },
  };
}

/** The runner of this moment, and the id under which it locks its jobs. */
type Running = { runner?: Runner; workerId?: string };

async function keepRunning(settings: Settings, running: Running, stop: AbortSignal) {
  let failures = 0;
  while (!stop.aborted) {
    const startedAt = Date.now();
    try {
      // What a runner that broke off still holds is free again at once.
      if (running.workerId) await unlockWorker(settings.db, running.workerId);
      running.workerId = undefined;
      await runUntilBroken(settings, running, stop);
    } catch (error) {
      if (failures === 0) log("warn", "The job runner stopped and will start again.", { error });
    }
    failures = Date.now() - startedAt > 60_000 ? 0 : failures + 1;
    await sleep(Math.min(10_000, 250 * 2 ** failures), stop);
  }
}

async function runUntilBroken(settings: Settings, running: Running, stop: AbortSignal) {
  const { db, concurrency = 4, pollMs = 2_000 } = settings;
  const { events, endingTooLong } = watchRunner(running);
  // Two more than it works on: one listens, one looks after locks.
  const pool = guardedPool({ url: db.url, max: concurrency + 2, applicationName: "aisle jobs" });
  try {
    const runner = running.runner = await run({
      pgPool: pool,
      taskList: taskList(settings),
      concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      parsedCronItems: [],
      logger,
      events,
      // Otherwise it does not wait for its own clean-up, and a rejection nobody hears ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    if (stop.aborted) runner.stop().catch(() => {});
    await Promise.race([runner.promise, endingTooLong]);
  } finally {
    // Without waiting: a runner that hangs never gives its connections back.
    pool.end().catch(() => {});
  }
}

const patienceMs = 10_000;

/**
 * Learns the id under which the runner locks its jobs. And once it begins to end, be it asked or broken,
 * gives it some seconds: when two of its clean-ups fail at once, graphile-worker waits for ever.
 */
function watchRunner(running: Running): { events: WorkerEvents; endingTooLong: Promise<void> } {
  const events: WorkerEvents = new EventEmitter();
  const { promise: endingTooLong, resolve } = Promise.withResolvers<void>();
  events.on("pool:create", ({ workerPool }) => running.workerId = workerPool.id);
  events.on("pool:gracefulShutdown", () => Deno.unrefTimer(setTimeout(resolve, patienceMs)));
  events.on("worker:getJob:error", endWhenStuck(running));
  return { events, endingTooLong };
}

/**
 * graphile-worker asks for the ids of its tasks once and keeps the answer, even when that is an error: whoever starts
 * while Postgres goes away gets that very error again at every try for a job, for ever. Only a new runner asks anew.
 */
function endWhenStuck(running: Running) {
  let last: unknown;
  return ({ error }: { error: unknown }) => {
    const isStuck = error === last;
    last = error;
    // Not at once: a worker that is still about its try would take the end for a fault.
    if (isStuck) queueMicrotask(() => running.runner?.stop().catch(() => {})); // it may be ending already
  };
}

function taskList({ tasks, clock = [] }: Settings): TaskList {
  const turns = new Map(clock.map((turn) => [turn.name, turn.work]));
  return {
    ...Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, asGraphileTask(task)])),
    clock: asGraphileTask(async ({ name }: { name: string }) => await turns.get(name)?.()),
  };
}

function asGraphileTask(task: Task) {
  return async (payload: unknown, { job, abortSignal }: JobHelpers) => {
    const lastAttempt = job.attempts >= job.max_attempts;
    await task(payload as never, { id: job.id, attempt: job.attempts, lastAttempt, signal: abortSignal });
  };
}

/** The clock only adds jobs, each in a queue of its own: no turn is lost, none overlaps with itself. */
async function keepTime(db: Db, turn: Turn, stop: AbortSignal) {
  while (!stop.aborted) {
    await takeTurn(db, turn).catch(() => {}); // no database now; the next tick asks again
    await sleep(turn.ms, stop);
  }
}

async function takeTurn(db: Db, { name, ms }: Turn) {
  await transact(db, async (tx) => {
    // A little early counts: timers of several workers are never quite together.
    const taken = await tx.run`
      insert into clock_turn (name, taken_at) values (${name}, now())
          on conflict (name) do update set taken_at = now()
       where clock_turn.taken_at <= now() - make_interval(secs => ${ms / 1000 * 0.9})`;
    if (taken === 0) return;
    const key = `clock:${name}`;
    // A turn that failed is not tried again: this is the next one.
    await tx.run`
      delete from graphile_worker._private_jobs as job
       using graphile_worker._private_job_queues as queue
       where queue.id = job.job_queue_id and queue.queue_name = ${key}
         and job.attempts >= job.max_attempts and job.locked_at is null`;
    await addJob(tx, "clock", { name }, { key, queue: key, maxAttempts: 1 });
  });
}

const logger = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") {
    log(level === "error" ? "error" : "warn", message);
  }
});
