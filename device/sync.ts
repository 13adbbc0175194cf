// Whether the work is saved with the server, in words that are always on the screen.
import type { IconName } from "../components/icon_paths.ts";
import { isBy } from "../sw/answer.ts";
import type { Author, QueueState } from "../sw/queue.ts";

export interface Sync {
  kind: "saved" | "waiting" | "held" | "offline" | "signed_out";
  words: string;
  icon: IconName;
  /** Operations of this person that have not been answered. */
  waiting: number;
}

/** What is worst is said first. */
export function syncOf(link: "open" | "lost" | "signed_out", queue: QueueState, me: Author): Sync {
  const mine = queue.waiting.filter(({ by }) => isBy(by, me)).length;
  const sync = (kind: Sync["kind"], icon: IconName, words: string) => ({ kind, icon, words, waiting: mine });

  if (link === "signed_out" || queue.trouble === "signed_out") {
    return sync("signed_out", "lock", "Signed out – sign in to send");
  }
  if (link === "lost" || queue.trouble === "offline") {
    return sync("offline", "cloud-off", "No connection – your work is kept on this phone");
  }
  if (mine > 0) return sync("waiting", "cloud-upload", `${mine} waiting to send`);
  const other = queue.waiting[0];
  if (other?.by.personId === me.personId) {
    const words = `${queue.waiting.length} of your steps wait for you to sign in where you did them`;
    return sync("held", "history", words);
  }
  if (other) {
    const words =
      `${queue.waiting.length} of ${other.by.name}’s steps wait for ${other.by.name} to sign in here`;
    return sync("held", "history", words);
  }
  return sync("saved", "cloud-check", "All saved");
}
