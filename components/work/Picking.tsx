import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { countOne } from "../../device/acts.ts";
import type { Desk } from "../../device/desk.ts";
import { stockPath } from "../stock/words.ts";
import { CameraButton } from "./CameraSheet.tsx";
import { LineText } from "./Lines.tsx";
import { unitsOf, type WalkLine, walkOf } from "../../device/sections.ts";
import type { Words } from "../../words/mod.ts";
import { ShortSheet } from "./ShortSheet.tsx";

/** The walk from shelf to shelf: one item large, the others below. */
export function Picking({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const walk = walkOf(fulfillment);
  const chosen = walk.find(({ lineNo }) => lineNo === desk.chosenLine.value);
  const line = chosen && chosen.left > 0 ? chosen : walk[0]!;
  const others = walk.filter((each) => each !== line);
  return (
    <>
      <div class="flex flex-1 flex-col gap-4 px-4 pb-6">
        <Progress fulfillment={fulfillment} t={desk.t} />
        <FindNow desk={desk} line={line} />
        {others.length > 0 && (
          <ul class="card-plain rows overflow-hidden" aria-label={desk.t.picking.others}>
            {others.map((each) => <OtherLine key={each.lineNo} desk={desk} line={each} />)}
          </ul>
        )}
      </div>
      <div class="act-bar bg-base-200">
        <div class="acts">
          <button
            type="button"
            class="btn btn-outline act bg-base-100 px-2 text-base text-base-content min-[360px]:text-lg"
            onClick={() => desk.isShortOpen.value = true}
          >
            {desk.t.picking.cannotFind}
          </button>
          <button
            type="button"
            class="btn btn-primary act gap-1 px-2 text-base min-[360px]:text-lg"
            aria-label={desk.t.picking.addOne(line.name)}
            onClick={() => countOne(desk, fulfillment.id, { lineNo: line.lineNo, scanned: line.sku })}
          >
            <Icon name="plus" class="size-6" /> {desk.t.picking.byHand}
          </button>
        </div>
      </div>
      <ShortSheet key={line.lineNo} desk={desk} fulfillmentId={fulfillment.id} line={line} />
    </>
  );
}

function Progress({ fulfillment, t }: { fulfillment: Fulfillment; t: Words }) {
  const { asked, left } = unitsOf(fulfillment);
  return (
    <div class="flex items-center gap-3">
      <progress
        class="progress progress-primary flex-1"
        value={asked - left}
        max={asked}
        aria-label={t.picking.unitsDone}
      />
      <span class="font-semibold whitespace-nowrap">{t.picking.done(asked - left, asked)}</span>
    </div>
  );
}

/** The item to find: where, what, how many. */
function FindNow({ desk, line }: { desk: Desk; line: WalkLine }) {
  const { t } = desk;
  return (
    <section class="card-plain px-5 pt-3 pb-5" aria-labelledby="find-now">
      <div class="flex items-center justify-between gap-3">
        <h2 id="find-now" class="label-small flex items-center gap-1.5">
          <Icon name="scan-barcode" class="size-5" /> {t.picking.find}
        </h2>
        <CameraButton desk={desk} />
      </div>
      {line.location !== "" && (
        <p class="mt-2 text-5xl leading-none font-bold tracking-tight wrap-anywhere">{line.location}</p>
      )}
      <p class="mt-4 text-xl leading-7 font-semibold text-pretty">{line.name}</p>
      <p class="ink-quiet text-sm wrap-anywhere">
        {line.sku} · <a class="link" href={stockPath(desk.node.id, line.sku)}>{t.picking.stock}</a>
      </p>
      <p class="mt-4 flex items-baseline gap-2 border-t border-line pt-4">
        <span class="text-3xl leading-none font-bold">{line.picked}</span>
        <span class="text-lg">{t.picking.ofPicked(line.quantity)}</span>
        {line.shorted > 0 && (
          <span class="ink-warn ml-auto font-semibold">{t.picking.missing(line.shorted)}</span>
        )}
      </p>
    </section>
  );
}

/** Tapping another item looks for that one first; one that is done has nothing to tap. */
function OtherLine({ desk, line }: { desk: Desk; line: WalkLine }) {
  if (line.left === 0) {
    return (
      <li class="row flex-wrap">
        <Icon
          name={line.picked > 0 ? "circle-check" : "package-x"}
          class={line.picked > 0 ? "ink-good size-6" : "ink-warn size-6"}
        />
        <LineText line={line} t={desk.t} />
        <span class="ink-quiet whitespace-nowrap">{desk.t.picking.done(line.picked, line.quantity)}</span>
      </li>
    );
  }
  return (
    <li>
      <button type="button" class="row flex-wrap" onClick={() => desk.chosenLine.value = line.lineNo}>
        <Icon name="circle-dashed" class="ink-quiet size-6" />
        <LineText line={line} t={desk.t} />
        <span class="font-semibold whitespace-nowrap">{desk.t.picking.done(line.picked, line.quantity)}</span>
      </button>
    </li>
  );
}
