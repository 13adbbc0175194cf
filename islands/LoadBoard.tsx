import { useComputed, useSignal } from "@preact/signals";
import { EmptyState } from "../components/EmptyState.tsx";
import { Icon } from "../components/Icon.tsx";
import { useLive } from "../components/live.ts";
import { LiveSign } from "../components/LiveSign.tsx";
import { LoadRow } from "../components/load/LoadRow.tsx";
import { findLoads, type SortKey, sortLoads, totals } from "../components/load/standing.ts";
import { Stat } from "../components/load/Stat.tsx";
import type { RegionLoad } from "../domain/workload/types.ts";

/** The stores of a region, those in most trouble first, as they are now. */
export default function LoadBoard({ load }: { load: RegionLoad }) {
  const { latest, isConnected } = useLive("/live/region", load);
  const query = useSignal("");
  const by = useSignal<SortKey>("trouble");
  const shown = useComputed(() => sortLoads(findLoads(latest.value.nodes, query.value), by.value));

  return (
    <div class="flex flex-col gap-5 px-4 py-6">
      <div class="flex flex-wrap items-center justify-between gap-3">
        <h1 class="text-2xl">Today’s load</h1>
        <LiveSign isConnected={isConnected.value} />
      </div>
      <Summary load={latest.value} />
      <div class={`flex-wrap gap-3 ${latest.value.nodes.length > 0 ? "flex" : "hidden"}`}>
        <label class="input min-w-0 flex-1 basis-56">
          <Icon name="search" class="size-5 ink-quiet" />
          <span class="sr-only">Find a store</span>
          <input
            type="search"
            placeholder="Find a store"
            autocomplete="off"
            onInput={(event) => query.value = event.currentTarget.value}
          />
        </label>
        <label class="flex-1 basis-40 lg:hidden">
          <span class="sr-only">Sort by</span>
          <select
            class="select w-full"
            value={by.value}
            onChange={(event) => by.value = event.currentTarget.value as SortKey}
          >
            <option value="trouble">Most trouble first</option>
            {columns.map(({ key, word }) => <option key={key} value={key}>{word}</option>)}
          </select>
        </label>
      </div>
      {shown.value.length === 0
        ? (
          <EmptyState icon="store" title={query.value ? "No store matches" : "This region has no stores yet"}>
            {query.value && "Look for another name, city or state."}
          </EmptyState>
        )
        : (
          <table role="table" class="load-table">
            <caption class="sr-only">Load by store</caption>
            <thead role="rowgroup" class="load-head">
              <tr role="row">
                {headings.map(({ key, word }) => (
                  <th
                    key={key}
                    role="columnheader"
                    scope="col"
                    aria-sort={by.value === key ? (key === "name" ? "ascending" : "descending") : undefined}
                  >
                    <button type="button" class="load-sort" onClick={() => by.value = key}>
                      {word}
                      {by.value === key && <Icon name="chevron-down" class="size-4" />}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup" class="load-body">
              {shown.value.map((node) => <LoadRow key={node.nodeId} load={node} at={latest.value.at} />)}
            </tbody>
          </table>
        )}
    </div>
  );
}

function Summary({ load }: { load: RegionLoad }) {
  const sum = totals(load);
  const many = (n: number, one: string) => `${n.toLocaleString("en-US")} ${n === 1 ? one : `${one}s`}`;
  return (
    <dl class="card-plain grid grid-cols-1 gap-px min-[18rem]:grid-cols-2 overflow-clip bg-line lg:grid-cols-4">
      <Stat
        icon="triangle-alert"
        label="Late"
        value={sum.overdue}
        ink="ink-bad"
        detail={sum.storesLate ? `in ${many(sum.storesLate, "store")}` : "nothing is late"}
      />
      <Stat
        icon="car"
        label="Waiting at the curb"
        value={sum.waitingAtCurb}
        ink="ink-warn"
        detail={sum.waitingAtCurb ? "shoppers are here" : "nobody waits"}
      />
      <Stat icon="clock" label="Due in the hour" value={sum.dueWithinHour} detail={many(sum.units, "unit")} />
      <Stat
        icon="inbox"
        label="Backlog"
        value={sum.backlog}
        detail={`${sum.doneToday.toLocaleString("en-US")} done today`}
      />
    </dl>
  );
}

const columns: { key: SortKey; word: string }[] = [
  { key: "name", word: "Store" },
  { key: "load", word: "Backlog" },
  { key: "units", word: "Units" },
  { key: "overdue", word: "Late" },
  { key: "dueWithinHour", word: "Due in 1 h" },
  { key: "waitingAtCurb", word: "At curb" },
  { key: "staged", word: "Staged" },
  { key: "oldest", word: "Oldest" },
  { key: "doneToday", word: "Done today" },
];

const [store, ...numbers] = columns;
const headings = [store!, { key: "trouble" as const, word: "Standing" }, ...numbers];
