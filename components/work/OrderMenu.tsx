import { useState } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import { picks } from "../../domain/fulfillment/pick_decide.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { declineOrder, findAgain, type RejectReason } from "../../device/ending_acts.ts";
import { giveBack } from "../../device/pick_acts.ts";
import { isFree, isOver, missingOf } from "../../device/sections.ts";
import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";
import { Sheet } from "./Sheet.tsx";
import { Reasons } from "./ShortSheet.tsx";

const reasons: RejectReason[] = ["declined", "not_found", "damaged", "mismatched"];

/** What is rarely done with an order, or with all of a walk: give it back, give it up, find again what was missing. */
export function OrderMenu({ desk, orders }: { desk: Desk; orders: Fulfillment[] }) {
  const [declining, setDeclining] = useState<Fulfillment | null>(null);
  const { t, person: { personId } } = desk;
  const { isMenuOpen } = desk.choices;
  const isWalk = orders.length > 1;
  const mine = orders.filter((each) => picks(each, personId));
  const declinable = orders.length === 1
    ? orders.filter((each) => isFree(each) || picks(each, personId))
    : [];
  // Of what is over that is all there is, and its screen has it.
  const missing = orders.filter((order) => !isOver(order))
    .flatMap((order) => missingOf(order).map((line) => ({ order, line })));
  if (mine.length + declinable.length + missing.length === 0) return null;
  const close = () => {
    isMenuOpen.value = false;
    setDeclining(null);
  };
  return (
    <>
      <button
        type="button"
        class="btn btn-ghost -mr-3 px-3"
        aria-label={t.menu.open}
        aria-haspopup="dialog"
        onClick={() => isMenuOpen.value = true}
      >
        <Icon name="ellipsis" />
      </button>
      <Sheet
        id="menu"
        title={declining ? t.menu.decline : isWalk ? t.menu.walk : t.menu.order}
        detail={declining ? t.menu.declineDetail : undefined}
        close={t.shorts.close}
        isOpen={isMenuOpen.value}
        onClose={close}
      >
        {declining ? <Decline desk={desk} order={declining} /> : (
          <div class="card-plain rows overflow-hidden">
            {missing.map(({ order, line }) => (
              <Act
                key={`${order.id} ${line.lineNo}`}
                icon="package-check"
                onClick={() => findAgain(desk, order, line)}
              >
                {t.menu.findAgain(line.name)}
              </Act>
            ))}
            {mine.length > 0 && (
              <Act icon="undo-2" onClick={() => giveBack(desk, mine)}>
                {isWalk ? t.menu.giveBackWalk : t.menu.giveBack}
              </Act>
            )}
            {declinable.map((order) => (
              <Act key={order.id} icon="ban" onClick={() => setDeclining(order)}>{t.menu.decline}</Act>
            ))}
          </div>
        )}
      </Sheet>
    </>
  );
}

function Act(props: { icon: IconName; onClick: () => void; children: preact.ComponentChildren }) {
  return (
    <button type="button" class="row font-medium" onClick={props.onClick}>
      <Icon name={props.icon} class="size-6" />
      <span class="min-w-0 flex-1">{props.children}</span>
    </button>
  );
}

function Decline({ desk, order }: { desk: Desk; order: Fulfillment }) {
  const { t } = desk;
  const onSubmit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    declineOrder(desk, order, new FormData(event.currentTarget).get("reason") as RejectReason);
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={onSubmit}>
      <Reasons
        legend={t.shorts.why}
        reasons={reasons.map((each) => [each, each === "declined" ? t.menu.busy : t.shorts.reasons[each]])}
      />
      <button class="btn btn-primary act text-lg" type="submit">{t.menu.declineNow}</button>
    </form>
  );
}
