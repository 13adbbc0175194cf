// Whether the work is saved with the server, in words that are always on the screen.
import type { IconName } from "../components/icon_paths.ts";
import { isBy, isSameAuthor } from "../sw/answer.ts";
import type { Author, QueueState } from "../sw/queue.ts";
import type { Words } from "../words/en/work.ts";

export interface Sync {
  kind: "saved" | "waiting" | "held" | "offline" | "signed_out";
  words: string;
  icon: IconName;
  /** Operations that are on their way and have not been answered. */
  waiting: number;
}

/** What is worst is said first. */
export function syncOf(link: "open" | "lost" | "signed_out", queue: QueueState, me: Author, t: Words): Sync {
  const isHeld = (by: Author) => queue.held?.some((each) => isSameAuthor(each, by)) ?? false;
  const isSent = (by: Author) => queue.isEnrolled ? !isHeld(by) : isBy(by, me);
  const mine = queue.waiting.filter(({ by }) => isSent(by)).length;
  const sync = (kind: Sync["kind"], icon: IconName, words: string) => ({ kind, icon, words, waiting: mine });

  if (link === "signed_out" || queue.trouble === "signed_out") {
    return sync("signed_out", "lock", t.sync.signedOut);
  }
  if (link === "lost" || queue.trouble === "offline") {
    return sync("offline", "cloud-off", t.sync.offline);
  }
  if (mine > 0) return sync("waiting", "cloud-upload", t.sync.waiting(mine));
  const other = queue.waiting[0];
  if (other?.by.personId === me.personId) {
    return sync("held", "history", t.sync.yoursElsewhere(queue.waiting.length));
  }
  if (other) {
    return sync("held", "history", t.sync.others(queue.waiting.length, other.by.name));
  }
  return sync("saved", "cloud-check", t.sync.saved);
}
