import type { OrderSourcing } from "../../domain/orders/types.ts";
import type { Considered as One, Decision } from "../../domain/routing/types.ts";
import { money } from "../money.ts";
import { type Asked, orderPath } from "./paths.ts";
import { reasons, reasonWord } from "./words.ts";

export interface ConsideredProps {
  order: OrderSourcing;
  decision: Decision;
  asked: Asked;
}

/** Of each reason, at first and when it is asked for. */
const FEW = 5;
const MANY = 100;

/** Every place that was considered, by why it was chosen or not: the chosen ones first. */
export function Considered({ order, decision, asked }: ConsideredProps) {
  const { considered } = decision;
  const sought = asked.q?.toLowerCase() ?? "";
  const found = considered.filter((each) =>
    (!asked.why || each.reason === asked.why) && textOf(order, each).includes(sought)
  );
  const byReason = Map.groupBy(found, ({ reason }) => reason);
  const isNarrow = sought !== "" || asked.why !== undefined;
  return (
    <section aria-labelledby="considered">
      <h2 id="considered" class="text-xl">Who was considered</h2>
      <form method="get" action={`${orderPath(order.number)}#considered`} class="mt-3 flex gap-2">
        <input type="hidden" name="decision" value={asked.decision} />
        <label class="sr-only" for="place">Place, city or id</label>
        <input
          id="place"
          class="input min-w-0 flex-1 bg-base-100"
          type="search"
          name="q"
          maxLength={80}
          value={asked.q ?? ""}
          placeholder="Place, city or id"
        />
        <button class="btn" type="submit">Find</button>
      </form>
      {isNarrow && (
        <p class="mt-2">
          <a class="link" href={`${orderPath(order.number, { decision: asked.decision })}#considered`}>
            Show all {considered.length.toLocaleString("en-US")}
          </a>
        </p>
      )}
      {found.length === 0 && (
        <p class="card-plain ink-quiet mt-3 px-4 py-6">
          {considered.length === 0
            ? "Nobody had any of it."
            : "No place of that name had any of it, or was near enough."}
        </p>
      )}
      {reasons.flatMap(({ reason }) => {
        const all = byReason.get(reason);
        if (!all) return [];
        return [
          <Reason
            key={reason}
            order={order}
            all={all}
            asked={asked}
            limit={isNarrow || reason === "chosen" ? MANY : FEW}
          />,
        ];
      })}
      <p class="ink-quiet mt-3 text-sm">
        Places that had none of the items are not listed, nor those so far away that shipping alone would have
        cost more.
      </p>
    </section>
  );
}

function textOf({ nodes }: OrderSourcing, { nodeId }: One): string {
  const node = nodes[nodeId];
  return `${nodeId} ${node?.name ?? ""} ${node?.city ?? ""}, ${node?.state ?? ""}`.toLowerCase();
}

function Reason({ order, all, asked, limit }: {
  order: OrderSourcing;
  all: One[];
  asked: Asked;
  limit: number;
}) {
  const { reason } = all[0]!;
  const sorted = all.toSorted((a, b) => (a.byMinor ?? 0) - (b.byMinor ?? 0) || a.miles - b.miles);
  const more = all.length - limit;
  return (
    <div class="mt-5">
      <h3 class="text-base">
        {reasonWord(reason)} <span class="ink-quiet font-normal">{all.length.toLocaleString("en-US")}</span>
      </h3>
      <ul class="card-plain rows mt-2 overflow-clip">
        {sorted.slice(0, limit).map((each) => (
          <Place key={each.nodeId} order={order} one={each} asked={asked} />
        ))}
      </ul>
      {more > 0 && (limit === MANY
        ? <p class="ink-quiet mt-2 text-sm">And {more.toLocaleString("en-US")} more: look for one by name.</p>
        : (
          <p class="mt-2">
            <a
              class="link inline-flex min-h-6 items-center"
              href={`${orderPath(order.number, { decision: asked.decision, why: reason })}#considered`}
            >
              {more.toLocaleString("en-US")} more: {reasonWord(reason).toLowerCase()}
            </a>
          </p>
        ))}
    </div>
  );
}

function Place({ order, one: { nodeId, miles, byMinor }, asked }: {
  order: OrderSourcing;
  one: One;
  asked: Asked;
}) {
  const node = order.nodes[nodeId];
  const name = node?.name ?? nodeId;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <div class="min-w-0 flex-1 basis-40">
        <span class="block font-medium wrap-anywhere">{name}</span>
        <span class="ink-quiet block text-sm">
          {node && `${node.city}, ${node.state} · `}
          {miles} mi{byMinor ? ` · ${money(byMinor, order.currency)} more` : ""}
        </span>
      </div>
      <a
        class="link inline-flex min-h-11 items-center text-sm"
        href={`${orderPath(order.number, { decision: asked.decision, through: nodeId })}#what-if`}
        aria-label={`What if ${name} had it?`}
      >
        What if?
      </a>
    </li>
  );
}
