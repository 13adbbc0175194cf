import { type Batch, type BatchItem, goWithout } from "../../device/batch.ts";
import type { Desk } from "../../device/desk.ts";
import { shortOnWalk } from "../../device/ending_acts.ts";
import { countByHand } from "../../device/pick_acts.ts";
import { stopsOf } from "../../device/walk.ts";
import { Icon } from "../Icon.tsx";
import { ByHand, CannotFind, ItemCard, ItemCount, Progress } from "./ItemCard.tsx";
import { BackButton } from "./OrderHeader.tsx";
import { OrderMenu } from "./OrderMenu.tsx";
import { ShortSheet } from "./ShortSheet.tsx";
import { Asked, Offers } from "./SubstituteSheet.tsx";
import { Undo } from "./Undo.tsx";

/** Several orders at once: one way through the store, then, where they were not sorted on it, one way through the cart. */
export function Walk({ desk, batch }: { desk: Desk; batch: Batch }) {
  const { t } = desk;
  const items = stopsOf(batch);
  const chosen = items.find(({ key }) => key === desk.choices.chosenItem.value);
  const item = chosen && chosen.left > 0 ? chosen : items[0]!;
  const [done, left] = [sum(items, (each) => each.done), sum(items, (each) => each.left)];
  const isWalk = batch.phase === "walk";
  return (
    <article class="mx-auto flex w-full max-w-xl flex-1 flex-col" aria-labelledby="order-title">
      <WalkHeader desk={desk} batch={batch} />
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Progress desk={desk} done={done} all={done + left} />
        <ItemCard
          desk={desk}
          title={isWalk ? t.picking.find : t.batch.scanFromCart}
          icon={isWalk ? "scan-barcode" : "package-open"}
          place={isWalk ? item.location : ""}
          item={item}
        >
          <ItemCount
            done={item.done}
            of={isWalk ? t.picking.ofPicked(item.quantity) : t.batch.ofSorted(item.quantity)}
          />
          {(!isWalk || batch.mode === "sort_while") && <Totes desk={desk} item={item} />}
        </ItemCard>
        <Asked desk={desk} orders={batch.orders} />
        <Others desk={desk} items={items.filter((each) => each !== item)} />
      </div>
      <div class="act-bar bg-base-200">
        <Undo desk={desk} fulfillments={batch.orders} />
        <div class={isWalk ? "acts" : "flex flex-col"}>
          {isWalk && <CannotFind desk={desk} />}
          <ByHand desk={desk} name={item.name} onAdd={() => countByHand(desk, batch, item.sku)} />
        </div>
      </div>
      {isWalk && (
        <ShortSheet
          key={item.key}
          desk={desk}
          item={item}
          onShort={(missing) => shortOnWalk(desk, batch, item, missing)}
          offers={(quantity) => <OfferOnWalk desk={desk} item={item} quantity={quantity} />}
        />
      )}
    </article>
  );
}

/** The shopper of the order that would go without is asked first; what others lack of it is offered next. */
function OfferOnWalk({ desk, item, quantity }: { desk: Desk; item: BatchItem; quantity: number }) {
  const [first] = goWithout(item, quantity);
  if (!first) return null;
  const { share: { order, line }, quantity: units } = first;
  return (
    <>
      <p class="font-semibold">{desk.t.substitutes.forOrder(order.orderNumber)}</p>
      <Offers desk={desk} fulfillmentId={order.id} line={line} quantity={units} reason="not_found" />
    </>
  );
}

function WalkHeader({ desk, batch: { orders, phase } }: { desk: Desk; batch: Batch }) {
  const { t } = desk;
  return (
    <header class="px-4 pt-1 pb-4">
      <div class="flex min-h-12 flex-wrap items-center justify-between gap-2 lg:pt-3">
        <BackButton desk={desk} />
        <OrderMenu desk={desk} orders={orders} />
      </div>
      <h1 id="order-title" tabIndex={-1} class="text-2xl outline-none">
        {phase === "walk" ? t.batch.title(orders.length) : t.batch.sortTitle}
      </h1>
      <ul class="ink-quiet mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {orders.map(({ id, orderNumber, batch }) => (
          <li key={id} class="whitespace-nowrap">
            <span class="font-semibold text-base-content">{batch!.tote}</span> {orderNumber}
          </li>
        ))}
      </ul>
    </header>
  );
}

/** Which totes get how many; the one the next unit goes into stands out. */
function Totes({ desk, item }: { desk: Desk; item: BatchItem }) {
  const next = item.shares.find(({ left }) => left > 0);
  return (
    <ul class="mt-4 flex flex-wrap gap-2">
      {item.shares.map((share) => (
        <li
          key={`${share.order.id} ${share.line.lineNo}`}
          class={`flex min-h-12 items-center gap-2 rounded-field border-2 px-3 text-xl font-bold ${
            share === next ? "border-primary bg-primary text-primary-content" : "border-line"
          }`}
        >
          {share.left === 0 && <Icon name="circle-check" class="ink-good size-6" />}
          {share.order.batch!.tote}
          <span class="text-base font-medium whitespace-nowrap">
            {share.left > 0 ? `× ${share.left}` : desk.t.batch.hasAll}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Tapping another item looks for that one first; one that is done has nothing to tap. */
function Others({ desk, items }: { desk: Desk; items: BatchItem[] }) {
  if (items.length === 0) return null;
  return (
    <ul class="card-plain rows overflow-hidden" aria-label={desk.t.batch.others}>
      {items.map((item) => (
        <li key={item.key}>
          <button
            type="button"
            class="row flex-wrap"
            disabled={item.left === 0}
            onClick={() => desk.choices.chosenItem.value = item.key}
          >
            <Icon
              name={item.left === 0 ? "circle-check" : "circle-dashed"}
              class={item.left === 0 ? "ink-good size-6" : "ink-quiet size-6"}
            />
            <span class="min-w-[min(100%,9rem)] flex-1">
              <span class="block leading-6 font-medium">{item.name}</span>
              <span class="ink-quiet text-sm wrap-anywhere">{item.location || item.sku}</span>
            </span>
            <span class="font-semibold whitespace-nowrap">
              {desk.t.picking.done(item.done, item.quantity)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function sum(items: BatchItem[], units: (item: BatchItem) => number): number {
  return items.reduce((total, item) => total + units(item), 0);
}
