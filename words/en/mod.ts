// Everything there is in English: the island's words, and those of the pages that only the server writes.
import { bins } from "./bins.ts";
import { devices } from "./devices.ts";
import { handovers } from "./handovers.ts";
import { manifest } from "./manifest.ts";
import { offlinePage } from "./offline_page.ts";
import { problemPage } from "./problem_page.ts";
import { signIn } from "./sign_in.ts";
import { work } from "./work.ts";

export const en = {
  ...work,
  bins,
  devices,
  handovers,
  manifest,
  offlinePage,
  problemPage,
  signIn,
};

/** The shape every language has. */
export type AllWords = typeof en;
