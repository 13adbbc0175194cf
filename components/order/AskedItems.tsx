import { useSignal } from "@preact/signals";
import type { AskedItem, OrderPart } from "../../domain/orders/types.ts";
import { Money } from "../Money.tsx";
import { Notice } from "../Notice.tsx";
import { clock } from "../when.ts";

interface AskedItemsProps {
  part: OrderPart;
  currency: string;
  /** Sends the answer; whether the store has it. */
  answer: (body: { substituteId: string; accept: boolean }) => Promise<boolean>;
}

/** What the store asks: something else in the place of what it cannot find. No answer is a no. */
export function AskedItems({ part, currency, answer }: AskedItemsProps) {
  return (
    <>
      {part.asked.map((item) => (
        <Asked
          key={item.substituteId}
          item={item}
          currency={currency}
          timeZone={part.place.timeZone}
          answer={answer}
        />
      ))}
    </>
  );
}

function Asked({ item, currency, timeZone, answer }: {
  item: AskedItem;
  currency: string;
  timeZone: string;
  answer: AskedItemsProps["answer"];
}) {
  const state = useSignal<"asked" | "telling" | "failed">("asked");
  const say = (accept: boolean) => async () => {
    state.value = "telling";
    const isTold = await answer({ substituteId: item.substituteId, accept });
    state.value = isTold ? "telling" : "failed";
  };
  const isTelling = state.value === "telling";
  return (
    <section
      class="tone tone-warn flex flex-col gap-4 rounded-box border-2 p-5"
      aria-labelledby={`asked-${item.substituteId}`}
    >
      <div class="text-base-content">
        <h2 id={`asked-${item.substituteId}`} class="text-xl">May we give you this instead?</h2>
        <p class="mt-2 text-lg font-semibold text-pretty">
          {item.quantity} × {item.name}, <Money minor={item.unitPriceMinor} currency={currency} /> each
        </p>
        <p class="mt-1">
          We cannot find{" "}
          {item.insteadOf}. You never pay more; what is less comes back to you. Without an answer by{" "}
          {clock(item.answerBy, timeZone)} we pay it back.
        </p>
      </div>
      <div class="grid grid-cols-1 gap-2 min-[20rem]:grid-cols-2 noscript:hidden">
        <button
          class="btn btn-outline act bg-base-100"
          type="button"
          disabled={isTelling}
          onClick={say(false)}
        >
          No, pay it back
        </button>
        <button class="btn btn-primary act" type="button" disabled={isTelling} onClick={say(true)}>
          Yes, please
        </button>
      </div>
      {state.value === "failed" && (
        <Notice tone="bad" title="That did not reach the store" alert>Try again.</Notice>
      )}
    </section>
  );
}
