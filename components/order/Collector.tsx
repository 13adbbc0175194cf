import { useSignal } from "@preact/signals";
import type { OrderPart } from "../../domain/orders/types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import type { Tell } from "./tell.ts";

/** Who else may collect it: named by the shopper, and asked for an ID at the store. */
export function Collector({ part, tell }: { part: OrderPart; tell: Tell }) {
  const state = useSignal<"ask" | "telling" | "failed">("ask");

  async function name(name: string | null) {
    state.value = "telling";
    const told = await tell("collector", { fulfillmentId: part.id, name });
    state.value = told ? "ask" : "failed";
  }

  function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget as HTMLFormElement).get("name") ?? "").trim();
    if (typed !== "") name(typed);
  }

  const isTelling = state.value === "telling";
  return (
    <section class="flex flex-col gap-3 noscript:hidden" aria-label="Who may collect it">
      {part.collector
        ? (
          <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p class="min-w-0 flex-1 basis-48 wrap-anywhere" role="status">
              <span class="font-semibold">{part.collector}</span>{" "}
              may collect it, with your pass or an ID of their own.
            </p>
            <button class="btn" type="button" disabled={isTelling} onClick={() => name(null)}>
              Only me again
            </button>
          </div>
        )
        : (
          <details>
            <summary class="flex min-h-12 cursor-pointer list-none items-center gap-3">
              <Icon name="user-round" />
              <span class="link">Somebody else will collect it</span>
            </summary>
            <form class="flex flex-wrap items-end gap-3 pt-2" onSubmit={onSubmit}>
              <label class="min-w-0 flex-1 basis-48">
                <span class="label-small mb-1 block">Their name, as on their ID</span>
                <input class="input w-full" name="name" required maxLength={120} autocomplete="off" />
              </label>
              <button class="btn" type="submit" disabled={isTelling}>Let them collect it</button>
            </form>
          </details>
        )}
      {state.value === "failed" && (
        <Notice tone="bad" title="That did not reach the store" alert>Try again in a moment.</Notice>
      )}
    </section>
  );
}
