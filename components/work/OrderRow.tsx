import { useComputed } from "@preact/signals";
import type { TargetedMouseEvent } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Due } from "../Due.tsx";
import { Icon } from "../Icon.tsx";
import { type Desk, navigate } from "../../device/desk.ts";
import { picks } from "../../domain/fulfillment/pick_decide.ts";
import { isFree, isOver, pickersOf, unitsOf } from "../../device/sections.ts";
import { age, moment } from "../when.ts";
import { methodIcons } from "../../device/words.ts";

/** One order of the list; the whole row is the target. */
export function OrderRow({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { id, orderNumber, shopperLabel, method, dueBy } = fulfillment;
  return (
    <li>
      <OrderLink desk={desk} id={id} class="row flex-col items-stretch gap-1">
        <span class="flex flex-wrap items-baseline justify-between gap-x-3">
          <span class="min-w-[min(100%,10rem)] flex-1 wrap-anywhere">
            <span class="text-lg font-semibold">{orderNumber}</span>{" "}
            <span class="ink-quiet inline-block">{shopperLabel}</span>
          </span>
          <Due
            at={dueBy}
            now={desk.listNow.value}
            timeZone={desk.node.timeZone}
            times={desk.t.times}
            short
            class="text-sm"
          />
        </span>
        <span class="ink-quiet flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <span class="inline-flex items-center gap-1.5">
            <Icon name={methodIcons[method]} class="size-4" />
            {desk.t.methods[method]}
          </span>
          <span>{desk.t.units(unitsOf(fulfillment).asked)}</span>
          <Age desk={desk} fulfillment={fulfillment} />
          <Standing desk={desk} fulfillment={fulfillment} />
        </span>
      </OrderLink>
    </li>
  );
}

/** How long ago it came, and what the shopper was promised; of no interest once it is ready. */
function Age({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { placedAt, promisedBy, state } = fulfillment;
  if (state === "staged" || state === "to_put_back" || isOver(fulfillment)) return null;
  const { listNow: { value: now }, t, node: { timeZone } } = desk;
  return (
    <>
      <span>{t.list.old(age(placedAt, now, t.times))}</span>
      <span>{t.list.promised(moment(promisedBy, now, timeZone, t.times))}</span>
    </>
  );
}

/** Where it stands, when that is more than its section says. */
function Standing({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  const { state, batch, bin, ending } = fulfillment;
  const { picked, asked } = unitsOf(fulfillment);
  const tote = batch && state !== "staged"
    ? <span class="font-medium">{t.list.tote(batch.tote)}</span>
    : null;
  if (picks(fulfillment, desk.person.personId)) {
    return (
      <>
        <span class="font-semibold text-base-content">{t.list.mine(t.picking.done(picked, asked))}</span>
        {tote}
      </>
    );
  }
  if (isFree(fulfillment)) {
    return picked > 0 ? <span>{t.list.begun(t.picking.done(picked, asked))}</span> : null;
  }
  if (state === "picking") return <span class="font-medium">{t.list.takenBy(pickersOf(fulfillment))}</span>;
  if (state === "packed") return <span>{t.list.toShip}</span>;
  return (
    <>
      {state === "to_put_back" && ending && <span class="font-medium">{t.putBack.why[ending]}</span>}
      {bin ? <span class="font-semibold text-base-content">{t.list.bin(bin)}</span> : tote}
    </>
  );
}

interface OrderLinkProps {
  desk: Desk;
  id: string;
  class: string;
  children: preact.ComponentChildren;
}

/** A true link, so that it can be opened beside; a plain tap stays in the page. */
export function OrderLink({ desk, id, class: classes, children }: OrderLinkProps) {
  const onClick = (event: TargetedMouseEvent<HTMLAnchorElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigate(desk, id);
  };
  const isCurrent = useComputed(() => desk.selectedId.value === id);
  return (
    <a
      id={`row-${id}`}
      class={`${classes} lg:aria-[current=page]:shadow-[inset_5px_0_0_var(--color-primary)]`}
      href={`/work/${id}`}
      aria-current={isCurrent.value ? "page" : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
