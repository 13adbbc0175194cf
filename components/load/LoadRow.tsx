import type { NodeLoad } from "../../domain/workload/types.ts";
import { Badge } from "../Badge.tsx";
import { age } from "../when.ts";
import { share, standing } from "./standing.ts";

/** A store's row: a card on a phone, where each number brings its label, a table row on a desk. */
export function LoadRow({ load, at }: { load: NodeLoad; at: string }) {
  const { word, icon, tone } = standing(load);
  return (
    <tr role="row" class="load-row">
      <th role="rowheader" scope="row" class="load-name">
        <span class="block font-semibold wrap-anywhere">{load.name}</span>
        <span class="ink-quiet block text-sm font-normal">
          {load.city}, {load.state} · <a class="link" href={`/stock?node=${load.nodeId}`}>Stock</a>
        </span>
      </th>
      <td role="cell">
        <Badge tone={tone} icon={icon}>{word}</Badge>
      </td>
      <td role="cell" class="load-bar">
        <Bar load={load} />
      </td>
      <Cell label="Units" value={load.unitsToPick} />
      <Cell label="Late" value={load.overdue} ink="ink-bad" />
      <Cell label="Due in 1 h" value={load.dueWithinHour} />
      <Cell label="At curb" value={load.waitingAtCurb} ink="ink-warn" />
      <Cell label="Staged" value={load.staged} />
      <Cell label="Oldest" value={load.oldestPlacedAt ? age(load.oldestPlacedAt, at) : 0} />
      <Cell label="Done today" value={load.doneToday} />
    </tr>
  );
}

function Bar({ load }: { load: NodeLoad }) {
  const { backlog, capacityPerDay } = load;
  const percent = Math.round(share(load) * 100);
  return (
    <>
      <span class="flex items-baseline justify-between gap-3">
        <span>
          <span class="font-semibold">{backlog.toLocaleString("en-US")}</span>
          <span class="ink-quiet ml-1.5 text-sm">of {capacityPerDay.toLocaleString("en-US")}</span>
        </span>
        <span class={`text-sm ${percent >= 100 ? "ink-bad font-semibold" : "ink-quiet"}`}>{percent} %</span>
      </span>
      <progress
        class={`load-progress ${percent >= 100 ? "load-full" : ""}`}
        value={Math.min(percent, 100)}
        max={100}
        aria-label={`Backlog of ${load.name} against its capacity`}
      />
    </>
  );
}

/** Nothing is written quietly, so that what is there stands out. */
function Cell({ label, value, ink = "" }: { label: string; value: number | string; ink?: string }) {
  const text = value === 0 ? "–" : value.toLocaleString("en-US");
  return (
    <td role="cell" class="load-cell">
      <span class="label-small lg:hidden" aria-hidden="true">{label}</span>
      <span class={value === 0 ? "ink-quiet" : ink && `${ink} font-semibold`}>{text}</span>
    </td>
  );
}
