import pg from "pg";
import template, { Sql as Part } from "sql-template-tag";
import { isRefusal } from "./refusal.ts";
import { asUnavailable, DatabaseUnavailable } from "./db_errors.ts";
import { columnTypes, rowsOf } from "./db_rows.ts";

export { DatabaseUnavailable };
export { empty, join } from "sql-template-tag";
export type { Part };

type Tagged<Result> = (strings: TemplateStringsArray, ...values: unknown[]) => Promise<Result>;

type Statements = {
  /** Every row. */
  many<Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>;
  /** The one row there must be; anything else is a fault. */
  one<Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row>;
  /** The one row there may be. */
  maybe<Row = Record<string, unknown>>(
    strings: TemplateStringsArray,
    ...values: unknown[]
  ): Promise<Row | undefined>;
  /** How many rows were affected. */
  run: Tagged<number>;
};

/** Something statements run on: the pool, or one transaction. Always the first parameter. */
export type Sql = Statements & {
  /** A fragment to nest in a statement; its values stay parameters. */
  part(strings: TemplateStringsArray, ...values: unknown[]): Part;
  /** The same statements, prepared once a connection: for hot ones, whose text never varies. */
  prepared: Statements;
};

/** The pool: each statement runs by itself, on whichever connection is free. */
export type Db = Sql & { readonly url: string; readonly pool: pg.Pool; end(): Promise<void> };

type Settings = {
  url: string;
  max?: number;
  applicationName?: string;
  statementTimeoutMs?: number;
  connectTimeoutMs?: number;
};

/** Opens a pool on `url`. Nothing is connected until the first statement. */
export function connect(settings: Settings): Db {
  const pool = guardedPool({ ...settings, types: columnTypes });
  return {
    ...statementsOn((query) => onFreeClient(pool, query)),
    url: settings.url,
    pool,
    end: () => pool.end(),
  };
}

/**
 * A pg pool that outlives its server. Both handlers are needed: an idle connection reports to the pool, a
 * borrowed one to itself, and either unheard would end the process when Postgres dies.
 */
export function guardedPool(
  { url, max = 10, applicationName = "aisle", statementTimeoutMs = 30_000, connectTimeoutMs = 5_000, types }:
    & Settings
    & { types?: pg.CustomTypesConfig },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    statement_timeout: statementTimeoutMs,
    // The server's own limit comes first; this one is for a server that does not answer at all.
    query_timeout: statementTimeoutMs && statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    ...(types ? { types } : {}),
  });
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}

/** A value for a `json` or `jsonb` parameter; without it pg would write an array as a Postgres array. */
export function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}

const attempts = 5;

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it refuses or throws. Inside
 * another transaction it simply joins it, and the outer one decides. A deadlock or a serialization failure
 * starts the whole work again.
 */
export async function transact<Result>(sql: Sql, work: (tx: Sql) => Promise<Result>): Promise<Result> {
  if (!isDb(sql)) return await work(sql);
  return await retried(() => attemptTransaction(sql, work));
}

/** Does something that commits by itself, and again when it met others in a deadlock or a serialization failure. */
export async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1;; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isWorthRetrying(error)) throw asUnavailable(error);
      // Random, so that the two who met do not meet again.
      await new Promise((go) => setTimeout(go, Math.random() * 20 * 2 ** attempt));
    }
  }
}

/**
 * Tries `work` inside a transaction that goes on either way: what a refusal left behind is undone, locks and all, and
 * the refusal answered.
 */
export async function attempt<Result>(tx: Sql, work: () => Promise<Result>): Promise<Result> {
  await tx.run`savepoint attempt`;
  const result = await work();
  await (isRefusal(result) ? tx.run`rollback to savepoint attempt` : tx.run`release savepoint attempt`);
  return result;
}

async function attemptTransaction<Result>(db: Db, work: (tx: Sql) => Promise<Result>): Promise<Result> {
  const client = await db.pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const tx = statementsOn((query) => client.query(query));
    homes.set(tx, db);
    const result = await work(tx);
    await client.query(isRefusal(result) ? "rollback" : "commit");
    return result;
  } catch (error) {
    broken = !(await client.query("rollback").then(() => true, () => false));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Whether statements run on the pool, each by itself; not inside a transaction. */
export function isDb(sql: Sql): sql is Db {
  return "pool" in sql;
}

const homes = new WeakMap<Sql, Db>();

/** The pool a transaction belongs to; a pool's own. For what is kept beside it: a statement there needs a second connection. */
export function homeOf(sql: Sql): Db {
  return isDb(sql) ? sql : homes.get(sql)!;
}

function isWorthRetrying(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === "40P01" || code === "40001";
}

async function onFreeClient(pool: pg.Pool, query: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> {
  // Not `pool.query`, which closes the connection after any error, even a unique violation.
  const client = await pool.connect();
  let broken = false;
  try {
    return await client.query(query);
  } catch (error) {
    broken = asUnavailable(error) instanceof DatabaseUnavailable;
    throw error;
  } finally {
    client.release(broken);
  }
}

type Run = (query: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;

function statementsOn(run: Run): Sql {
  return {
    ...statements((strings, values) => execute(run, template(strings, ...values))),
    part: template,
    prepared: statements((strings, values) =>
      execute(run, template(strings, ...values), preparedName(strings, values))
    ),
  };
}

function statements(
  result: (strings: TemplateStringsArray, values: unknown[]) => Promise<pg.QueryArrayResult>,
): Statements {
  async function many<Row>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
    return rowsOf<Row>(await result(strings, values));
  }
  return {
    many,
    async maybe<Row>(strings: TemplateStringsArray, ...values: unknown[]) {
      const rows = await many<Row>(strings, ...values);
      if (rows.length > 1) {
        throw new Error(`Expected at most one row, got ${rows.length}: ${strings.join("?")}`);
      }
      return rows[0];
    },
    async one<Row>(strings: TemplateStringsArray, ...values: unknown[]) {
      const rows = await many<Row>(strings, ...values);
      if (rows.length !== 1) throw new Error(`Expected one row, got ${rows.length}: ${strings.join("?")}`);
      return rows[0] as Row;
    },
    async run(strings, ...values) {
      return (await result(strings, values)).rowCount ?? 0;
    },
  };
}

async function execute(run: Run, statement: Part, name?: string): Promise<pg.QueryArrayResult> {
  try {
    return await run({ text: statement.text, values: statement.values, name, rowMode: "array" });
  } catch (error) {
    throw asUnavailable(error);
  }
}

const names = new WeakMap<TemplateStringsArray, string>();
let lastName = 0;

// A template's strings are one object for ever, so each place in the code that prepares has one short name.
function preparedName(strings: TemplateStringsArray, values: unknown[]): string {
  if (values.some((value) => value instanceof Part)) {
    throw new Error("A prepared statement has no parts: its text must always be the same.");
  }
  const name = names.get(strings) ?? `aisle_${++lastName}`;
  names.set(strings, name);
  return name;
}

function ignore() {}
