import type { ComponentChildren } from "preact";
import type { StockPage } from "../../domain/fulfillment/types.ts";
import { splitWords } from "./words.ts";

/** A number that rules set, and the one that did; none where no rule fits. */
interface Ruled {
  units: number;
  rule: { name: string } | null;
}

/** What is held back, and by which rule. */
export interface StockRules {
  safetyStock: Ruled;
  thresholds: (Ruled & { channelId: string })[];
}

export interface CountsProps {
  stock: StockPage;
  rules?: StockRules;
}

/** What there is, what of it is spoken for, and what is left to promise. */
export function Counts({ stock, rules }: CountsProps) {
  const { onHand, reserved, safetyStock, damaged, availableToPromise } = stock.counts;
  const safety = rules?.safetyStock.rule;
  const setBy = stock.at
    ? "as it is set today"
    : safety
    ? `by the rule “${safety.name}”`
    : "kept back from every channel";
  const kept = rules?.thresholds.filter(({ units }) => units > 0) ?? [];
  return (
    <dl class="card-plain grid grid-cols-2 gap-px overflow-clip bg-line lg:grid-cols-5">
      <Count label="Available to promise" value={availableToPromise} isFirst>
        on hand less reserved and safety stock
        {kept.map(({ channelId, units, rule }) => (
          <span key={channelId} class="block wrap-anywhere">
            {Math.max(0, availableToPromise - units).toLocaleString("en-US")} for {channelId}
            {rule && `, by the rule “${rule.name}”`}
          </span>
        ))}
      </Count>
      <Count label="On hand" value={onHand}>in the building, for sale</Count>
      <Count label="Reserved" value={reserved}>{splitWords(stock.split)}</Count>
      <Count label="Safety stock" value={safetyStock}>
        <span class="wrap-anywhere">{setBy}</span>
      </Count>
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
