import { inHand } from "../../domain/fulfillment/steps_decide.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { putBackOf, putBackOne } from "../../device/ending_acts.ts";
import { asOneWalks } from "../../device/walk.ts";
import { Notice } from "../Notice.tsx";
import { ByHand, ItemCard, ItemCount, Progress } from "./ItemCard.tsx";
import { LineText } from "./Lines.tsx";

/** Picked and not wanted any more: unit after unit back to its shelf, until none is left in the hand. */
export function PutBack({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  const given = fulfillment.lines.filter((line) => inHand(line) + line.putBack > 0);
  const lines = asOneWalks(given, (line) => inHand(line) === 0);
  const [line, ...others] = lines;
  const { done, all } = putBackOf(fulfillment);
  if (!line) return null;
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Notice tone="warn" icon="package-x" title={t.putBack.why[fulfillment.ending ?? "cancelled"]}>
          {fulfillment.bin ? t.putBack.fromBin(fulfillment.bin) : t.putBack.toShelf}
        </Notice>
        <Progress desk={desk} done={done} all={all} />
        <ItemCard desk={desk} title={t.putBack.scan} place={line.location} item={line}>
          <ItemCount done={line.putBack} of={t.putBack.ofBack(line.putBack + inHand(line))} />
        </ItemCard>
        {others.length > 0 && (
          <ul class="card-plain rows overflow-hidden">
            {others.map((each) => (
              <li key={each.lineNo} class="row flex-wrap">
                <LineText line={each} t={t} />
                <span class="font-semibold whitespace-nowrap">
                  {t.picking.done(each.putBack, each.putBack + inHand(each))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="act-bar bg-base-200">
        <ByHand desk={desk} name={line.name} onAdd={() => putBackOne(desk, fulfillment, line.sku)} />
      </div>
    </>
  );
}
