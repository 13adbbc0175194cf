import type { LedgerLine, StockPage } from "../../domain/fulfillment/types.ts";
import { Icon } from "../Icon.tsx";
import { clock, day } from "../when.ts";
import { Chart } from "./Chart.tsx";
import { change, movementWords, stockPath } from "./words.ts";

export interface LedgerProps {
  stock: StockPage;
  /** Whether the orders named here can be opened by whoever looks. */
  linksOrders: boolean;
}

/** Every movement, the newest first, with what it came to; drawn above, told below. */
export function Ledger({ stock, linksOrders }: LedgerProps) {
  const { ledger, now, node, at, isNewest } = stock;
  const end = isNewest ? at ?? now : ledger[0]?.at ?? now;
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger" class="text-xl">Ledger</h2>
      {ledger.length === 0
        ? (
          <p class="card-plain ink-quiet mt-3 px-4 py-6">
            {at ? "Nothing had moved here yet." : "Nothing has ever moved here."}
          </p>
        )
        : (
          <div class="card-plain mt-3 overflow-clip">
            <Chart ledger={ledger} end={end} now={now} timeZone={node.timeZone} />
            <table class="w-full border-t border-line text-start">
              <caption class="sr-only">Movements, the newest first</caption>
              <thead class="ink-quiet text-sm">
                <tr>
                  <th scope="col" class="hidden px-4 py-2 text-start font-semibold lg:table-cell">No.</th>
                  <th scope="col" class="px-4 py-2 text-start font-semibold">What happened</th>
                  <th scope="col" class="px-2 py-2 text-end font-semibold whitespace-nowrap">On hand</th>
                  <th scope="col" class="py-2 ps-2 pe-4 text-end font-semibold">Reserved</th>
                </tr>
              </thead>
              <tbody>
                {ledger.map((line) => (
                  <Row key={line.number} line={line} stock={stock} linksOrders={linksOrders} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      <Paging stock={stock} />
    </section>
  );
}

function Row({ line, stock, linksOrders }: LedgerProps & { line: LedgerLine }) {
  const { node, item, now } = stock;
  const when = `${day(line.at, now, node.timeZone)} ${clock(line.at, node.timeZone)}`;
  // A moment later, for the page writes whole milliseconds.
  const after = new Date(line.at.getTime() + 1);
  return (
    <tr class="border-t border-line align-top">
      <td class="ink-quiet hidden px-4 py-3 lg:table-cell">{line.number}</td>
      <td class="px-4 py-3">
        <span class="block leading-snug font-medium">{movementWords(line)}</span>
        <span class="ink-quiet flex flex-wrap gap-x-3 text-sm">
          <a
            class="link inline-flex min-h-6 items-center whitespace-nowrap"
            href={stockPath(node.id, item.sku, { at: after })}
          >
            <time dateTime={line.at.toISOString()}>{when}</time>
          </a>
          <Source line={line} linksOrders={linksOrders} />
          {line.dDamaged !== 0 && (
            <span class="whitespace-nowrap">damaged {line.damaged} ({change(line.dDamaged)})</span>
          )}
        </span>
        {line.note && <span class="mt-1 block text-sm wrap-anywhere">{line.note}</span>}
      </td>
      <Came units={line.onHand} by={line.dOnHand} />
      <Came units={line.reserved} by={line.dReserved} isLast />
    </tr>
  );
}

/** What a movement belongs to: an order by its number, else what a device or a till called it. */
function Source({ line: { order, operationId }, linksOrders }: { line: LedgerLine; linksOrders: boolean }) {
  if (order && linksOrders) {
    return (
      <a
        class="link inline-flex min-h-6 items-center whitespace-nowrap"
        href={`/work/${order.fulfillmentId}`}
      >
        Order {order.number}
      </a>
    );
  }
  if (order) return <span class="whitespace-nowrap">Order {order.number}</span>;
  if (operationId) {
    return <span class="whitespace-nowrap" title={operationId}>Act {operationId.slice(-8)}</span>;
  }
  return null;
}

function Came({ units, by, isLast }: { units: number; by: number; isLast?: boolean }) {
  return (
    <td class={`py-3 text-end whitespace-nowrap ${isLast ? "ps-2 pe-4" : "px-2"}`}>
      <span class={by === 0 ? "ink-quiet block" : "block font-semibold"}>
        {units.toLocaleString("en-US")}
      </span>
      {by !== 0 && <span class="ink-quiet block text-sm">{change(by)}</span>}
    </td>
  );
}

function Paging({ stock: { node, item, at, older, isNewest } }: { stock: StockPage }) {
  if (isNewest && older === null) return null;
  return (
    <nav class="mt-3 flex flex-wrap gap-2" aria-label="Pages of the ledger">
      {!isNewest && (
        <a class="btn" href={`${stockPath(node.id, item.sku, { at })}#ledger`}>
          <Icon name="arrow-left" /> Newest
        </a>
      )}
      {older !== null && (
        <a class="btn" href={`${stockPath(node.id, item.sku, { at, before: older })}#ledger`}>
          Older <Icon name="arrow-right" />
        </a>
      )}
    </nav>
  );
}
