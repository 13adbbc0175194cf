import { join } from "node:path";

/** Where this project lies, and its migrations in it, wherever a command is started from. */
export const root = join(import.meta.dirname!, "..");
export const migrations = join(root, "db/migrations");
