import type { AllWords } from "../en/mod.ts";
import { bins } from "./bins.ts";
import { devices } from "./devices.ts";
import { handovers } from "./handovers.ts";
import { manifest } from "./manifest.ts";
import { offlinePage } from "./offline_page.ts";
import { problemPage } from "./problem_page.ts";
import { signIn } from "./sign_in.ts";
import { work } from "./work.ts";

export const es = {
  ...work,
  bins,
  devices,
  handovers,
  manifest,
  offlinePage,
  problemPage,
  signIn,
} satisfies AllWords;
