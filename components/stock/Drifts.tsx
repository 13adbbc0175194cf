import type { DriftLine, StockPage } from "../../domain/fulfillment/types.ts";
import { Notice } from "../Notice.tsx";
import { moment } from "../when.ts";
import { stockPath } from "./words.ts";

export interface DriftsProps {
  stock: StockPage;
  /** Whether whoever looks may settle a difference. */
  settles: boolean;
}

/** What the proof found here: what waits for a person in full, what is settled folded away. */
export function Drifts({ stock, settles }: DriftsProps) {
  const open = stock.drifts.filter((drift) => drift.settledAt === null);
  const settled = stock.drifts.filter((drift) => drift.settledAt !== null);
  if (stock.drifts.length === 0) return null;
  return (
    <section class="flex flex-col gap-3" aria-label="Differences">
      {open.map((drift) => (
        <Notice key={drift.id} tone="warn" title={driftTitles[drift.kind] ?? "This does not add up"}>
          <p>{drift.explanation}</p>
          <p class="mt-1 text-sm">Found {moment(drift.foundAt, stock.now, stock.node.timeZone)}</p>
          {settles
            ? <Settle drift={drift} stock={stock} />
            : <p class="mt-1 text-sm">A manager must look.</p>}
        </Notice>
      ))}
      {settled.length > 0 && (
        <details class="card-plain px-4">
          <summary class="min-h-12 cursor-pointer py-3 font-medium">
            {settled.length} {settled.length === 1 ? "difference" : "differences"} settled
          </summary>
          <ul class="flex flex-col gap-4 pb-4">
            {settled.map((drift) => <Settled key={drift.id} drift={drift} stock={stock} />)}
          </ul>
        </details>
      )}
    </section>
  );
}

function Settle({ drift, stock: { node, item } }: { drift: DriftLine; stock: StockPage }) {
  const id = `note-${drift.id}`;
  return (
    <form class="mt-3" method="post" action={`${stockPath(node.id, item.sku)}/settlement`}>
      <input type="hidden" name="driftId" value={drift.id} />
      <label class="block text-sm font-semibold" for={id}>What it was, once you have looked</label>
      <div class="mt-1.5 flex flex-wrap gap-2">
        <input
          id={id}
          class="input min-w-0 flex-1 basis-48 bg-base-100 text-base-content"
          type="text"
          name="note"
          maxLength={200}
          required
          autocomplete="off"
        />
        <button class="btn btn-primary" type="submit">Settle</button>
      </div>
    </form>
  );
}

function Settled({ drift, stock }: { drift: DriftLine; stock: StockPage }) {
  const { settledAt, settledBy, note, movement, explanation } = drift;
  const how = movement !== null
    ? `Put right by movement ${movement}`
    : `Settled by ${settledBy ?? "a manager"}`;
  return (
    <li>
      <p class="text-pretty wrap-anywhere">{explanation}</p>
      <p class="ink-quiet mt-0.5 text-sm wrap-anywhere">
        {how}, {moment(settledAt!, stock.now, stock.node.timeZone)}
        {note && `: “${note}”`}
      </p>
    </li>
  );
}

const driftTitles: Record<string, string> = {
  ledger: "The ledger is not whole",
  reserved: "Reserved is not what is promised",
  moment: "The ledger tells of a moment that cannot have been",
  closing: "A promise did not end as the ledger says",
  orphan: "This belongs to no stock",
};
