import { useEffect, useState } from "preact/hooks";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import type { Desk } from "../../device/desk.ts";
import { undo, undoableIn } from "../../device/undo.ts";
import { Icon } from "../Icon.tsx";

interface UndoProps {
  desk: Desk;
  /** What the last act may have been done to. */
  fulfillments: Fulfillment[];
}

/** For a minute, the way back from what was just done. Quiet, for it is rarely wanted, and in the thumb's reach. */
export function Undo({ desk, fulfillments }: UndoProps) {
  const [now, setNow] = useState<number | null>(null);
  const undoable = now === null
    ? undefined
    : undoableIn(fulfillments, desk.person.personId, new Date(Math.max(now, Date.now())));
  const until = undoable?.until;
  useEffect(() => {
    setNow(Date.now());
    if (until === undefined) return;
    const timer = setTimeout(() => setNow(Date.now()), until - Date.now() + 50);
    return () => clearTimeout(timer);
  }, [until]);
  if (!undoable) return null;
  const { fulfillment, mark } = undoable;
  const what = fulfillment.lines.find(({ lineNo }) => lineNo === mark.lineNo)?.name ??
    fulfillment.orderNumber;
  return (
    <button
      type="button"
      class="btn btn-ghost -my-1 min-w-0 justify-start px-2"
      onClick={() => undo(desk, undoable)}
    >
      <Icon name="undo-2" />
      {desk.t.undo.undo}
      {fulfillment.batch && <span class="font-bold">{fulfillment.batch.tote}</span>}
      <span class="ink-quiet min-w-0 truncate font-normal">{what}</span>
    </button>
  );
}
