import { useEffect, useMemo } from "preact/hooks";
import { createDesk, type WorkProps } from "../../device/desk.ts";
import { comeLater } from "../../device/later.ts";
import { createPhone, type Phone } from "../../device/phone.ts";
import { startDesk } from "../../device/start.ts";
import { watchPhone } from "../../device/watch.ts";
import type { Words } from "../../words/en/work.ts";
import { LockScreen } from "./LockScreen.tsx";
import { WorkScreen } from "./WorkScreen.tsx";

/** The associate's phone: the list, the order, the handover. One island, so that going between them needs no network. */
export function Work({ words, ...props }: WorkProps & { words: Words }) {
  const phone = useMemo(() => createPhone(props, words), []);
  useEffect(() => watchPhone(phone), []);
  return (
    <>
      <Shift key={phone.person.value?.personId ?? ""} work={props} phone={phone} />
      {props.device && <LockScreen phone={phone} device={props.device} />}
    </>
  );
}

/** On the server a page waits for what comes after the list, so that it is written whole. */
export const wholeWork = comeLater;

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
