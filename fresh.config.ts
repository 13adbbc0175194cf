// Plain settings, read once from the environment. A value that cannot be right ends the start with one sentence.
import { z } from "zod";
import { StartupProblem } from "./lib/startup_problem.ts";

const base64Url = z.string().regex(/^[\w-]+$/, "is not base64url");

function wholeNumber(least: number, most: number) {
  const problem = `is not a whole number from ${least} to ${most}`;
  return z.coerce.number(problem).int(problem).min(least, problem).max(most, problem);
}

const Settings = z.object({
  /** Where the web server listens. */
  PORT: wholeNumber(0, 65_535).default(8000),
  HOST: z.string().default("127.0.0.1"),
  /** What links in messages begin with; `http://HOST:PORT` where none is given. */
  PUBLIC_URL: z.url("is not an address").optional(),
  /** Postgres 15 or later. Not set: `deno task start` brings its own. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "does not begin with postgres://").optional(),
  /** Connections one process opens at most. */
  DB_POOL: wholeNumber(2, 200).default(16),
  /** The embedded database, its secrets and the demo's keys. */
  AISLE_DATA_DIR: z.string().default(".aisle"),
  /** Signs shopper links and makes pickup codes: 32 random bytes, base64url. */
  AISLE_SECRET: base64Url.min(43, "needs 32 bytes, base64url").optional(),
  /** Signs pickup passes: a private Ed25519 JWK, as JSON. */
  PASS_KEY: z.string().startsWith("{", "is not a JSON Web Key").optional(),
  /** Web push by RFC 8292; the subject is a mailto: or https: address that a push service can write to. */
  VAPID_PUBLIC_KEY: base64Url.optional(),
  VAPID_PRIVATE_KEY: base64Url.optional(),
  VAPID_SUBJECT: z.string().default("mailto:push@localhost"),
  /** `1` lets push go to plain HTTP on loopback, as tests need it. */
  PUSH_TO_LOOPBACK: z.enum(["0", "1"], "is neither 0 nor 1").default("0"),
  /** Sells labels of real carriers; not set, labels are the local engine's. */
  EASYPOST_API_KEY: z.string().min(8, "is no key").optional(),
  EASYPOST_URL: z.url("is not an address").default("https://api.easypost.com/v2"),
  /** `1` when a proxy in front sets X-Forwarded-Proto and X-Forwarded-Host itself. */
  TRUST_PROXY: z.enum(["0", "1"], "is neither 0 nor 1").default("0"),
});

export type Settings = z.output<typeof Settings>;

/** A setting that cannot be right; its message is a sentence for whoever starts Aisle. */
export class SettingsProblem extends StartupProblem {}

/** The settings of this process. */
export function readSettings(
  environment: Record<string, string | undefined> = Deno.env.toObject(),
): Settings {
  // A variable that is set to nothing is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SettingsProblem(`The setting ${issue!.path.join(".")} ${issue!.message}.`);
}

/** Where shoppers and associates reach this process. */
export function publicUrl(settings: Settings): string {
  const host = settings.HOST === "0.0.0.0" || settings.HOST === "127.0.0.1" ? "localhost" : settings.HOST;
  return settings.PUBLIC_URL?.replace(/\/$/, "") ?? `http://${host}:${settings.PORT}`;
}

/** A setting a process cannot do without. */
export function required<Name extends keyof Settings>(
  settings: Settings,
  name: Name,
): NonNullable<Settings[Name]> {
  const value = settings[name];
  if (value === undefined) {
    throw new SettingsProblem(`The setting ${name} is missing; deno task start makes one.`);
  }
  return value as NonNullable<Settings[Name]>;
}
