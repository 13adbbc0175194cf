import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { age } from "../when.ts";
import { stockPath } from "./words.ts";

export interface StockSearchProps {
  nodes: { id: string; name: string }[];
  node: { id: string; name: string };
  query: string;
  lines: { sku: string; name: string; onHand: number; available: number; isStocked: boolean }[];
  hasMore: boolean;
  /** Differences that wait for a person, wherever this person looks after stock. */
  drifts: {
    id: string;
    nodeId: string;
    nodeName: string;
    sku: string;
    itemName: string | null;
    explanation: string;
    foundAt: Date;
  }[];
  now: Date;
  /** Where whoever looks came from: their own first page. */
  home: string;
}

/** Finds an item at a store; and shows what of all its stock does not add up. */
export function StockSearch({ nodes, node, query, lines, hasMore, drifts, now, home }: StockSearchProps) {
  return (
    <div class="flex flex-col gap-6 px-4 py-5">
      <div>
        <a class="btn btn-ghost -ms-3 px-3" href={home}>
          <Icon name="arrow-left" /> {home === "/region" ? "Region" : "Orders"}
        </a>
        <h1 class="mt-1 text-2xl">Stock</h1>
      </div>
      <SearchForm nodes={nodes} node={node} query={query} />
      {query !== "" && <Found node={node} query={query} lines={lines} hasMore={hasMore} />}
      {query === "" && drifts.length === 0 && (
        <EmptyState icon="scan-barcode" title="Which item?">
          Its name, its SKU, or its barcode. Every row of stock agrees with its ledger.
        </EmptyState>
      )}
      {query === "" && drifts.length > 0 && (
        <Waiting drifts={drifts} isOneNode={nodes.length === 1} now={now} />
      )}
    </div>
  );
}

function SearchForm({ nodes, node, query }: Pick<StockSearchProps, "nodes" | "node" | "query">) {
  return (
    <form method="get" action="/stock" role="search" class="flex flex-wrap gap-2">
      {nodes.length > 1
        ? (
          <label class="max-w-full flex-1 basis-48 lg:max-w-72">
            <span class="sr-only">Store</span>
            <select class="select w-full bg-base-100" name="node">
              {nodes.map(({ id, name }) => (
                <option key={id} value={id} selected={id === node.id}>{name}</option>
              ))}
            </select>
          </label>
        )
        : <input type="hidden" name="node" value={node.id} />}
      <label class="input min-w-0 flex-1 basis-56 bg-base-100">
        <Icon name="search" class="ink-quiet size-5" />
        <span class="sr-only">Name, SKU or barcode</span>
        <input
          type="search"
          name="q"
          value={query}
          maxLength={80}
          placeholder="Name, SKU or barcode"
          autocomplete="off"
          enterkeyhint="search"
        />
      </label>
      <button class="btn btn-neutral" type="submit">Search</button>
    </form>
  );
}

function Found(
  { node, query, lines, hasMore }: Pick<StockSearchProps, "node" | "query" | "lines" | "hasMore">,
) {
  if (lines.length === 0) {
    return (
      <EmptyState icon="package-x" title={`No item matches “${query}”`}>
        Look for another word of its name.
      </EmptyState>
    );
  }
  return (
    <section aria-label="Items found">
      <ul class="card-plain rows overflow-clip">
        {lines.map(({ sku, name, onHand, available, isStocked }) => (
          <li key={sku}>
            <a class="row" href={stockPath(node.id, sku)}>
              <span class="min-w-0 flex-1">
                <span class="block leading-snug font-medium wrap-anywhere">{name}</span>
                <span class="ink-quiet block text-sm wrap-anywhere">{sku}</span>
              </span>
              {isStocked
                ? (
                  <span class="text-end whitespace-nowrap">
                    <span class="block font-semibold">{available.toLocaleString("en-US")} available</span>
                    <span class="ink-quiet block text-sm">{onHand.toLocaleString("en-US")} on hand</span>
                  </span>
                )
                : <span class="ink-quiet text-sm whitespace-nowrap">not stocked</span>}
              <Icon name="chevron-right" class="ink-quiet size-5" />
            </a>
          </li>
        ))}
      </ul>
      {hasMore && <p class="ink-quiet mt-3 px-1">There are more. Add a word.</p>}
    </section>
  );
}

function Waiting(
  { drifts, isOneNode, now }: { drifts: StockSearchProps["drifts"]; isOneNode: boolean; now: Date },
) {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting" class="text-xl">Does not add up</h2>
      <p class="ink-quiet mt-1">Found by the proof that runs all day. A person must look.</p>
      <ul class="card-plain rows mt-3 overflow-clip">
        {drifts.map(({ id, nodeId, nodeName, sku, itemName, explanation, foundAt }) => (
          <li key={id}>
            <a class="row" href={stockPath(nodeId, sku)}>
              <Icon name="triangle-alert" class="ink-warn size-5" />
              <span class="min-w-0 flex-1">
                <span class="block leading-snug font-medium wrap-anywhere">{itemName ?? sku}</span>
                <span class="block text-sm text-pretty wrap-anywhere">{explanation}</span>
                <span class="ink-quiet block text-sm">
                  {!isOneNode && `${nodeName} · `}found {age(foundAt, now)} ago
                </span>
              </span>
              <Icon name="chevron-right" class="ink-quiet size-5" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
