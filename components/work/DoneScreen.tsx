import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";
import { doneWords } from "../../device/acts.ts";
import { type Desk, type Done, navigate } from "../../device/desk.ts";

const icons: Record<Done["kind"], IconName> = {
  staged: "package-check",
  handed_over: "circle-check",
  shipped: "truck",
  nothing_found: "package-x",
};

/** Finished: what and where, and one way on. */
export function DoneScreen({ desk, done }: { desk: Desk; done: Done }) {
  const { kind, fulfillment } = done;
  const isGood = kind !== "nothing_found";
  return (
    <article class="mx-auto flex w-full max-w-xl flex-1 flex-col">
      <div class="flex flex-1 flex-col items-center justify-center gap-3 px-6 py-12 text-center">
        <span class={`tone ${isGood ? "tone-good" : ""} grid size-24 place-items-center rounded-full border`}>
          <Icon name={icons[kind]} class="size-12" />
        </span>
        <h1 id="order-title" tabIndex={-1} class="mt-2 text-3xl outline-none">{doneWords[kind]}</h1>
        <p class="text-lg">{fulfillment.orderNumber} · {fulfillment.shopperLabel}</p>
        <Detail desk={desk} done={done} />
      </div>
      <div class="act-bar bg-base-200">
        <button type="button" class="btn btn-primary act text-lg" onClick={() => navigate(desk, null)}>
          Back to list
        </button>
      </div>
    </article>
  );
}

function Detail({ desk, done: { kind, fulfillment } }: { desk: Desk; done: Done }) {
  switch (kind) {
    case "staged":
      return (
        <>
          <p class="text-5xl leading-tight font-bold wrap-anywhere">{fulfillment.bin}</p>
          <p class="ink-quiet">
            {desk.sync.value.kind === "saved"
              ? "The shopper is being told."
              : "The shopper is told once this is sent."}
          </p>
        </>
      );
    case "handed_over":
      return <p class="ink-quiet">Bin {fulfillment.bin} is free again.</p>;
    case "shipped":
      return <p class="ink-quiet wrap-anywhere">{fulfillment.tracking}</p>;
    case "nothing_found":
      return <p class="ink-quiet">The order goes on without this store. Nothing is left to do here.</p>;
  }
}
