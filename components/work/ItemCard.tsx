import type { ComponentChildren } from "preact";
import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";
import { CameraButton } from "./CameraButton.tsx";
import type { IconName } from "../icon_paths.ts";
import { stockPath } from "../stock/words.ts";

interface ItemCardProps {
  desk: Desk;
  /** What to do with it, in two or three words. */
  title: string;
  icon?: IconName;
  /** What is read from afar: the shelf, or the tote. */
  place: string;
  item: { sku: string; name: string };
  children: ComponentChildren;
}

/** The one item to hold in the hand now: where, what, and below it how many. */
export function ItemCard({ desk, title, icon = "scan-barcode", place, item, children }: ItemCardProps) {
  return (
    <section class="card-plain px-5 pt-3 pb-5" aria-labelledby="find-now">
      <div class="flex items-center justify-between gap-3">
        <h2 id="find-now" class="label-small flex items-center gap-1.5">
          <Icon name={icon} class="size-5" /> {title}
        </h2>
        <CameraButton desk={desk} />
      </div>
      {place !== "" && (
        <p class="mt-2 text-5xl leading-none font-bold tracking-tight wrap-anywhere">{place}</p>
      )}
      <p class="mt-4 text-xl leading-7 font-semibold text-pretty">{item.name}</p>
      <p class="ink-quiet text-sm wrap-anywhere">
        {item.sku} · <a class="link" href={stockPath(desk.node.id, item.sku)}>{desk.t.picking.stock}</a>
      </p>
      {children}
    </section>
  );
}

/** How many of how many, large. */
export function ItemCount(
  { done, of, children }: { done: number; of: string; children?: ComponentChildren },
) {
  return (
    <p class="mt-4 flex items-baseline gap-2 border-t border-line pt-4">
      <span class="text-3xl leading-none font-bold">{done}</span>
      <span class="text-lg">{of}</span>
      {children}
    </p>
  );
}

/** All of the walk in one line. */
export function Progress({ desk, done, all }: { desk: Desk; done: number; all: number }) {
  const { t } = desk;
  return (
    <div class="flex items-center gap-3">
      <progress
        class="progress progress-primary flex-1"
        value={done}
        max={all}
        aria-label={t.picking.unitsDone}
      />
      <span class="font-semibold whitespace-nowrap">{t.picking.done(done, all)}</span>
    </div>
  );
}

/** By hand, where a barcode cannot be read. */
export function ByHand({ desk, name, onAdd }: { desk: Desk; name: string; onAdd: () => void }) {
  return (
    <button
      type="button"
      class="btn btn-primary act gap-1 px-2 text-base min-[360px]:text-lg"
      aria-label={desk.t.picking.addOne(name)}
      onClick={onAdd}
    >
      <Icon name="plus" class="size-6" /> {desk.t.picking.byHand}
    </button>
  );
}

export function CannotFind({ desk }: { desk: Desk }) {
  return (
    <button
      type="button"
      class="btn btn-outline act bg-base-100 px-2 text-base text-base-content min-[360px]:text-lg"
      onClick={() => desk.isShortOpen.value = true}
    >
      {desk.t.picking.cannotFind}
    </button>
  );
}
