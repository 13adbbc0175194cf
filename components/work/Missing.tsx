import { toFind } from "../../domain/fulfillment/ending_decide.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { findAgain } from "../../device/ending_acts.ts";
import { missingOf } from "../../device/sections.ts";
import { asOneWalks } from "../../device/walk.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { ItemCard } from "./ItemCard.tsx";
import { LineText } from "./Lines.tsx";

/** Of an order that is over something was never found. Where it turns up it goes on its shelf, and can be sold again. */
export function Missing({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  const [line, ...others] = asOneWalks(missingOf(fulfillment), () => false);
  if (!line) return null;
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Notice tone="plain" icon="package-x" title={t.found.isOver}>{t.found.isOverDetail}</Notice>
        <ItemCard desk={desk} title={t.found.scan} place={line.location} item={line}>
          <p class="mt-4 border-t border-line pt-4 text-lg">{t.found.missing(toFind(line))}</p>
        </ItemCard>
        {others.length > 0 && (
          <ul class="card-plain rows overflow-hidden">
            {others.map((each) => (
              <li key={each.lineNo} class="row flex-wrap">
                <LineText line={each} t={t} />
                <span class="font-semibold whitespace-nowrap">{t.found.missing(toFind(each))}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="act-bar bg-base-200">
        <button
          type="button"
          class="btn btn-primary act text-lg"
          aria-label={t.menu.findAgain(line.name)}
          onClick={() => findAgain(desk, fulfillment, line)}
        >
          <Icon name="package-check" class="size-6" /> {t.found.one}
        </button>
      </div>
    </>
  );
}
