// Spanish as warehouses in the United States speak it. Buttons say what they do in the infinitive, sentences say usted.
// To pick is recoger, so what a shopper comes for is a retiro, and no word stands for both.
import type { Words } from "../en/mod.ts";
import { answers } from "./answers.ts";
import { batch } from "./batch.ts";
import { bins } from "./bins.ts";
import { camera } from "./camera.ts";
import { counter } from "./counter.ts";
import { device } from "./device.ts";
import { devices } from "./devices.ts";
import { done } from "./done.ts";
import { handovers } from "./handovers.ts";
import { labels } from "./labels.ts";
import { list } from "./list.ts";
import { lock } from "./lock.ts";
import { manifest } from "./manifest.ts";
import { menu } from "./menu.ts";
import { methods, states, units, zones } from "./names.ts";
import { offlinePage } from "./offline_page.ts";
import { order } from "./order.ts";
import { packing } from "./packing.ts";
import { passes } from "./passes.ts";
import { phone } from "./phone.ts";
import { picking } from "./picking.ts";
import { problemPage } from "./problem_page.ts";
import { putBack } from "./put_back.ts";
import { refusals, unknownRefusal } from "./refusals.ts";
import { shell } from "./shell.ts";
import { shorts } from "./shorts.ts";
import { signIn } from "./sign_in.ts";
import { steps } from "./steps.ts";
import { substitutes } from "./substitutes.ts";
import { sync } from "./sync.ts";
import { times } from "./times.ts";
import { undo } from "./undo.ts";

export const es = {
  language: "es",
  name: "Español",
  answers,
  batch,
  bins,
  camera,
  counter,
  device,
  devices,
  done,
  handovers,
  labels,
  list,
  lock,
  manifest,
  menu,
  methods,
  offlinePage,
  order,
  packing,
  passes,
  phone,
  picking,
  problemPage,
  putBack,
  refusals,
  shell,
  shorts,
  signIn,
  states,
  steps,
  substitutes,
  sync,
  times,
  undo,
  units,
  unknownRefusal,
  zones,
} satisfies Words;
