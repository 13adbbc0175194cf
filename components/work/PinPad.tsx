import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Phone } from "../../device/phone.ts";
import type { Member } from "../../device/phone_store.ts";
import { type Answer, unlock } from "../../device/unlock.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { useFocus } from "./LockDialog.tsx";
import type { Words } from "../../words/en/work.ts";

const LONGEST = 6;
const SHORTEST = 4;

/** A PIN by thumb or by keyboard: six digits go by themselves, fewer with OK. It is never shown. */
export function PinPad({ phone, who }: { phone: Phone; who: Member }) {
  const { pin, isChecking, answer, press, erase, enter } = usePin(phone, who);
  const t = phone.t.lock;
  useFocus("lock-title");
  useKeys({ press, erase, enter });
  return (
    <>
      <button
        type="button"
        class="btn btn-ghost -ml-3 self-start px-3"
        onClick={() => phone.chosen.value = null}
      >
        <Icon name="arrow-left" />
        {t.somebodyElse}
      </button>
      <h1 id="lock-title" tabIndex={-1} class="mt-2 text-2xl outline-none wrap-anywhere">{who.name}</h1>
      <p class="ink-quiet mt-1">{phone.node.name}</p>
      <div class="mt-auto flex flex-col gap-5 pt-4">
        <div class="min-h-16">{answer && <Refused answer={answer} t={t} />}</div>
        <Dots count={pin.length} isChecking={isChecking} name={who.name} t={t} />
        <div class="grid grid-cols-3 gap-3">
          {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => <Key key={digit} digit={digit} onPress={press} />)}
          <button
            type="button"
            class="btn h-16 text-xl"
            aria-label={t.erase}
            onClick={erase}
          >
            <Icon name="delete" class="size-6" />
          </button>
          <Key digit={0} onPress={press} />
          <button
            type="button"
            class="btn btn-primary h-16 text-xl"
            disabled={pin.length < SHORTEST || isChecking}
            onClick={enter}
          >
            {t.open}
          </button>
        </div>
      </div>
    </>
  );
}

function Key({ digit, onPress }: { digit: number; onPress: (digit: string) => void }) {
  return (
    <button
      type="button"
      class="btn h-16 border-line bg-base-100 text-2xl font-semibold"
      onClick={() => onPress(String(digit))}
    >
      {digit}
    </button>
  );
}

interface DotsProps {
  count: number;
  isChecking: boolean;
  name: string;
  t: Words["lock"];
}

function Dots({ count, isChecking, name, t }: DotsProps) {
  return (
    <div>
      <div class="flex h-8 items-center justify-center gap-4" aria-hidden="true">
        {Array.from({ length: LONGEST }, (_, i) => (
          <span
            key={i}
            class={`size-4 rounded-full border-2 border-base-content ${i < count ? "bg-base-content" : ""}`}
          />
        ))}
      </div>
      <p class="ink-quiet text-center text-sm" role="status">
        {isChecking ? t.checking : count > 0 ? t.entered(count) : t.pinOf(name)}
      </p>
    </div>
  );
}

function Refused({ answer, t }: { answer: Answer; t: Words["lock"] }) {
  switch (answer.kind) {
    case "wrong":
      return (
        <Notice tone="bad" title={t.wrong} alert>
          {answer.triesLeft !== undefined && <p>{t.triesLeft(answer.triesLeft)}</p>}
        </Notice>
      );
    case "wait":
      return <Notice tone="bad" title={t.wait(answer.seconds)} alert />;
    case "unknown":
      return (
        <Notice tone="warn" title={t.unknown} alert>
          <p>{t.unknownDetail}</p>
        </Notice>
      );
    default:
      return null;
  }
}

function usePin(phone: Phone, who: Member) {
  const [pin, setPin] = useState("");
  const [isChecking, setChecking] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  // What is typed while the last one is still being looked at, or between two renderings, must not be lost.
  const typed = useRef("");
  const busy = useRef(false);

  function show(text: string) {
    typed.current = text;
    setPin(text);
  }

  function press(digit: string) {
    if (busy.current || typed.current.length === LONGEST) return;
    setAnswer(null);
    show(typed.current + digit);
    if (typed.current.length === LONGEST) enter();
  }

  function erase() {
    if (!busy.current) show(typed.current.slice(0, -1));
  }

  async function enter() {
    if (busy.current || typed.current.length < SHORTEST) return;
    busy.current = true;
    setChecking(true);
    const said = await unlock(phone, who, typed.current);
    busy.current = false;
    if (said.kind === "open") return;
    show("");
    setChecking(false);
    setAnswer(said);
  }

  return { pin, isChecking, answer, press, erase, enter };
}

function useKeys(
  { press, erase, enter }: { press: (digit: string) => void; erase: () => void; enter: () => void },
) {
  // Before the pad is painted: whoever sees it may type at once.
  useLayoutEffect(() => {
    const onKey = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      if (ctrlKey || metaKey || altKey) return;
      if (/^\d$/.test(key)) press(key);
      if (key === "Backspace") erase();
      if (key === "Enter" && !(target instanceof HTMLButtonElement)) enter();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}
