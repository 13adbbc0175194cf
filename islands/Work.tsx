import { useEffect, useMemo } from "preact/hooks";
import { createDesk, type WorkProps } from "../device/desk.ts";
import { startDesk } from "../device/start.ts";
import { WorkScreen } from "../components/work/WorkScreen.tsx";

/** The associate's phone: the list, the order, the handover. One island, so that going between them needs no network. */
export function Work(props: WorkProps) {
  const desk = useMemo(() => createDesk(props, renderedAt()), []);
  useEffect(() => startDesk(desk), []);
  return <WorkScreen desk={desk} />;
}

/** The first rendering in the browser must say what the server's said, so it takes the server's time from the page. */
function renderedAt(): number {
  const written = typeof document === "object" && document.getElementById("work")?.dataset.now;
  return Number(written) || Date.now();
}
