import type { TargetedEvent, TargetedPointerEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Evidence as Kept } from "../../device/counter.ts";
import { settle } from "../../device/counter_acts.ts";
import type { Desk } from "../../device/desk.ts";
import { HEIGHT, pathOf, photoOf, signatureOf, type Stroke, WIDTH } from "../../device/evidence.ts";
import { say } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";

/** A signature or a photo beside the handover, when the store wants one and the shopper agrees. */
export function Evidence({ desk }: { desk: Desk }) {
  const { t } = desk;
  const { evidence } = desk.draft.value;
  const put = (kept: Kept) =>
    settle(desk, { evidence: [...desk.draft.value.evidence.filter(({ kind }) => kind !== kept.kind), kept] });
  const onPhoto = async (event: TargetedEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    const data = file && await photoOf(file);
    if (data) put({ kind: "photo", data });
    else if (file) say(desk, "wrong", t.counter.noPhoto);
  };
  return (
    <details>
      <summary class="flex min-h-12 cursor-pointer list-none items-center gap-2 px-1">
        <Icon name="pencil" />
        <span class="link">{t.counter.evidence}</span>
        {evidence.length > 0 && (
          <span class="ink-good font-semibold">{t.counter.keptWith(evidence.length)}</span>
        )}
      </summary>
      <div class="flex flex-col gap-3 pt-1">
        <Pad desk={desk} onSigned={(strokes) => put({ kind: "signature", data: signatureOf(strokes) })} />
        <label class="btn">
          <Icon name="camera" />
          {t.counter.photo}
          <input class="sr-only" type="file" accept="image/*" capture="environment" onChange={onPhoto} />
        </label>
      </div>
    </details>
  );
}

/** Strokes of a finger or a pen. */
function Pad({ desk, onSigned }: { desk: Desk; onSigned: (strokes: Stroke[]) => void }) {
  const { t } = desk;
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  // A finger is faster than the screen: what it has drawn is known before it is shown.
  const drawn = useRef<Stroke[]>([]);
  const isDrawing = useRef(false);
  const draw = (to: Stroke[]) => setStrokes(drawn.current = to);
  const at = (event: TargetedPointerEvent<SVGSVGElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * WIDTH, (event.clientY - box.top) / box.height * HEIGHT];
  };
  const onDown = (event: TargetedPointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    isDrawing.current = true;
    draw([...drawn.current, [at(event)]]);
  };
  const onMove = (event: TargetedPointerEvent<SVGSVGElement>) => {
    if (!isDrawing.current) return;
    draw([...drawn.current.slice(0, -1), [...drawn.current.at(-1)!, at(event)]]);
  };
  const onUp = () => {
    if (!isDrawing.current) return;
    isDrawing.current = false;
    onSigned(drawn.current);
  };
  return (
    <div class="relative">
      <svg
        class="w-full touch-none rounded-box border border-line bg-white text-black"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t.counter.signHere}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
      >
        {strokes.map((stroke, i) => (
          <path
            key={i}
            d={pathOf(stroke)}
            fill="none"
            stroke="currentColor"
            stroke-width="3"
            stroke-linecap="round"
          />
        ))}
      </svg>
      <button
        type="button"
        class="btn btn-sm absolute right-2 bottom-2 min-h-12"
        onClick={() => {
          draw([]);
          settle(desk, { evidence: desk.draft.value.evidence.filter(({ kind }) => kind !== "signature") });
        }}
      >
        {t.counter.signAgain}
      </button>
    </div>
  );
}
