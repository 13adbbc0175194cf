import { useEffect, useRef } from "preact/hooks";
import { EmptyState } from "../EmptyState.tsx";
import { Answer } from "./Answer.tsx";
import { IS_BROWSER } from "fresh/runtime";
import type { Desk } from "../../device/desk.ts";
import { later } from "../../device/later.ts";
import { ComingOrder } from "./ComingOrder.tsx";
import { Ring } from "./Ring.tsx";
import { Refusals } from "./Refusals.tsx";
import { SyncLine } from "./SyncLine.tsx";
import type { Words } from "../../words/en/work.ts";
import { WorkList } from "./WorkList.tsx";

/** Both screens of the work. A phone shows one at a time; where there is room they stand side by side. */
export function WorkScreen({ desk }: { desk: Desk }) {
  useArrival(desk);
  const id = desk.selectedId.value;
  const several = desk.choices.several.value;
  // The server has it already, but its page must be what the browser renders at first.
  const rest = IS_BROWSER ? later.value : null;
  return (
    <div id="work" data-now={desk.now.peek()} aria-busy={!desk.isAwake.value} class="flex flex-1 flex-col">
      <SyncLine desk={desk} />
      <Answer
        said={desk.said.value}
        dismiss={desk.t.answers.dismiss}
        onDismiss={() =>
          desk.said.value = null}
      />
      <Ring desk={desk} />
      {rest && <rest.CameraSheet desk={desk} />}
      <Refusals desk={desk} />
      {rest && <rest.ThisPhone desk={desk} />}
      <div class="grid flex-1 lg:grid-cols-[23rem_minmax(0,1fr)]">
        <div class={`${id === null ? "flex" : "hidden lg:flex"} min-w-0 flex-col lg:border-r lg:border-line`}>
          {several && rest ? <rest.Several desk={desk} chosen={several} /> : <WorkList desk={desk} />}
        </div>
        <div class={`${id === null ? "hidden lg:flex" : "flex"} min-w-0 flex-col`}>
          {id === null ? <NothingChosen t={desk.t} /> : <Order desk={desk} />}
        </div>
      </div>
    </div>
  );
}

function Order({ desk }: { desk: Desk }) {
  const rest = later.value;
  if (!rest) return <ComingOrder desk={desk} />;
  return (
    <div class="contents">
      <rest.OrderScreen desk={desk} />
    </div>
  );
}

function NothingChosen({ t }: { t: Words }) {
  return (
    <EmptyState icon="scan-barcode" title={t.list.scan}>
      {t.list.scanDetail}
    </EmptyState>
  );
}

/** Going to another screen moves the focus there, and coming back finds the list where it was left. */
function useArrival(desk: Desk) {
  const id = desk.selectedId.value;
  const task = desk.done.value?.kind ?? desk.selected.value?.found?.state;
  const rest = later.value;
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return keepFocus();
    const left = before.current;
    before.current = id;
    const target = id === null ? `row-${left}` : "order-title";
    document.getElementById(target)?.focus({ preventScroll: true });
    scrollTo(0, id === null ? desk.listScroll : 0);
  }, [id, task, rest]);
}

/** The next task of the same order: the button that had the focus may have gone with the last one. */
function keepFocus() {
  if (document.activeElement === document.body) {
    document.getElementById("order-title")?.focus({ preventScroll: true });
  }
}
