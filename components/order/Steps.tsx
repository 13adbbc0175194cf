import { Icon } from "../Icon.tsx";
import type { Step } from "./words.ts";

/** The way an order goes, and how far it is. */
export function Steps({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return null;
  return (
    <ol class="grid grid-cols-2 gap-x-1.5 gap-y-3 min-[18rem]:grid-cols-4">
      {steps.map(({ word, state }) => (
        <li key={word} aria-current={state === "now" ? "step" : undefined}>
          <span class={`block h-1.5 rounded-full ${bars[state]}`} />
          <span class={`mt-2 flex items-start gap-0.5 text-[0.8125rem] leading-4 ${words[state]}`}>
            {state === "done" && <Icon name="check" class="mt-px size-3.5" label="Done:" />}
            {word}
          </span>
        </li>
      ))}
    </ol>
  );
}

const bars = { done: "bg-primary", now: "bg-accent", ahead: "bg-base-300" };
const words = { done: "", now: "font-bold", ahead: "ink-quiet" };
