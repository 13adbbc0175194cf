import { Icon } from "../Icon.tsx";
import type { Desk } from "../../device/desk.ts";
import { chooseWho } from "../../device/phone.ts";
import type { Sync } from "../../device/sync.ts";

const looks: Record<Sync["kind"], string> = {
  saved: "ink-quiet bg-base-200 border-line",
  waiting: "tone tone-busy",
  held: "tone tone-warn",
  offline: "tone tone-warn",
  signed_out: "tone tone-bad",
};

/** Always there and always the same height: whether the work is with the server, and who has the phone. */
export function SyncLine({ desk }: { desk: Desk }) {
  const { phone } = desk;
  const sync = desk.sync.value;
  const openSheet = () => phone.isSheetOpen.value = true;
  return (
    <div
      class={`${looks[sync.kind]} sticky top-0 z-20 flex min-h-12 items-stretch border-b text-sm font-medium`}
    >
      <div class="relative flex min-w-0 flex-1 items-center gap-2 py-1 pr-2 pl-4">
        <Icon name={sync.icon} class="size-4" />
        <p role="status" class="min-w-0 flex-1 py-1 leading-5">{sync.words}</p>
        {sync.waiting > 0 && sync.kind !== "waiting" && (
          <span class="inline-flex items-center gap-1 font-bold">
            <Icon name="cloud-upload" class="size-4" />
            {sync.waiting}
            <span class="sr-only">{desk.t.sync.toSend}</span>
          </span>
        )}
        {/* Over the words and not around them: what a button holds is not read out when it changes. */}
        <button
          type="button"
          class="absolute inset-0 cursor-pointer"
          aria-label={desk.t.phone.title}
          aria-haspopup="dialog"
          onClick={openSheet}
        />
      </div>
      {sync.kind === "signed_out" && <a class="btn btn-ghost px-3" href="/sign-in">{desk.t.sync.signIn}</a>}
      {desk.person.name !== "" && (
        <button
          type="button"
          class="flex max-w-[45%] cursor-pointer items-center gap-1.5 border-l border-line px-3 text-base-content"
          aria-label={phone.device ? desk.t.phone.handTo(desk.person.name) : undefined}
          aria-haspopup="dialog"
          onClick={() => phone.device ? chooseWho(phone) : openSheet()}
        >
          <Icon name={phone.standing.value === "offline" ? "lock" : "user-round"} class="size-4" />
          <span class="truncate">{desk.person.name}</span>
        </button>
      )}
    </div>
  );
}
