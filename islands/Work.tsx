import { useEffect, useMemo } from "preact/hooks";
import { createDesk, type WorkProps } from "../device/desk.ts";
import { createPhone, type Phone } from "../device/phone.ts";
import { startDesk } from "../device/start.ts";
import { watchPhone } from "../device/watch.ts";
import { LockScreen } from "../components/work/LockScreen.tsx";
import { WorkScreen } from "../components/work/WorkScreen.tsx";

/** The associate's phone: the list, the order, the handover. One island, so that going between them needs no network. */
export function Work(props: WorkProps) {
  const phone = useMemo(() => createPhone(props), []);
  useEffect(() => watchPhone(phone), []);
  return (
    <>
      <Shift key={phone.person.value?.personId ?? ""} work={props} phone={phone} />
      {props.device && <LockScreen phone={phone} device={props.device} />}
    </>
  );
}

/** One person's time with the phone: a desk of their own, which begins with what the one before last saw of the list. */
function Shift({ work, phone }: { work: WorkProps; phone: Phone }) {
  const desk = useMemo(() => createDesk(work, phone, renderedAt()), []);
  useEffect(() => startDesk(desk), []);
  return <WorkScreen desk={desk} />;
}

/** The first rendering in the browser must say what the server's said, so it takes the server's time from the page. */
function renderedAt(): number {
  const written = typeof document === "object" && document.getElementById("work")?.dataset.now;
  return Number(written) || Date.now();
}
