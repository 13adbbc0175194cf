import { zonesOf } from "../../domain/fulfillment/counter_decide.ts";
import type { Bin, Fulfillment, Zone } from "../../domain/fulfillment/types.ts";
import { stage } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";

const MOST = 4;

/** Which of an order's goods have their bin already, and where there is room for the others. */
export function Zones({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const zones = zonesOf(fulfillment);
  const { bins } = desk.truth.value;
  if (bins.length === 0) return null;
  return (
    <ul class="card-plain rows">
      {zones.map((zone) => (
        <li key={zone} class="flex flex-col gap-2 px-4 py-3">
          <ZoneRow desk={desk} fulfillment={fulfillment} zone={zone} bins={bins} />
        </li>
      ))}
    </ul>
  );
}

interface ZoneRowProps {
  desk: Desk;
  fulfillment: Fulfillment;
  zone: Zone;
  bins: Bin[];
}

function ZoneRow({ desk, fulfillment, zone, bins }: ZoneRowProps) {
  const { t } = desk;
  const spot = fulfillment.spots.find((each) => each.zone === zone);
  if (spot) {
    return (
      <p class="flex items-center gap-2 text-lg font-semibold">
        <Icon name="circle-check" class="ink-good size-6" />
        {t.packing.zoneIn(t.zones[zone], spot.bin)}
      </p>
    );
  }
  const free = freeBins(bins, zone);
  return (
    <>
      <p class="flex items-center gap-2 text-lg font-semibold">
        <Icon name="circle-dashed" class="size-6" />
        {t.packing.needsBin(t.zones[zone])}
      </p>
      {free.length === 0 && <p class="ink-warn font-semibold">{t.packing.noRoom}</p>}
      <div class="acts">
        {free.slice(0, MOST).map(({ label, capacity, used }) => (
          <button
            key={label}
            type="button"
            class="btn h-auto min-h-14 flex-col gap-0 py-1"
            onClick={() => stage(desk, fulfillment.id, label)}
          >
            <span class="text-lg wrap-anywhere">{label}</span>
            <span class="ink-quiet text-sm font-medium">{t.packing.free(capacity - used)}</span>
          </button>
        ))}
      </div>
    </>
  );
}

/** The emptiest first; numbers as numbers. */
function freeBins(bins: Bin[], zone: Zone): Bin[] {
  return bins.filter((bin) => bin.zone === zone && bin.used < bin.capacity).sort((a, b) =>
    (b.capacity - b.used) - (a.capacity - a.used) ||
    a.label.localeCompare(b.label, "en", { numeric: true })
  );
}
