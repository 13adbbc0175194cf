import { EmptyState } from "../EmptyState.tsx";
import { Notice } from "../Notice.tsx";
import { dollars, many } from "./words.ts";

export interface World {
  orders: number;
  complete: number;
  unfillable: number;
  packages: number;
  paidMinor: number;
  scoreMinor: number;
  lateShare: number;
  load: { nodeId: string; packages: number }[];
  gini: number;
  maxOverMean: number;
}

type Outcome = { nodeIds: string[]; paidMinor: number } | null;

export interface ComparisonProps {
  id: string;
  name: string;
  typed: { from: string; to: string };
  run: {
    isCut: boolean;
    live: World & { version: number };
    draft: World;
    differences: {
      orderId: string;
      number: string;
      live: Outcome;
      draft: Outcome;
      byMinor: number | null;
    }[];
    differing: number;
  } | null;
  problem: string | null;
}

/** What a draft would have made of past orders, beside what the rules in force make of them. */
export function Comparison({ id, name, typed, run, problem }: ComparisonProps) {
  return (
    <div class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col gap-6 px-4 py-6">
        <div>
          <a class="link" href={`/routing/drafts/${id}`}>{name}</a>
          <h1 class="mt-1 text-2xl">Compared with what is in force</h1>
          <p class="ink-quiet mt-2 max-w-[62ch]">
            Delivery orders of these days are sourced once more, by both rules, each with the stock there was.
            Places, zones and forecasts are as of now. Nothing is changed or reserved.
          </p>
        </div>
        {problem && <Notice tone="bad" title={problem} alert />}
        {run && <Result {...run} />}
      </div>
      <form method="get" class="act-bar flex-row flex-wrap items-end">
        <Day name="from" label="From" value={typed.from} />
        <Day name="to" label="To, included" value={typed.to} />
        <button class="btn btn-primary act w-auto flex-1 basis-40" type="submit">Compare</button>
      </form>
    </div>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label class="flex min-w-0 flex-1 basis-32 flex-col gap-1.5">
      <span class="label-small">{label}</span>
      <input class="input w-full text-base" type="date" name={name} required value={value} />
    </label>
  );
}

function Result({ isCut, live, draft, differences, differing }: NonNullable<ComparisonProps["run"]>) {
  if (live.orders === 0) {
    return (
      <EmptyState icon="package" title="No delivery order was placed on these days">
        Choose others to compare.
      </EmptyState>
    );
  }
  return (
    <>
      {isCut && (
        <Notice
          tone="warn"
          title={`Only the first ${many(live.orders, "order")} of these days are compared`}
        />
      )}
      <Notice title={inWords(live, draft, differing)} />
      <section aria-labelledby="side-by-side">
        <h2 id="side-by-side" class="mb-3 text-lg">Side by side</h2>
        <table class="card-plain w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th class="label-small px-3 py-2 text-start" scope="col">Of {many(live.orders, "order")}</th>
              <th class="label-small px-3 py-2 text-end" scope="col">In force</th>
              <th class="label-small px-3 py-2 text-end" scope="col">Draft</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, say]) => (
              <tr key={label}>
                <th class="border-t border-line px-3 py-2 text-start font-normal" scope="row">{label}</th>
                <td class="border-t border-line px-3 py-2 text-end">{say(live)}</td>
                <td class="border-t border-line px-3 py-2 text-end font-semibold">{say(draft)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Loads live={live} draft={draft} />
      {differences.length > 0 && (
        <section aria-labelledby="differ">
          <h2 id="differ" class="mb-3 text-lg">
            Orders that would differ{differing > differences.length &&
              `: ${differences.length} of ${differing}`}
          </h2>
          <ul class="card-plain rows overflow-clip">
            {differences.map(({ orderId, number, live, draft, byMinor }) => (
              <li key={orderId} class="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-3">
                <p class="min-w-0 flex-1 basis-56 wrap-anywhere">
                  <span class="block font-semibold">{number}</span>
                  <span class="ink-quiet block text-sm">
                    {outcomeWords(live)} in force; {outcomeWords(draft)} by the draft
                  </span>
                </p>
                {byMinor !== null && <p class="font-semibold">{byWords(byMinor)}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const rows: [string, (world: World) => string][] = [
  ["Complete", ({ complete }) => complete.toLocaleString("en-US")],
  ["Nobody could send", ({ unfillable }) => unfillable.toLocaleString("en-US")],
  ["Packages", ({ packages }) => packages.toLocaleString("en-US")],
  ["Paid", ({ paidMinor }) => dollars(paidMinor)],
  ["Score, all weighed", ({ scoreMinor }) => dollars(scoreMinor)],
  ["Late orders", ({ lateShare }) => `${(100 * lateShare).toFixed(1)}%`],
  ["Unevenness (Gini, 0 is even)", (world) => world.gini.toFixed(2)],
  ["Fullest place against the average", (world) => `${world.maxOverMean.toFixed(1)}×`],
];

function inWords(live: World, draft: World, differing: number): string {
  if (differing === 0) return "The draft sources every one of these orders as the rules in force do.";
  const paid = draft.paidMinor - live.paidMinor;
  const more = (by: number, one: string) =>
    by === 0 ? "" : `, ${many(Math.abs(by), one)} ${by > 0 ? "more" : "fewer"}`;
  const late = draft.lateShare - live.lateShare;
  return `With the draft ${many(differing, "order")} would differ: ` +
    (paid === 0 ? "as much is paid" : `${dollars(Math.abs(paid))} ${paid > 0 ? "more" : "less"} is paid`) +
    more(draft.packages - live.packages, "package") + more(draft.complete - live.complete, "complete order") +
    (Math.abs(late) < 0.0005
      ? ""
      : `, ${(100 * Math.abs(late)).toFixed(1)} points ${late > 0 ? "more" : "fewer"} late`) +
    ".";
}

function outcomeWords(outcome: Outcome): string {
  return outcome
    ? `From ${outcome.nodeIds.join(" and ")} for ${dollars(outcome.paidMinor)}`
    : "Nobody could send it";
}

function byWords(byMinor: number): string {
  return byMinor === 0 ? "As dear" : `${dollars(Math.abs(byMinor))} ${byMinor > 0 ? "more" : "less"}`;
}

const LOADS = 20;

/** The places with the most work in either, and how many packages each would send. */
function Loads({ live, draft }: { live: World; draft: World }) {
  const packages = (world: World, nodeId: string) =>
    world.load.find((each) => each.nodeId === nodeId)?.packages ?? 0;
  const nodeIds = [...new Set([...live.load, ...draft.load].map(({ nodeId }) => nodeId))]
    .sort((a, b) =>
      Math.max(packages(live, b), packages(draft, b)) - Math.max(packages(live, a), packages(draft, a))
    );
  return (
    <section aria-labelledby="loads">
      <h2 id="loads" class="mb-3 text-lg">Packages by place</h2>
      <ul class="card-plain rows overflow-clip">
        {nodeIds.slice(0, LOADS).map((nodeId) => (
          <li key={nodeId} class="flex flex-wrap justify-between gap-x-4 px-4 py-2">
            <span class="min-w-0 wrap-anywhere">{nodeId}</span>
            <span>{packages(live, nodeId)} in force, {packages(draft, nodeId)} by the draft</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
