import type { OrderSourcing, WhatIf } from "../../domain/orders/types.ts";
import { Badge } from "../Badge.tsx";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { age } from "../when.ts";
import { Considered } from "./Considered.tsx";
import { CostTable } from "./CostTable.tsx";
import { SourcingMap } from "./SourcingMap.tsx";
import { WhatIfForm } from "./WhatIfForm.tsx";
import { type Asked, orderPath } from "./paths.ts";
import { ago, occasions, type Told, whyWords } from "./words.ts";

export interface SourcingViewProps {
  order: OrderSourcing;
  /** Which decision is shown whole, what is looked for in it, and what is tried out. */
  asked: Asked;
  whatIf: { answer: WhatIf } | { problem: string } | null;
  now: Date;
}

/** Who ships an order and why, decision by decision; and what another place would have cost. */
export function SourcingView({ order, asked, whatIf, now }: SourcingViewProps) {
  const shown = order.decisions[asked.decision - 1];
  const nameOf = (nodeId: string) => order.nodes[nodeId]?.name ?? nodeId;
  const told = { nameOf, currency: order.currency, ruleNames: shown?.ruleNames ?? [] };
  return (
    <div class="flex flex-col gap-8 px-4 py-5">
      <Title order={order} now={now} />
      <Decisions order={order} asked={asked} nameOf={nameOf} now={now} />
      {shown && (
        <>
          <CostTable decision={shown.decision} told={told} />
          <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-2">
            <SourcingMap order={order} decision={shown.decision} />
            <Considered order={order} decision={shown.decision} asked={asked} />
          </div>
        </>
      )}
      <WhatIfForm order={order} asked={asked} whatIf={whatIf} told={told} />
    </div>
  );
}

const states: Record<OrderSourcing["state"], string> = {
  confirmed: "Not begun",
  in_fulfillment: "Being worked on",
  completed: "Complete",
  cancelled: "Cancelled",
};

function Title({ order, now }: { order: OrderSourcing; now: Date }) {
  const { to, waits } = order;
  return (
    <div>
      <a class="btn btn-ghost -ms-3 px-3" href="/orders">
        <Icon name="arrow-left" /> Orders
      </a>
      <h1 class="mt-1 text-2xl">Order {order.number}</h1>
      <p class="ink-quiet mt-1 flex flex-wrap gap-x-4">
        <span>{states[order.state]}</span>
        <span>placed {ago(order.placedAt, now)}</span>
        <span>{order.service === "standard" ? "Standard" : "Expedited"} delivery</span>
        <span>to {to.city}, {to.state} {to.postalCode}</span>
      </p>
      <ul class="mt-3">
        {order.lines.map(({ lineNo, name, quantity, cancelled }) => (
          <li key={lineNo} class="wrap-anywhere">
            {quantity} × {name}
            {cancelled > 0 && <span class="ink-quiet">, {cancelled} cancelled</span>}
          </li>
        ))}
      </ul>
      {waits.map(({ lineNo, queue, quantity, enteredAt }) => (
        <div key={lineNo} class="mt-3">
          <Notice
            tone="warn"
            icon="clock"
            title={`${quantity} of line ${lineNo} ${quantity === 1 ? "waits" : "wait"} for somebody to have ${
              quantity === 1 ? "it" : "them"
            }`}
          >
            For {age(enteredAt, now)} in{" "}
            <a class="link" href={`/queues?queue=${encodeURIComponent(queue)}`}>{queue}</a>
          </Notice>
        </div>
      ))}
    </div>
  );
}

function Decisions({ order, asked, nameOf, now }: {
  order: OrderSourcing;
  asked: Asked;
  nameOf: Told["nameOf"];
  now: Date;
}) {
  if (order.decisions.length === 0) {
    return <p class="card-plain px-4 py-6">Nothing was decided about this order.</p>;
  }
  return (
    <section aria-labelledby="why">
      <h2 id="why" class="text-xl">Why here</h2>
      <ol class="card-plain rows mt-3 overflow-clip">
        {order.decisions.map(({ decision, occasion, at, by, ruleNames }, i) => {
          const isShown = i + 1 === asked.decision;
          return (
            <li key={i} class="px-4 py-4" aria-current={isShown ? "true" : undefined}>
              <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge icon={decision.packages.length > 0 ? "package-check" : "package-x"}>
                  {occasions[occasion]}
                </Badge>
                <time class="ink-quiet text-sm" dateTime={at.toISOString()}>{ago(at, now)}</time>
                {by && <span class="ink-quiet text-sm">by {by}</span>}
              </p>
              <p class="mt-2 max-w-[70ch] text-lg leading-snug wrap-anywhere">
                {whyWords(decision, { nameOf, currency: order.currency, ruleNames })}
              </p>
              <p class="ink-quiet mt-1 text-sm wrap-anywhere">
                {decision.rulesVersion === 0
                  ? "By the house’s own rules"
                  : `By the rules, version ${decision.rulesVersion}`}
                {`: ${ruleNames.join(", then ")}`}
                {decision.exact ? "" : "; too large to look at every plan"}
              </p>
              {order.decisions.length > 1 && (isShown
                ? <p class="mt-2 text-sm font-semibold">Shown below</p>
                : (
                  <a class="btn mt-3" href={orderPath(order.number, { decision: i + 1 })}>
                    Show its costs and map
                  </a>
                ))}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
