import { useEffect, useRef, useState } from "preact/hooks";
import type { Desk } from "../../device/desk.ts";
import { comeLater } from "../../device/later.ts";
import { EmptyState } from "../EmptyState.tsx";

/** Stands for an order's screen until its code is there: what the server wrote of it stays as it is. */
export function ComingOrder({ desk }: { desk: Desk }) {
  const { t } = desk;
  const isWritten = useRef(!desk.isAwake.peek()).current;
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => void comeLater().catch(() => setFailed(true)), []);
  if (hasFailed) {
    return (
      <EmptyState icon="package-x" title={t.order.notLoaded}>
        <p>{t.order.notLoadedDetail}</p>
        {/* Also where the server has a newer version by now: then its page comes with other code. */}
        <button type="button" class="btn btn-primary act mt-4" onClick={() => location.reload()}>
          {t.order.tryAgain}
        </button>
      </EmptyState>
    );
  }
  // Preact leaves alone what it hydrates with markup of its own.
  return isWritten
    ? <div class="contents" dangerouslySetInnerHTML={{ __html: "" }} />
    : <span class="loading loading-spinner m-auto" aria-hidden="true" />;
}
