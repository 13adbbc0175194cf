import type { Fulfillment, FulfillmentLine } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { walkOf } from "../../device/walk.ts";
import type { Words } from "../../words/en/work.ts";

interface LinesProps {
  fulfillment: Fulfillment;
  t: Words;
  /** Only the items that were found, as they lie in the bin. */
  onlyPicked?: boolean;
}

/** An order's items in the order of a walk through the store. */
export function Lines({ fulfillment, t, onlyPicked }: LinesProps) {
  const lines = walkOf(fulfillment).filter((line) => !onlyPicked || line.picked > 0);
  return (
    <ul class="card-plain rows">
      {lines.map((line) => (
        <li key={line.lineNo} class="row flex-wrap">
          <LineText line={line} t={t} isFound={onlyPicked} />
          <span class="text-lg font-semibold whitespace-nowrap">
            {onlyPicked ? `× ${line.picked}` : countOf(t, line)}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface LineTextProps {
  line: FulfillmentLine;
  t: Words;
  /** In the bin already: its shelf is of no interest any more. */
  isFound?: boolean;
  /** The item it came in the place of. */
  instead?: string;
}

/** What an item is and where it lies. */
export function LineText({ line, t, isFound, instead }: LineTextProps) {
  return (
    <span class="min-w-[min(100%,9rem)] flex-1">
      <span class="block leading-6 font-medium">{line.name}</span>
      {instead && <span class="ink-quiet block text-sm">{t.substitutes.insteadOf(instead)}</span>}
      <span class="ink-quiet flex flex-wrap items-center gap-x-3 text-sm">
        {isFound || line.location === ""
          ? <span class="wrap-anywhere">{line.sku}</span>
          : <Shelf name={line.location} />}
        {line.shorted > 0 && <span class="ink-warn font-semibold">{t.picking.missing(line.shorted)}</span>}
      </span>
    </span>
  );
}

function Shelf({ name }: { name: string }) {
  return (
    <span class="inline-flex items-center gap-1">
      <Icon name="map-pin" class="size-4" />
      {name}
    </span>
  );
}

function countOf(t: Words, { picked, quantity, shorted }: FulfillmentLine) {
  return picked + shorted === 0 ? `× ${quantity}` : t.picking.done(picked, quantity);
}
