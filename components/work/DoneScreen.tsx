import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { nextOf } from "../../device/batch.ts";
import { type Desk, type Done, find, navigate } from "../../device/desk.ts";
import { Undo } from "./Undo.tsx";

const icons: Record<Done["kind"], IconName> = {
  staged: "package-check",
  handed_over: "circle-check",
  all_refused: "package-x",
  shipped: "truck",
  nothing_found: "package-x",
  put_back: "package-check",
};

/** Finished: what and where, and one way on. */
export function DoneScreen({ desk, done }: { desk: Desk; done: Done }) {
  const { kind, fulfillment } = done;
  const isGood = kind !== "nothing_found" && kind !== "all_refused";
  return (
    <article class="mx-auto flex w-full max-w-xl flex-1 flex-col">
      <div class="flex flex-1 flex-col items-center justify-center gap-3 px-6 py-12 text-center">
        <span class={`tone ${isGood ? "tone-good" : ""} grid size-24 place-items-center rounded-full border`}>
          <Icon name={icons[kind]} class="size-12" />
        </span>
        <h1 id="order-title" tabIndex={-1} class="mt-2 text-3xl outline-none">{desk.t.done[kind]}</h1>
        <p class="text-lg">{fulfillment.orderNumber} · {fulfillment.shopperLabel}</p>
        <Detail desk={desk} done={done} />
      </div>
      <div class="act-bar bg-base-200">
        <Undo desk={desk} fulfillments={[find(desk, fulfillment.id) ?? fulfillment]} />
        {fulfillment.state === "to_put_back"
          ? <PutBackNext desk={desk} fulfillment={fulfillment} />
          : <GoOn desk={desk} after={fulfillment} />}
      </div>
    </article>
  );
}

/** What was not wanted is still in somebody's hands: to its shelf, now or later. */
function PutBackNext({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  return (
    <>
      <button
        type="button"
        class="btn btn-outline act bg-base-100 text-lg text-base-content"
        onClick={() => navigate(desk, null)}
      >
        {t.done.back}
      </button>
      <button
        type="button"
        class="btn btn-primary act text-lg"
        onClick={() => navigate(desk, fulfillment.id)}
      >
        {t.done.putBackNow}
      </button>
    </>
  );
}

/** To the next order of the same walk, while there is one; else to the list. */
export function GoOn({ desk, after }: { desk: Desk; after?: Fulfillment }) {
  const { t } = desk;
  const next = after?.batch
    ? nextOf(
      desk.fulfillments.value.filter(({ id }) => id !== after.id),
      after.batch.id,
      desk.person.personId,
    )
    : undefined;
  return (
    <>
      {next && (
        <button
          type="button"
          class="btn btn-outline act bg-base-100 text-lg text-base-content"
          onClick={() => navigate(desk, null)}
        >
          {t.done.back}
        </button>
      )}
      <button
        type="button"
        class="btn btn-primary act text-lg"
        onClick={() => navigate(desk, next?.id ?? null)}
      >
        {next ? t.batch.next(next.orderNumber, next.batch!.tote) : t.done.back}
      </button>
    </>
  );
}

function Detail({ desk, done: { kind, fulfillment } }: { desk: Desk; done: Done }) {
  switch (kind) {
    case "staged":
      return (
        <>
          <p class="text-5xl leading-tight font-bold wrap-anywhere">{fulfillment.bin}</p>
          <p class="ink-quiet">
            {desk.sync.value.kind === "saved" ? desk.t.done.isTold : desk.t.done.toldOnceSent}
          </p>
        </>
      );
    case "handed_over":
    case "all_refused":
      return <p class="ink-quiet">{restOf(desk, fulfillment)}</p>;
    case "shipped":
      return <p class="ink-quiet wrap-anywhere">{fulfillment.tracking}</p>;
    case "put_back":
      return <p class="ink-quiet">{desk.t.putBack.isBack}</p>;
    case "nothing_found":
      return <p class="ink-quiet">{desk.t.done.goesOn}</p>;
  }
}

/** What is left of it: nothing, what waits on in its bin, or what goes back to the shelf. */
function restOf({ t }: Desk, { state, bin }: Fulfillment): string {
  if (state === "to_put_back") return t.done.restGoesBack;
  return state === "handed_over" ? t.done.binIsFree(bin ?? "") : t.done.restStays(bin ?? "");
}
