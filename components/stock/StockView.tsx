import type { StockPage } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { Counts, type StockRules } from "./Counts.tsx";
import { Drifts } from "./Drifts.tsx";
import { Inbound } from "./Inbound.tsx";
import { Ledger } from "./Ledger.tsx";
import { Promises } from "./Promises.tsx";
import { fieldTime, momentOfYear, stockPath } from "./words.ts";

export interface StockViewProps {
  stock: StockPage;
  /** Who looks: whether they may settle differences, and open the orders named. */
  settles: boolean;
  linksOrders: boolean;
  /** The rules that set the numbers, where they are known. */
  rules?: StockRules;
  /** What was typed as a time and is none. */
  wrongTime?: boolean;
}

/** An item at a node: what there is, why, and for whom; now, or at any moment. */
export function StockView({ stock, settles, linksOrders, rules, wrongTime }: StockViewProps) {
  return (
    <div class="flex flex-col gap-6 px-4 py-5">
      <Title stock={stock} wrongTime={wrongTime} />
      {stock.at && <Then stock={stock} at={stock.at} />}
      <Drifts stock={stock} settles={settles} />
      <Counts stock={stock} rules={rules} />
      <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div class="flex flex-col gap-6 lg:order-2">
          <Promises stock={stock} linksOrders={linksOrders} />
          <Inbound stock={stock} />
        </div>
        <Ledger stock={stock} linksOrders={linksOrders} />
      </div>
    </div>
  );
}

function Title({ stock, wrongTime }: { stock: StockPage; wrongTime?: boolean }) {
  const { node, item, at, now } = stock;
  return (
    <div class="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div class="min-w-0 flex-1 basis-80">
        <a class="btn btn-ghost -ms-3 px-3" href={`/stock?node=${node.id}`}>
          <Icon name="arrow-left" /> Stock
        </a>
        <h1 class="mt-1 text-2xl wrap-anywhere">{item.name}</h1>
        <p class="ink-quiet mt-1 flex flex-wrap gap-x-4">
          <span class="wrap-anywhere">{item.sku}</span>
          {item.location !== "" && (
            <span class="inline-flex items-center gap-1.5">
              <Icon name="map-pin" class="size-4" />
              {item.location}
            </span>
          )}
        </p>
      </div>
      <form method="get" action={stockPath(node.id, item.sku)} class="w-full sm:w-auto">
        <label class="label-small block" for="at">As it was at (store time)</label>
        {wrongTime && (
          <p id="wrong-time" role="alert" class="ink-bad text-sm font-semibold">That is no date and time.</p>
        )}
        <div class="mt-1 flex gap-2">
          <input
            id="at"
            class="input w-full min-w-0 bg-base-100 sm:w-64"
            type="datetime-local"
            name="at"
            value={fieldTime(at ?? now, node.timeZone)}
            max={fieldTime(now, node.timeZone)}
            required
            aria-describedby={wrongTime ? "wrong-time" : undefined}
          />
          <button class="btn" type="submit">Show</button>
        </div>
      </form>
    </div>
  );
}

function Then({ stock: { node, item, now }, at }: { stock: StockPage; at: Date }) {
  return (
    <Notice tone="busy" icon="history" title={`As it was ${momentOfYear(at, now, node.timeZone)}`}>
      <a class="link" href={stockPath(node.id, item.sku)}>Show how it is now</a>
    </Notice>
  );
}
