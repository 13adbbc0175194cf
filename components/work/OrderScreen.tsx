import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { useState } from "preact/hooks";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { picks } from "../../domain/fulfillment/pick_decide.ts";
import type { Desk } from "../../device/desk.ts";
import { joinPick, startPick } from "../../device/pick_acts.ts";
import { CameraButton } from "./CameraButton.tsx";
import { DoneScreen, GoOn } from "./DoneScreen.tsx";
import { HandOver } from "./HandOver.tsx";
import { Lines } from "./Lines.tsx";
import { Missing } from "./Missing.tsx";
import { OrderHeader } from "./OrderHeader.tsx";
import { Picking } from "./Picking.tsx";
import { PutBack } from "./PutBack.tsx";
import { isFree, missingOf, pickersOf, unitsOf } from "../../device/sections.ts";
import { Walk } from "./Walk.tsx";
import { Packing } from "./Packing.tsx";
import { Shipping } from "./Shipping.tsx";
import { BinForm } from "./Staging.tsx";
import { Notice } from "../Notice.tsx";

/** One order, and the one thing to do with it now. */
export function OrderScreen({ desk }: { desk: Desk }) {
  const selected = desk.selected.value;
  const done = desk.done.value;
  if (done) return <DoneScreen desk={desk} done={done} />;
  if (!selected?.found) return <Gone desk={desk} last={selected?.last} />;
  const batch = desk.walk.value;
  if (batch) return <Walk desk={desk} batch={batch} />;
  return (
    <article class="mx-auto flex w-full max-w-xl flex-1 flex-col" aria-labelledby="order-title">
      <OrderHeader desk={desk} fulfillment={selected.found} />
      <Task desk={desk} fulfillment={selected.found} />
    </article>
  );
}

function Task({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  switch (fulfillment.state) {
    case "open":
      return <ToStart desk={desk} fulfillment={fulfillment} />;
    case "picking":
      if (isFree(fulfillment)) return <ToStart desk={desk} fulfillment={fulfillment} />;
      return picks(fulfillment, desk.person.personId)
        ? <Picking desk={desk} fulfillment={fulfillment} />
        : <Taken desk={desk} fulfillment={fulfillment} />;
    case "picked":
      return fulfillment.method === "delivery"
        ? <Packing desk={desk} fulfillment={fulfillment} />
        : <BinForm desk={desk} fulfillment={fulfillment} />;
    case "packed":
      return <Shipping desk={desk} fulfillment={fulfillment} />;
    case "staged":
    case "arrived":
      return <HandOver desk={desk} fulfillment={fulfillment} />;
    case "to_put_back":
      return <PutBack desk={desk} fulfillment={fulfillment} />;
    default:
      return missingOf(fulfillment).length > 0
        ? <Missing desk={desk} fulfillment={fulfillment} />
        : <Gone desk={desk} last={fulfillment} />;
  }
}

function ToStart({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Lines fulfillment={fulfillment} t={desk.t} />
      </div>
      <div class="act-bar flex-row bg-base-200">
        <CameraButton desk={desk} />
        <button
          type="button"
          class="btn btn-primary act min-w-0 flex-1 flex-wrap px-2 text-lg"
          onClick={() => startPick(desk, fulfillment.id)}
        >
          <Icon name="scan-barcode" class="size-6" />
          {fulfillment.state === "open" ? desk.t.order.start : desk.t.order.carryOn}
        </button>
      </div>
    </>
  );
}

/** Join with one tap. To take over takes two, the second one naming whose pick it is: nobody takes an order from a colleague by a slip of the thumb. */
function Taken({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const [isSure, setSure] = useState(false);
  const { t } = desk;
  const { id } = fulfillment;
  const name = pickersOf(fulfillment);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Notice tone="busy" icon="user-round" title={t.order.pickedBy(name)}>
          {isSure ? t.order.willNotCount : t.order.movesOn}
        </Notice>
        <Lines fulfillment={fulfillment} t={desk.t} />
      </div>
      <div class="act-bar bg-base-200">
        <button
          type="button"
          class="btn btn-outline act bg-base-100 text-lg text-base-content"
          onClick={() => isSure ? startPick(desk, id, true) : setSure(true)}
        >
          {isSure ? t.order.takeOverFrom(name) : t.order.takeOver}
        </button>
        <button type="button" class="btn btn-primary act text-lg" onClick={() => joinPick(desk, id)}>
          <Icon name="user-round-plus" class="size-6" /> {t.order.join}
        </button>
      </div>
    </>
  );
}

/** Handed over, cancelled or moved elsewhere while somebody looked at it. */
function Gone({ desk, last }: { desk: Desk; last?: Fulfillment }) {
  const { t } = desk;
  const inHand = last && (last.state === "picking" || last.state === "picked") ? unitsOf(last).picked : 0;
  return (
    <div class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col justify-center">
        <h1 id="order-title" tabIndex={-1} class="sr-only">
          {last ? t.order.named(last.orderNumber) : t.order.notFound}
        </h1>
        <EmptyState
          icon="package-x"
          title={last ? t.order.gone(last.orderNumber) : t.order.notOpen}
        >
          {inHand > 0 ? t.order.putBack(t.units(inHand)) : t.order.wentElsewhere}
        </EmptyState>
      </div>
      <div class="act-bar bg-base-200">
        <GoOn desk={desk} after={last} />
      </div>
    </div>
  );
}
