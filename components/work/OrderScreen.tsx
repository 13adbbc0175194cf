import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { useState } from "preact/hooks";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { startPick } from "../../device/acts.ts";
import { type Desk, navigate } from "../../device/desk.ts";
import { DoneScreen } from "./DoneScreen.tsx";
import { HandOver } from "./HandOver.tsx";
import { Lines } from "./Lines.tsx";
import { OrderHeader } from "./OrderHeader.tsx";
import { Picking } from "./Picking.tsx";
import { unitsOf } from "../../device/sections.ts";
import { BinForm, Packed, Packing } from "./Staging.tsx";
import { Notice } from "../Notice.tsx";
import { units } from "../../device/words.ts";

/** One order, and the one thing to do with it now. */
export function OrderScreen({ desk }: { desk: Desk }) {
  const selected = desk.selected.value;
  const done = desk.done.value;
  if (done) return <DoneScreen desk={desk} done={done} />;
  if (!selected?.found) return <Gone desk={desk} last={selected?.last} />;
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
      return fulfillment.pickerId === desk.person.personId
        ? <Picking desk={desk} fulfillment={fulfillment} />
        : <Taken desk={desk} fulfillment={fulfillment} />;
    case "picked":
      return fulfillment.method === "delivery"
        ? <Packing desk={desk} fulfillment={fulfillment} />
        : <BinForm desk={desk} fulfillment={fulfillment} />;
    case "packed":
      return <Packed desk={desk} fulfillment={fulfillment} />;
    case "staged":
    case "arrived":
      return <HandOver desk={desk} fulfillment={fulfillment} />;
    default:
      return <Gone desk={desk} last={fulfillment} />;
  }
}

function ToStart({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Lines fulfillment={fulfillment} />
      </div>
      <div class="act-bar bg-base-200">
        <button
          type="button"
          class="btn btn-primary act text-lg"
          onClick={() => startPick(desk, fulfillment.id)}
        >
          <Icon name="scan-barcode" class="size-6" /> Start picking
        </button>
      </div>
    </>
  );
}

/** Two taps, the second one naming whose pick it is: nobody takes an order from a colleague by a slip of the thumb. */
function Taken({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const [isSure, setSure] = useState(false);
  const { id, pickerName } = fulfillment;
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Notice tone="busy" icon="user-round" title={`${pickerName} is picking this order`}>
          {isSure ? "What they scan from now on will not count." : "It moves on here as they scan."}
        </Notice>
        <Lines fulfillment={fulfillment} />
      </div>
      <div class="act-bar bg-base-200">
        <button
          type="button"
          class={`btn act text-lg ${isSure ? "btn-primary" : "btn-outline bg-base-100 text-base-content"}`}
          onClick={() => isSure ? startPick(desk, id, true) : setSure(true)}
        >
          {isSure ? `Take it over from ${pickerName}` : "Take over"}
        </button>
      </div>
    </>
  );
}

/** Handed over, cancelled or moved elsewhere while somebody looked at it. */
function Gone({ desk, last }: { desk: Desk; last?: Fulfillment }) {
  const inHand = last && (last.state === "picking" || last.state === "picked") ? unitsOf(last).picked : 0;
  return (
    <div class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col justify-center">
        <h1 id="order-title" tabIndex={-1} class="sr-only">Order {last?.orderNumber ?? "not found"}</h1>
        <EmptyState
          icon="package-x"
          title={last ? `Order ${last.orderNumber} is not open here any more` : "This order is not open here"}
        >
          {inHand > 0
            ? `Put back the ${units(inHand)} you picked.`
            : "It was handed over, cancelled, or moved to another store."}
        </EmptyState>
      </div>
      <div class="act-bar bg-base-200">
        <button type="button" class="btn btn-primary act text-lg" onClick={() => navigate(desk, null)}>
          Back to list
        </button>
      </div>
    </div>
  );
}
