// Spanish as warehouses in the United States speak it. Buttons say what they do in the infinitive, sentences say usted.
// To pick is recoger, so what a shopper comes for is a retiro, and no word stands for both.
import type { Words } from "../en/work.ts";
import { answers } from "./answers.ts";
import { batch } from "./batch.ts";
import { camera } from "./camera.ts";
import { counter } from "./counter.ts";
import { device } from "./device.ts";
import { done } from "./done.ts";
import { found } from "./found.ts";
import { labels } from "./labels.ts";
import { links } from "./links.ts";
import { list } from "./list.ts";
import { lock } from "./lock.ts";
import { menu } from "./menu.ts";
import { methods, roles, states, units, zones } from "./names.ts";
import { order } from "./order.ts";
import { packing } from "./packing.ts";
import { passes } from "./passes.ts";
import { phone } from "./phone.ts";
import { picking } from "./picking.ts";
import { putBack } from "./put_back.ts";
import { refusals, unknownRefusal } from "./refusals.ts";
import { shell } from "./shell.ts";
import { shorts } from "./shorts.ts";
import { steps } from "./steps.ts";
import { substitutes } from "./substitutes.ts";
import { sync } from "./sync.ts";
import { times } from "./times.ts";
import { undo } from "./undo.ts";

export const work = {
  language: "es",
  answers,
  batch,
  camera,
  counter,
  device,
  done,
  found,
  labels,
  links,
  list,
  lock,
  menu,
  methods,
  order,
  packing,
  passes,
  phone,
  picking,
  putBack,
  refusals,
  roles,
  shell,
  shorts,
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
