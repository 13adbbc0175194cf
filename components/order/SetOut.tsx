import { useSignal } from "@preact/signals";
import type { OrderPart } from "../../domain/orders/types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { clock } from "../when.ts";
import type { Tell } from "./tell.ts";

const MINUTES = [5, 10, 15, 20, 30, 45, 60, 90];

/** "I'm on my way": one tap, and how long it will take only if one knows. It can be said again. */
export function SetOut({ part, tell }: { part: OrderPart; tell: Tell }) {
  const state = useSignal<"ask" | "telling" | "failed">("ask");
  const isAgain = useSignal(false);

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    const minutes = Number(new FormData(event.currentTarget as HTMLFormElement).get("minutes")) || null;
    state.value = "telling";
    const told = await tell("departure", { fulfillmentId: part.id, minutes });
    state.value = told ? "ask" : "failed";
    if (told) isAgain.value = false;
  }

  if (part.onWayAt && !isAgain.value) {
    return (
      <Notice tone="good" icon="navigation" title={onWayWords(part)} alert>
        <button
          class="link min-h-12 cursor-pointer text-start"
          type="button"
          onClick={() => isAgain.value = true}
        >
          Change when you will be there
        </button>
      </Notice>
    );
  }
  return (
    <form class="flex flex-col gap-3 noscript:hidden" onSubmit={onSubmit}>
      <label>
        <span class="label-small mb-1 block">How long will it take, if you know</span>
        <select class="select w-full" name="minutes">
          <option value="">I do not know</option>
          {MINUTES.map((minutes) => <option key={minutes} value={minutes}>About {minutes} minutes</option>)}
        </select>
      </label>
      <button class="btn btn-neutral act" type="submit" disabled={state.value === "telling"}>
        <Icon name="navigation" class="size-6" />
        {state.value === "telling" ? "Telling the store…" : "I’m on my way"}
      </button>
      {state.value === "failed" && (
        <Notice tone="bad" title="That did not reach the store" alert>Try again, or just come.</Notice>
      )}
    </form>
  );
}

function onWayWords({ etaAt, place }: OrderPart): string {
  return etaAt
    ? `${place.name} expects you about ${clock(etaAt, place.timeZone)}`
    : `${place.name} knows you are on your way`;
}
