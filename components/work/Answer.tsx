import { useEffect, useState } from "preact/hooks";
import { Icon } from "../Icon.tsx";
import type { Said } from "../../device/desk.ts";

const FLASH_MS = { right: 450, wrong: 900, plain: 0 };

interface AnswerProps {
  said: Said | null;
  /** What the button that puts it away is called. */
  dismiss: string;
  onDismiss: () => void;
}

/** The answer to what was just done: a flash for the corner of the eye, words for reading and for a screen reader. */
export function Answer({ said, dismiss, onDismiss }: AnswerProps) {
  const isFlashing = useFlash(said);
  return (
    <>
      <p role="status" class="sr-only">
        {said && said.tone !== "wrong" && <span key={said.number}>{wordsOf(said)}</span>}
      </p>
      <div role="alert" class={said?.tone === "wrong" ? "sticky top-10 z-30" : "sr-only"}>
        {said?.tone === "wrong" && (
          <WrongBanner key={said.number} said={said} dismiss={dismiss} onDismiss={onDismiss} />
        )}
      </div>
      {said && isFlashing && <Flash said={said} />}
    </>
  );
}

function WrongBanner({ said, dismiss, onDismiss }: AnswerProps & { said: Said }) {
  return (
    <div class="flex items-start gap-3 bg-error py-3 pr-1 pl-4 text-error-content">
      <Icon name="circle-alert" class="mt-1 size-7" />
      <div class="min-w-0 flex-1">
        <p class="text-xl leading-7 font-bold">{said.title}</p>
        {said.detail && <p class="text-base">{said.detail}</p>}
      </div>
      <button
        type="button"
        class="grid size-12 cursor-pointer place-items-center rounded-field focus-visible:outline-current"
        aria-label={dismiss}
        onClick={onDismiss}
      >
        <Icon name="x" class="size-6" />
      </button>
    </div>
  );
}

/** With reduced motion a band at the top instead of the whole screen. */
function Flash({ said }: { said: Said }) {
  const isRight = said.tone === "right";
  return (
    <div
      class={`${isRight ? "flash-yes" : "flash-no"} motion-reduce:bottom-auto motion-reduce:p-6`}
      aria-hidden="true"
    >
      <Icon name={isRight ? "circle-check" : "circle-alert"} class="size-20" />
      <p class="text-4xl font-bold">{said.title}</p>
      {said.detail && <p class="line-clamp-2 text-xl">{said.detail}</p>}
    </div>
  );
}

function useFlash(said: Said | null) {
  const [over, setOver] = useState(0);
  const length = said ? FLASH_MS[said.tone] : 0;
  useEffect(() => {
    if (!said || length === 0) return;
    const timer = setTimeout(() => setOver(said.number), length);
    return () => clearTimeout(timer);
  }, [said]);
  return said !== null && length > 0 && over < said.number;
}

function wordsOf({ title, detail }: Said) {
  return detail ? `${title}, ${detail}` : title;
}
