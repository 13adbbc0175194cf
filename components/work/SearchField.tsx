import type { TargetedEvent, TargetedSubmitEvent } from "preact";
import { Icon } from "../Icon.tsx";
import { type Desk, navigate } from "../../device/desk.ts";
import { takeScan } from "../../device/scanning.ts";
import { CameraButton } from "./CameraButton.tsx";

/** Looks for an order while it is typed; Enter opens the only one, or is taken as a scan. */
export function SearchField({ desk }: { desk: Desk }) {
  const onInput = (event: TargetedEvent<HTMLInputElement>) => desk.search.value = event.currentTarget.value;
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = desk.search.value;
    const found = desk.matches.value;
    if (text.trim() === "" || found.length > 1) return;
    desk.search.value = "";
    if (found.length === 1) navigate(desk, found[0]!.id);
    else takeScan(desk, text);
  };
  return (
    <form role="search" class="flex items-center gap-2" onSubmit={onSubmit}>
      <label class="input w-full min-w-0 flex-1 bg-base-100">
        <Icon name="search" class="ink-quiet size-5" />
        <span class="sr-only">{desk.t.list.find}</span>
        <input
          type="text"
          name="q"
          class="placeholder:text-quiet placeholder:opacity-100"
          placeholder={desk.t.list.findHint}
          autocomplete="off"
          autocapitalize="off"
          enterkeyhint="search"
          value={desk.search.value}
          onInput={onInput}
        />
      </label>
      {desk.search.value !== "" && (
        <button
          type="button"
          class="btn btn-ghost px-3"
          onClick={() => desk.search.value = ""}
        >
          {desk.t.list.showAll}
        </button>
      )}
      <CameraButton desk={desk} />
    </form>
  );
}
