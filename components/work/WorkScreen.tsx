import { useEffect, useRef } from "preact/hooks";
import { EmptyState } from "../EmptyState.tsx";
import { Answer } from "./Answer.tsx";
import { CameraSheet } from "./CameraSheet.tsx";
import type { Desk } from "../../device/desk.ts";
import { OrderScreen } from "./OrderScreen.tsx";
import { Ring } from "./Ring.tsx";
import { Refusals } from "./Refusals.tsx";
import { Several } from "./Several.tsx";
import { SyncLine } from "./SyncLine.tsx";
import type { Words } from "../../words/mod.ts";
import { ThisPhone } from "./ThisPhone.tsx";
import { WorkList } from "./WorkList.tsx";

/** Both screens of the work. A phone shows one at a time; where there is room they stand side by side. */
export function WorkScreen({ desk }: { desk: Desk }) {
  useArrival(desk);
  const id = desk.selectedId.value;
  const several = desk.choices.several.value;
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
      <CameraSheet desk={desk} />
      <Refusals desk={desk} />
      <ThisPhone desk={desk} />
      <div class="grid flex-1 lg:grid-cols-[23rem_minmax(0,1fr)]">
        <div class={`${id === null ? "flex" : "hidden lg:flex"} min-w-0 flex-col lg:border-r lg:border-line`}>
          {several ? <Several desk={desk} chosen={several} /> : <WorkList desk={desk} />}
        </div>
        <div class={`${id === null ? "hidden lg:flex" : "flex"} min-w-0 flex-col`}>
          {id === null ? <NothingChosen t={desk.t} /> : <OrderScreen desk={desk} />}
        </div>
      </div>
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
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return keepFocus();
    const left = before.current;
    before.current = id;
    const target = id === null ? `row-${left}` : "order-title";
    document.getElementById(target)?.focus({ preventScroll: true });
    scrollTo(0, id === null ? desk.listScroll : 0);
  }, [id, task]);
}

/** The next task of the same order: the button that had the focus may have gone with the last one. */
function keepFocus() {
  if (document.activeElement === document.body) {
    document.getElementById("order-title")?.focus({ preventScroll: true });
  }
}
