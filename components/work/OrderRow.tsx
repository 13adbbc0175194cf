import type { TargetedMouseEvent } from "preact";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { Due } from "../Due.tsx";
import { Icon } from "../Icon.tsx";
import { type Desk, navigate } from "../../device/desk.ts";
import { unitsOf } from "../../device/sections.ts";
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
            now={desk.now.value}
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
          <Standing desk={desk} fulfillment={fulfillment} />
        </span>
      </OrderLink>
    </li>
  );
}

/** Where it stands, when that is more than its section says. */
function Standing({ desk, fulfillment }: { desk: Desk; fulfillment: Fulfillment }) {
  const { t } = desk;
  const { state, pickerId, pickerName, bin } = fulfillment;
  if (state === "picking" && pickerId === desk.person.personId) {
    const { picked, asked } = unitsOf(fulfillment);
    return <span class="font-semibold text-base-content">{t.list.mine(t.picking.done(picked, asked))}</span>;
  }
  if (state === "picking") return <span class="font-medium">{t.list.takenBy(pickerName ?? "")}</span>;
  if (state === "packed") return <span>{t.list.toShip}</span>;
  return bin ? <span class="font-semibold text-base-content">{t.list.bin(bin)}</span> : null;
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
  const isCurrent = desk.selectedId.value === id;
  return (
    <a
      id={`row-${id}`}
      class={`${classes} lg:aria-[current=page]:shadow-[inset_5px_0_0_var(--color-primary)]`}
      href={`/work/${id}`}
      aria-current={isCurrent ? "page" : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
