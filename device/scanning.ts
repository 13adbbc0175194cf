import type { Desk } from "./desk.ts";
import { comeLater } from "./later.ts";
import { isInUse } from "./phone.ts";

/** Takes a scan, from the scanner or typed into a field: after every scan and tap before it, whose work it must see. */
export function takeScan(desk: Desk, raw: string) {
  const text = raw.trim();
  // Behind a lock nobody counts anything.
  if (text !== "" && isInUse(desk.phone)) {
    desk.lastScan = desk.lastScan.then(() => desk.lastAct).then(comeLater).then(({ take }) =>
      take(desk, text)
    )
      .catch(() => {});
  }
  return desk.lastScan;
}
