import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import type { Desk } from "../../device/desk.ts";
import { shortPick } from "../../device/ending_acts.ts";
import { countOne } from "../../device/pick_acts.ts";
import { ByHand, CannotFind, ItemCard, ItemCount, Progress } from "./ItemCard.tsx";
import { LineText } from "./Lines.tsx";
import { unitsOf, type WalkLine } from "../../device/sections.ts";
import { walkOf } from "../../device/walk.ts";
import { ShortSheet } from "./ShortSheet.tsx";
import { insteadOf } from "../../device/substitute_answers.ts";
import { Notice } from "../Notice.tsx";
import { Asked, Offers } from "./SubstituteSheet.tsx";
import { Undo } from "./Undo.tsx";

/** The walk from shelf to shelf: one item large, the others below. */
export function Picking({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  const walk = walkOf(fulfillment);
  const chosen = walk.find(({ lineNo }) => lineNo === desk.chosenLine.value);
  const line = chosen && chosen.left > 0 ? chosen : walk[0]!;
  const asked = walk.filter(({ substitute }) => substitute?.state === "proposed");
  const others = walk.filter((each) => each !== line && !asked.includes(each));
  // Nothing is left but what the shopper must say.
  const isWaiting = line.left === 0 && asked.length > 0;
  const { asked: units, left } = unitsOf(fulfillment);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Progress desk={desk} done={units - left} all={units} />
        {isWaiting
          ? (
            <Notice tone="busy" icon="hourglass" title={t.substitutes.waitHere}>
              {t.substitutes.waitHereDetail}
            </Notice>
          )
          : <Current desk={desk} fulfillment={fulfillment} line={line} />}
        <Asked desk={desk} orders={[fulfillment]} />
        {others.length > 0 && (
          <ul class="card-plain rows overflow-hidden" aria-label={t.picking.others}>
            {others.map((each) => (
              <OtherLine key={each.lineNo} desk={desk} line={each} instead={insteadOf(fulfillment, each)} />
            ))}
          </ul>
        )}
      </div>
      <div class="act-bar bg-base-200">
        <Undo desk={desk} fulfillments={[fulfillment]} />
        {!isWaiting && (
          <div class="acts">
            <CannotFind desk={desk} />
            <ByHand
              desk={desk}
              name={line.name}
              onAdd={() => countOne(desk, fulfillment.id, { lineNo: line.lineNo, scanned: line.sku })}
            />
          </div>
        )}
      </div>
      <ShortSheet
        key={line.lineNo}
        desk={desk}
        item={line}
        onShort={(missing) => shortPick(desk, fulfillment, line, missing)}
        offers={(quantity) => (
          <Offers
            desk={desk}
            fulfillmentId={fulfillment.id}
            line={line}
            quantity={quantity}
            reason="not_found"
          />
        )}
      />
    </>
  );
}

/** The one item to look for now. */
function Current({ desk, fulfillment, line }: { desk: Desk; fulfillment: Fulfillment; line: WalkLine }) {
  const { t } = desk;
  const instead = insteadOf(fulfillment, line);
  return (
    <ItemCard desk={desk} title={t.picking.find} place={line.location} item={line}>
      {instead && <p class="font-medium">{t.substitutes.insteadOf(instead)}</p>}
      <ItemCount done={line.picked} of={t.picking.ofPicked(line.quantity)}>
        {line.shorted > 0 && (
          <span class="ink-warn ml-auto font-semibold">{t.picking.missing(line.shorted)}</span>
        )}
      </ItemCount>
    </ItemCard>
  );
}

/** Tapping another item looks for that one first; one that is done has nothing to tap. */
function OtherLine({ desk, line, instead }: { desk: Desk; line: WalkLine; instead?: string }) {
  if (line.left === 0) {
    return (
      <li class="row flex-wrap">
        <Icon
          name={line.picked > 0 ? "circle-check" : "package-x"}
          class={line.picked > 0 ? "ink-good size-6" : "ink-warn size-6"}
        />
        <LineText line={line} t={desk.t} instead={instead} />
        <span class="ink-quiet whitespace-nowrap">{desk.t.picking.done(line.picked, line.quantity)}</span>
      </li>
    );
  }
  return (
    <li>
      <button type="button" class="row flex-wrap" onClick={() => desk.chosenLine.value = line.lineNo}>
        <Icon name="circle-dashed" class="ink-quiet size-6" />
        <LineText line={line} t={desk.t} instead={instead} />
        <span class="font-semibold whitespace-nowrap">{desk.t.picking.done(line.picked, line.quantity)}</span>
      </button>
    </li>
  );
}
