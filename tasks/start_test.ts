import assert from "node:assert/strict";
import { join } from "node:path";
import { freePort } from "../tests/support/free_port.ts";
import { until } from "../tests/support/until.ts";

const script = join(import.meta.dirname!, "start.ts");
/** A first start builds the app and loads the demo retailer. */
const START_MS = 300_000;

Deno.test("one command starts everything, and everything that is killed comes back", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-start-" });
  const aisle = start(dataDir);
  await aisle.isAt(aisle.url);

  const demo = JSON.parse(await Deno.readTextFile(`${dataDir}/demo.json`));
  assert.equal(demo.url, aisle.url);
  assert.ok(demo.channelKey.length > 20);
  const { name, pin } = demo.people[0];
  assert.match(aisle.said(), new RegExp(`${name}.*PIN ${pin}`));
  assert.equal((await Deno.stat(`${dataDir}/demo.json`)).mode! & 0o077, 0);
  assert.equal((await Deno.stat(`${dataDir}/secrets.json`)).mode! & 0o077, 0);

  await aisle.stillServesAfter("-D " + dataDir);
  await aisle.stillServesAfter("tasks/serve.ts");

  const second = start(dataDir);
  assert.equal(await second.code, 1);
  assert.equal(
    second.said().trim(),
    `Aisle already runs with the data directory ${dataDir}. Stop it, or set another AISLE_DATA_DIR.`,
  );
  const third = start(`${dataDir}/other`, {
    PORT: String(aisle.port),
    DATABASE_URL: await aisle.databaseUrl(),
  });
  assert.equal(await third.code, 1);
  assert.match(
    third.said(),
    new RegExp(`Port ${aisle.port} is taken by another program; set PORT to a free one.\\n$`),
  );

  aisle.process.kill("SIGINT");
  assert.equal(await aisle.code, 0);
  await nothingOutlives(aisle.token);

  const again = start(dataDir);
  await again.isAt(again.url);
  const remembered = JSON.parse(await Deno.readTextFile(`${dataDir}/demo.json`));
  assert.deepEqual(remembered, { ...demo, url: again.url });
  again.process.kill("SIGKILL");
  await again.code;
  await nothingOutlives(again.token);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a database that is not there, or a setting that cannot be, is one sentence", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-start-" });
  const sentences: [Record<string, string>, string][] = [
    [
      { DATABASE_URL: "postgres://a:secret@127.0.0.1:1/x" },
      "No database answers at 127.0.0.1:1/x (connect ECONNREFUSED 127.0.0.1:1); check DATABASE_URL.",
    ],
    [{ DATABASE_URL: "mysql://x" }, "The setting DATABASE_URL does not begin with postgres://."],
    [{ PORT: "eighty" }, "The setting PORT is not a whole number from 0 to 65535."],
    [
      { AISLE_DATA_DIR: "/dev/null/x" },
      "/dev/null/x is in the way: a directory is needed there. Choose another AISLE_DATA_DIR.",
    ],
  ];
  for (const [env, sentence] of sentences) {
    const aisle = start(dataDir, env);
    assert.equal(await aisle.code, 1);
    assert.equal(aisle.said().trim(), sentence);
  }
  await Deno.remove(dataDir, { recursive: true });
});

function start(dataDir: string, env: Record<string, string> = {}) {
  const port = freePort();
  // Every process of this start carries it, so that those left behind can be found.
  const token = crypto.randomUUID();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script],
    env: {
      AISLE_DATA_DIR: dataDir,
      PORT: String(port),
      PUBLIC_URL: "",
      DATABASE_URL: "",
      AISLE_TEST_TOKEN: token,
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let said = "";
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) said += decoder.decode(bytes, { stream: true });
  };
  const heard = Promise.all([listen(process.stdout), listen(process.stderr)]);
  const url = `http://localhost:${port}`;
  return {
    process,
    port,
    url,
    token,
    said: () => said,
    code: Promise.all([process.status, heard]).then(([{ code }]) => code),
    async isAt(address: string) {
      await until(`Aisle says it is at ${address}`, () => said.includes(`Aisle is at ${address}`), START_MS)
        .catch((error) => assert.fail(`${error.message}\n${said}`));
      assert.equal(await status(url), 200);
    },
    /** Kills what has these words on its command line, and waits until Aisle serves again by itself. */
    async stillServesAfter(words: string) {
      const pids = await processesOf(token, words);
      assert.ok(pids.length > 0, `nothing runs with ${words}`);
      for (const pid of pids) Deno.kill(pid, "SIGKILL");
      await until(
        `${pids} are gone`,
        async () => !(await processesOf(token)).some((pid) => pids.includes(pid)),
      );
      await until(`Aisle serves after ${words}`, async () => await status(url) === 200)
        .catch((error) => assert.fail(`${error.message}\n${said}`));
    },
    databaseUrl: async () => JSON.parse(await Deno.readTextFile(`${dataDir}/postgres.json`)).url,
  };
}

async function status(url: string): Promise<number> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** The last of them, as Postgres' logger, are still about to go when the first is gone. */
function nothingOutlives(token: string) {
  return until("nothing outlives a start", async () => (await processesOf(token)).length === 0);
}

/** Living processes of one start, leaving out the shells that guard them. */
async function processesOf(token: string, words = ""): Promise<number[]> {
  const processes = Deno.build.os === "linux" ? await procProcesses() : await psProcesses();
  return processes.filter(({ text }) => text.includes(`AISLE_TEST_TOKEN=${token}`) && text.includes(words))
    .filter(({ text }) => !text.startsWith("/bin/sh")).map(({ pid }) => pid);
}

async function procProcesses() {
  const processes: { pid: number; text: string }[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const read = (file: string) => Deno.readTextFile(`/proc/${name}/${file}`).catch(() => "");
    const text = `${await read("cmdline")}\0${await read("environ")}`.replaceAll("\0", " ");
    processes.push({ pid: Number(name), text });
  }
  return processes;
}

async function psProcesses() {
  const { stdout } = await new Deno.Command("ps", { args: ["axeww", "-o", "pid=,command="] }).output();
  return new TextDecoder().decode(stdout).split("\n").map((line) => {
    return { pid: parseInt(line), text: line.trim().replace(/^\d+ /, "") };
  });
}
