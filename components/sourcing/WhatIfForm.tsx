import type { OrderSourcing, WhatIf } from "../../domain/orders/types.ts";
import { Notice } from "../Notice.tsx";
import { Columns } from "./CostTable.tsx";
import { type Asked, orderPath } from "./paths.ts";
import { difference, listed, reasonWord, type Told } from "./words.ts";

export interface WhatIfFormProps {
  order: OrderSourcing;
  asked: Asked;
  whatIf: { answer: WhatIf } | { problem: string } | null;
  told: Told;
}

/** Tries another place out: what the order would cost with it, and nothing is changed. */
export function WhatIfForm({ order, asked, whatIf, told }: WhatIfFormProps) {
  return (
    <section aria-labelledby="what-if">
      <h2 id="what-if" class="text-xl">What if another place had it?</h2>
      <p class="ink-quiet mt-2 max-w-[70ch]">
        By the stock, the load and the rules of now, for what has not left yet. What the order itself holds is
        counted as free where it lies. Nothing is changed.
      </p>
      <form method="get" action={`${orderPath(order.number)}#what-if`} class="mt-3 flex max-w-xl gap-2">
        <input type="hidden" name="decision" value={asked.decision} />
        <label class="sr-only" for="through">Name or id of a store or depot</label>
        <input
          id="through"
          class="input min-w-0 flex-1 bg-base-100"
          name="through"
          maxLength={80}
          required
          value={asked.through ?? ""}
          placeholder="Name or id of a place"
        />
        <button class="btn btn-primary" type="submit">Try it</button>
      </form>
      {whatIf && (
        <div class="mt-4">
          {"problem" in whatIf
            ? <Notice tone="bad" title={whatIf.problem} />
            : <Answer answer={whatIf.answer} told={told} />}
        </div>
      )}
    </section>
  );
}

function Answer({ answer, told }: { answer: WhatIf; told: Told }) {
  const { nodeId, best, forced, reason, moreMinor } = answer;
  const name = told.nameOf(nodeId);
  if (!forced || moreMinor === null) {
    return (
      <Notice tone="warn" title={`${name} can send none of it`}>
        {reason ? `${reasonWord(reason)}.` : "It has none of what is still to be sent, or does not ship now."}
      </Notice>
    );
  }
  const who = listed(forced.packages.map((made) => told.nameOf(made.nodeId)));
  const left = unitsLeft(forced.left) - unitsLeft(best.left);
  return (
    <>
      <Notice
        tone={moreMinor > 0 ? "warn" : "good"}
        title={moreMinor === 0
          ? `${name} is in the best plan already`
          : `With ${name} it would cost ${difference(moreMinor, told.currency)}`}
      >
        {forced.packages.length > 1 && `${who} would send it together. `}
        {left > 0 && `${left} more would be left to nobody.`}
      </Notice>
      <Columns
        caption="The best plan of now beside the one with that place, part by part"
        columns={[
          { title: "Best now", packages: best.packages },
          { title: "With it", packages: forced.packages },
        ]}
        told={told}
      />
    </>
  );
}

function unitsLeft(left: WhatIf["best"]["left"]): number {
  return left.reduce((sum, { quantity }) => sum + quantity, 0);
}
