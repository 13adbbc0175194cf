// Aisle as it is deployed: the built app in a process of its own, a worker beside it, on a database of the test's own.
import { join } from "node:path";
import { newVapidKeys } from "../../lib/webpush.ts";
import { freePort } from "./free_port.ts";
import { until } from "./until.ts";

export interface RunningAisle {
  url: string;
  /** Calls the API as a channel, or as whoever holds a cookie. */
  call(method: string, path: string, body?: unknown, as?: Caller): Promise<Answer>;
  web: Deno.ChildProcess;
  stop(): Promise<void>;
}

/** Who calls, by a channel key or a session cookie, and what else they say of themselves. */
export interface Caller {
  key?: string;
  cookie?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // A test says what it expects of an answer; its shape is what is being tested.
  // deno-lint-ignore no-explicit-any
  body: any;
}

const root = join(import.meta.dirname!, "../..");
/** The run's keys: a test can sign and read what Aisle signs and reads. */
export const secrets = await newSecrets();

/** Serves the build on a free port with a worker, and waits until it is ready. */
export async function startAisle(
  { databaseUrl, worker = true, env = {}, stderr = "inherit" }: {
    databaseUrl: string;
    worker?: boolean;
    env?: Record<string, string>;
    /** "null" for a walk that makes them complain. */
    stderr?: "inherit" | "null";
  },
): Promise<RunningAisle> {
  await built();
  const port = freePort();
  const url = `http://localhost:${port}`;
  const settings = { ...secrets, DATABASE_URL: databaseUrl, PORT: `${port}`, PUBLIC_URL: url, ...env };
  const web = run([
    ...["serve", "-A", "--quiet", "--no-check"],
    ...["--host", "127.0.0.1", "--port", `${port}`],
    "_fresh/server.js",
  ], { env: settings, stderr });
  const jobs = worker ? run(["run", "-A", "--no-check", "worker.ts"], { env: settings, stderr }) : undefined;
  await untilReady(url);
  return {
    url,
    web,
    call: (method, path, body, as) => call(`${url}${path}`, method, body, as),
    async stop() {
      for (const child of [web, jobs]) {
        if (!child) continue;
        kill(child);
        await child.status;
      }
    },
  };
}

let building: Promise<void> | undefined;

/** `deno task test` builds once for all; a test file run by itself builds for itself. */
function built() {
  return building ??= Deno.env.get("AISLE_TEST_BUILT") ? Promise.resolve() : build();
}

async function build() {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "dev.ts", "build"],
    cwd: root,
  }).spawn()
    .status;
  if (!success) throw new Error("The app does not build");
}

function run(args: string[], options: Pick<Deno.CommandOptions, "env" | "stderr">): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args, cwd: root, stdin: "null", stdout: "null", ...options })
    .spawn();
}

function untilReady(url: string) {
  return until(
    "Aisle is ready",
    () => fetch(`${url}/readyz`).then(async (answer) => (await answer.text(), answer.ok), () => false),
  );
}

/** Signs in as a browser does, from the page with the PIN pad; answers the cookie it then sends. */
export async function signIn(
  aisle: RunningAisle,
  who: { personId: string; place: string; pin?: string },
): Promise<string> {
  const { personId, place, pin = "123456" } = who;
  const answer = await postForm(aisle, "/sign-in", { personId, place, pin });
  if (answer.status !== 303) throw new Error(`Signing in was answered ${answer.status}`);
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}

/** Makes a browser a store's own device, as its manager does; answers the cookie it then sends. */
export async function enrol(
  aisle: RunningAisle,
  managerCookie: string,
  device: { nodeId: string; name: string },
): Promise<string> {
  const answer = await postForm(aisle, "/work/devices", device, managerCookie);
  if (answer.status !== 303) throw new Error(`Enrolling was answered ${answer.status}`);
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}

/** Sends a form of the site's own, as a browser does. */
export async function postForm(
  aisle: RunningAisle,
  path: string,
  fields: Record<string, string>,
  cookie?: string,
): Promise<Response> {
  const headers = new Headers({ origin: aisle.url, "sec-fetch-site": "same-origin" });
  if (cookie) headers.set("cookie", cookie);
  const body = new URLSearchParams(fields);
  const answer = await fetch(aisle.url + path, { method: "POST", headers, body, redirect: "manual" });
  await answer.body?.cancel();
  return answer;
}

/** What a live stream tells first: what is so now. */
export async function firstTold<Told>(url: string, as: { cookie?: string } = {}): Promise<Told> {
  const stream = await fetch(url, { headers: as.cookie ? { cookie: as.cookie } : {} });
  if (stream.headers.get("content-type") !== "text/event-stream") {
    throw new Error(`${url} was answered ${stream.status} and is no stream`);
  }
  let text = "";
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const told = text.match(/^data: (.*)\n\n/m);
    if (told) return JSON.parse(told[1]!);
  }
  throw new Error("The live stream ended without a word");
}

async function call(url: string, method: string, body?: unknown, as: Caller = {}) {
  const headers = new Headers(as.headers);
  if (as.key) headers.set("authorization", `Bearer ${as.key}`);
  if (as.cookie) headers.set("cookie", as.cookie);
  if (body !== undefined) headers.set("content-type", "application/json");
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(url, { method, headers, body: sent, redirect: "manual" });
  const text = await wordsOf(answer);
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** What is answered; of a stream, which never ends, what it begins with. */
async function wordsOf(answer: Response): Promise<string> {
  if (answer.headers.get("content-type") !== "text/event-stream") return await answer.text();
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) return chunk;
  return "";
}

function kill(child: Deno.ChildProcess) {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function newSecrets() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  const vapid = newVapidKeys();
  return {
    AISLE_SECRET: crypto.getRandomValues(new Uint8Array(32)).toBase64({
      alphabet: "base64url",
      omitPadding: true,
    }),
    PASS_KEY: JSON.stringify(await crypto.subtle.exportKey("jwk", pair.privateKey)),
    VAPID_PUBLIC_KEY: vapid.publicKey,
    VAPID_PRIVATE_KEY: vapid.privateKey,
    PUSH_TO_LOOPBACK: "1",
  };
}
