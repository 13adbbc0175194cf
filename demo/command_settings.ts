import { readSettings, type Settings, SettingsProblem } from "../fresh.config.ts";
import { StartupProblem } from "../lib/startup_problem.ts";

/** The settings, for a command: one that cannot be right ends it with its sentence. */
export function commandSettings(): Settings {
  try {
    return readSettings();
  } catch (error) {
    throw error instanceof SettingsProblem ? new StartupProblem(error.message) : error;
  }
}
