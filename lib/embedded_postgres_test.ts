import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { until } from "../tests/support/until.ts";
import { connect } from "./db.ts";
import { type EmbeddedPostgres, sharedMegabytes, startPostgres } from "./embedded_postgres.ts";
import { StartupProblem } from "./startup_problem.ts";

Deno.test("it shares a quarter of the machine's memory, within bounds", () => {
  const gigabytes = [0.25, 1, 4, 64].map((size) => size * 2 ** 30);
  assert.deepEqual(gigabytes.map(sharedMegabytes), [128, 256, 1_024, 2_048]);
});

Deno.test("what was written is there after a stop, a crash, and each start", async () => {
  await using home = await tempDir();
  let server = await startPostgres({ dataDir: home.path });
  await query(server, "create table kept (n integer)");
  for (const end of ["stop", "kill", "kill"] as const) {
    await query(server, "insert into kept select count(*) from kept");
    await server[end]();
    server = await startPostgres({ dataDir: home.path, port: server.port });
  }
  assert.deepEqual(await query(server, "select n from kept order by n"), [{ n: 0 }, { n: 1 }, { n: 2 }]);
  await server.stop();
});

Deno.test("it answers on this machine alone, to its own password alone, and commits to the disk", async () => {
  await using home = await tempDir();
  const server = await startPostgres({ dataDir: home.path });
  const [row] = await query(
    server,
    `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
            current_setting('synchronous_commit') as synced, current_setting('fsync') as fsynced,
            current_setting('server_encoding') as encoding, lower('ÄÖ') as folded`,
  );
  assert.deepEqual(row, {
    listens: "127.0.0.1",
    sockets: "",
    synced: "on",
    fsynced: "on",
    encoding: "UTF8",
    folded: "äö",
  });
  const stranger = connect({ url: server.url.replace(/:[^:@]+@/, ":wrong@") });
  await assert.rejects(stranger.one`select 1`, { code: "28P01" });
  await stranger.end();
  await server.stop();
});

Deno.test("several run side by side, but only one in a data directory", async () => {
  await using soho = await tempDir();
  await using dumbo = await tempDir();
  const servers = await Promise.all([soho, dumbo].map(({ path }) => startPostgres({ dataDir: path })));
  assert.notEqual(servers[0]!.port, servers[1]!.port);
  await problem(startPostgres({ dataDir: soho.path }), /Aisle already runs with the data directory/);
  await using harlem = await tempDir();
  await problem(startPostgres({ dataDir: harlem.path, port: servers[0]!.port }), /Port \d+.* is taken/);
  await Promise.all(servers.map((server) => server.stop()));
});

Deno.test("a start that was killed takes its server along, and the next start just works", async () => {
  await using home = await tempDir();
  const child = startChild(home.path);
  const { pid, url } = await child.said();
  child.process.kill("SIGKILL");
  await child.process.status;
  await until("its server has gone too", () => !lives(pid));

  const server = await startPostgres({ dataDir: home.path });
  assert.notEqual(server.url, url);
  await server.stop();
});

Deno.test("a half-made cluster is made again", async () => {
  await using home = await tempDir();
  await Deno.mkdir(`${home.path}/postgres.new/data`, { recursive: true });
  const server = await startPostgres({ dataDir: home.path });
  assert.deepEqual(await query(server, "select 1 as one"), [{ one: 1 }]);
  await server.stop();
});

Deno.test("a directory that cannot be used is said in a sentence", async () => {
  await using home = await tempDir();
  await Deno.mkdir(`${home.path}/postgres`);
  await problem(startPostgres({ dataDir: home.path }), /is no PostgreSQL cluster/);
  await Deno.writeTextFile(`${home.path}/postgres/PG_VERSION`, "14\n");
  await problem(startPostgres({ dataDir: home.path }), /made by PostgreSQL 14, and this Aisle brings 18/);
  await problem(startPostgres({ dataDir: "/dev/null/x" }), /is in the way/);
});

Deno.test({
  name: "an ordinary user starts it as well as root does",
  ignore: Deno.uid() !== 0, // else every other test here shows it
  async fn() {
    await using home = await tempDir();
    const ordinary = 65_534;
    await Deno.chown(home.path, ordinary, ordinary);
    const child = startChild(home.path, { uid: ordinary, gid: ordinary });
    const { pid, url } = await child.said();
    const db = connect({ url });
    assert.deepEqual(await db.one`select 1 as one`, { one: 1 });
    await db.end();
    child.process.kill("SIGKILL");
    await child.process.status;
    // Until then it still writes where the directory is to be removed.
    await until("its server has gone too", () => !lives(pid));
  },
});

function startChild(dataDir: string, who: { uid?: number; gid?: number } = {}) {
  const script = join(import.meta.dirname!, "../tests/support/postgres_child.ts");
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--cached-only", script, dataDir],
    stdin: "null",
    stdout: "piped",
    ...who,
  }).spawn();
  return {
    process,
    async said(): Promise<{ url: string; pid: number }> {
      const reader = process.stdout.getReader();
      const { value } = await reader.read();
      await reader.cancel();
      return JSON.parse(new TextDecoder().decode(value));
    },
  };
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const db = connect({ url: server.url });
  try {
    return await db.many([text] as unknown as TemplateStringsArray);
  } finally {
    await db.end();
  }
}

async function problem(start: Promise<unknown>, sentence: RegExp) {
  await assert.rejects(start, (error) => {
    assert.ok(error instanceof StartupProblem, String(error));
    assert.match(error.message, sentence);
    return true;
  });
}

async function tempDir() {
  const path = await Deno.makeTempDir({ prefix: "aisle-postgres-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
