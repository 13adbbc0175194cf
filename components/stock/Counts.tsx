import type { ComponentChildren } from "preact";
import type { StockPage } from "../../domain/fulfillment/types.ts";
import { splitWords } from "./words.ts";

/** Which rule set a number of the page, in its own words; empty until rules say so. */
export interface StockRules {
  safetyStock?: string;
}

export interface CountsProps {
  stock: StockPage;
  rules?: StockRules;
}

/** What there is, what of it is spoken for, and what is left to promise. */
export function Counts({ stock, rules = {} }: CountsProps) {
  const { onHand, reserved, safetyStock, damaged, availableToPromise } = stock.counts;
  const setBy = rules.safetyStock ?? (stock.at ? "as it is set today" : "kept back from every channel");
  return (
    <dl class="card-plain grid grid-cols-2 gap-px overflow-clip bg-line lg:grid-cols-5">
      <Count label="Available to promise" value={availableToPromise} isFirst>
        on hand less reserved and safety stock
      </Count>
      <Count label="On hand" value={onHand}>in the building, for sale</Count>
      <Count label="Reserved" value={reserved}>{splitWords(stock.split)}</Count>
      <Count label="Safety stock" value={safetyStock}>{setBy}</Count>
      <Count label="Damaged" value={damaged}>in the building, not for sale</Count>
    </dl>
  );
}

interface CountProps {
  label: string;
  value: number;
  /** The one number to see first: as wide as the phone. */
  isFirst?: boolean;
  children: ComponentChildren;
}

function Count({ label, value, isFirst, children }: CountProps) {
  return (
    <div class={`flex flex-col gap-1 bg-base-100 p-4 sm:p-5 ${isFirst ? "max-lg:col-span-2" : ""}`}>
      <dt class="label-small">{label}</dt>
      <dd class={`font-semibold tracking-tight ${isFirst ? "text-4xl lg:text-3xl" : "text-3xl"}`}>
        {value.toLocaleString("en-US")}
        <span class="ink-quiet mt-1 block text-sm leading-5 font-normal tracking-normal">{children}</span>
      </dd>
    </div>
  );
}
