import { join } from "node:path";
import { z } from "zod";
import { StartupProblem } from "../lib/startup_problem.ts";
import { newVapidKeys } from "../lib/webpush.ts";

const Secrets = z.object({
  AISLE_SECRET: z.string(),
  PASS_KEY: z.string(),
  VAPID_PUBLIC_KEY: z.string(),
  VAPID_PRIVATE_KEY: z.string(),
});

/** The environment every process of one Aisle shares. */
export type Secrets = z.infer<typeof Secrets>;

/**
 * Reads the secrets in a data directory, or makes them the first time: with others, links and passes already
 * handed out would no longer be genuine.
 */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, "secrets.json");
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (text === undefined) return await makeSecrets(dataDir, path);
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new StartupProblem(`${path} cannot be understood. Mend it, or move it away for new secrets.`);
  }
}

async function makeSecrets(dataDir: string, path: string): Promise<Secrets> {
  const { publicKey, privateKey } = newVapidKeys();
  const secrets = {
    AISLE_SECRET: crypto.getRandomValues(new Uint8Array(32)).toBase64({
      alphabet: "base64url",
      omitPadding: true,
    }),
    PASS_KEY: JSON.stringify(await newPassKey()),
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
  };
  await Deno.mkdir(dataDir, { recursive: true });
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, JSON.stringify(secrets, null, 2) + "\n", { mode: 0o600 });
  await Deno.rename(draft, path);
  return secrets;
}

async function newPassKey(): Promise<JsonWebKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  return await crypto.subtle.exportKey("jwk", pair.privateKey);
}
