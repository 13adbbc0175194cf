import { Icon } from "../Icon.tsx";
import type { Sync } from "../../device/sync.ts";
import type { Words } from "../../words/mod.ts";

const looks: Record<Sync["kind"], string> = {
  saved: "ink-quiet bg-base-200 border-line",
  waiting: "tone tone-busy",
  held: "tone tone-warn",
  offline: "tone tone-warn",
  signed_out: "tone tone-bad",
};

/** Always there and always the same height: whether the work is with the server. */
export function SyncLine({ sync, t }: { sync: Sync; t: Words }) {
  return (
    <div
      class={`${
        looks[sync.kind]
      } sticky top-0 z-20 flex min-h-10 items-center gap-2 border-b px-4 text-sm font-medium`}
    >
      <Icon name={sync.icon} class="size-4" />
      <p role="status" class="min-w-0 flex-1 py-2 leading-5">{sync.words}</p>
      {sync.waiting > 0 && sync.kind !== "waiting" && (
        <span class="inline-flex items-center gap-1 font-bold">
          <Icon name="cloud-upload" class="size-4" />
          {sync.waiting}
          <span class="sr-only">{t.sync.toSend}</span>
        </span>
      )}
      {sync.kind === "signed_out" && <a class="btn btn-ghost -mr-2 px-3" href="/sign-in">{t.sync.signIn}</a>}
    </div>
  );
}
