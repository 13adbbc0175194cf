import { createDefine } from "fresh";
import { publicUrl, readSettings, required, type Settings } from "./fresh.config.ts";
import type { Actor, Device } from "./domain/access/types.ts";
import { connect, type Db } from "./lib/db.ts";
import { type Live, openLive } from "./lib/live.ts";
import { importKeys, type Keys } from "./lib/tokens.ts";
import type { Language } from "./words/languages.ts";

/** What every request finds on `ctx.state`. */
export interface State {
  db: Db;
  live: Live;
  keys: Keys;
  settings: Settings;
  publicUrl: string;
  /** Whether labels are bought outside the building. */
  labelsAreRemote: boolean;
  /** Who is asking; set by routes/_middleware.ts. */
  actor: Actor;
  /** The session cookie's token, where there is one. */
  sessionToken: string | null;
  /** What the page asked for is written in. */
  language: Language;
  /** The store's device that this browser is or was, whoever is signed in on it. */
  device: Device | null;
  /** The device cookie's token, where there is one. */
  deviceToken: string | null;
}

export const define = createDefine<State>();

/** Opens what a process needs once: connections, keys, the listener. Nothing connects before it is used. */
export async function openHouse() {
  const settings = readSettings();
  const url = required(settings, "DATABASE_URL");
  const db = connect({ url, max: settings.DB_POOL, applicationName: "aisle" });
  const keys = await importKeys({
    secret: required(settings, "AISLE_SECRET"),
    passKey: required(settings, "PASS_KEY"),
  });
  const labelsAreRemote = settings.EASYPOST_API_KEY !== undefined;
  return { db, keys, settings, publicUrl: publicUrl(settings), labelsAreRemote, live: openLive(url) };
}
