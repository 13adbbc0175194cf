import { useEffect, useRef, useState } from "preact/hooks";
import { asset } from "fresh/runtime";
import { type Camera, type CameraState, type CameraTrouble, runCamera } from "../../device/camera.ts";
import type { Desk } from "../../device/desk.ts";
import { takeScan } from "../../device/scanning.ts";
import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";

/** What the camera sees, above whatever is to be scanned; its scans go the way of every other. */
export function CameraSheet({ desk }: { desk: Desk }) {
  const [attempt, setAttempt] = useState(0);
  const { kind } = desk.camera.value;
  if (kind === "off") return null;
  return (
    <section class="sticky top-10 z-20 bg-black text-white" aria-label={desk.t.camera.title}>
      {kind === "asking" || kind === "running"
        ? <Viewfinder key={attempt} desk={desk} />
        : <Trouble desk={desk} kind={kind} onRetry={() => setAttempt(attempt + 1)} />}
    </section>
  );
}

/** The picture, a line to hold the barcode to, and two buttons. */
function Viewfinder({ desk }: { desk: Desk }) {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera>(null);
  const state = desk.camera.value;
  useEffect(() => {
    const onState = (next: CameraState) => desk.camera.value = next;
    const onScan = (text: string) => void takeScan(desk, text);
    camera.current = runCamera(video.current!, { script: asset("/scanner.js"), onState, onScan });
    return camera.current.stop;
  }, []);
  return (
    <div class="relative mx-auto h-44 w-full max-w-xl overflow-hidden">
      <video ref={video} class="size-full object-cover" muted playsInline aria-hidden="true" />
      <Words desk={desk} state={state} />
      <div class="absolute inset-y-0 right-2 flex flex-col justify-between py-2">
        <OverButton
          label={desk.t.camera.close}
          icon="x"
          onPress={() => desk.camera.value = { kind: "off" }}
        />
        {state.kind === "running" && state.torch !== null && (
          <OverButton
            label={desk.t.camera.light}
            icon="flashlight"
            isPressed={state.torch}
            onPress={() => camera.current?.light(!state.torch).catch(() => {})}
          />
        )}
      </div>
    </div>
  );
}

function Words({ desk, state: { kind } }: { desk: Desk; state: CameraState }) {
  const { t } = desk;
  return (
    <div class="pointer-events-none absolute inset-x-6 top-0 bottom-0 grid place-content-center text-center">
      {kind === "running"
        ? (
          <p class="absolute inset-x-12 bottom-2 rounded-field bg-black/70 py-1 font-medium">
            {t.camera.aim}
          </p>
        )
        : (
          <p role="status">
            <span class="block text-lg font-semibold">{t.camera.asking}</span>
            {t.camera.askingDetail}
          </p>
        )}
    </div>
  );
}

function Trouble({ desk, kind, onRetry }: { desk: Desk; kind: CameraTrouble; onRetry: () => void }) {
  const { t } = desk;
  const retry = () => {
    desk.camera.value = { kind: "asking" };
    onRetry();
  };
  return (
    <div class="mx-auto flex max-w-xl items-start gap-2 py-3 pr-2 pl-4">
      <div class="min-w-0 flex-1" role="alert">
        <p class="text-lg font-semibold">{t.camera[kind]}</p>
        <p>{t.camera[`${kind}Detail`]}</p>
        <button type="button" class="mt-2 min-h-12 font-semibold underline" onClick={retry}>
          {t.camera.tryAgain}
        </button>
      </div>
      <OverButton label={t.camera.close} icon="x" onPress={() => desk.camera.value = { kind: "off" }} />
    </div>
  );
}

interface OverButtonProps {
  label: string;
  icon: IconName;
  isPressed?: boolean;
  onPress: () => void;
}

/** Over a picture of any colour: its own ground, and the same in both themes. */
function OverButton({ label, icon, isPressed, onPress }: OverButtonProps) {
  return (
    <button
      type="button"
      class={`grid size-12 cursor-pointer place-items-center rounded-full focus-visible:outline-white ${
        isPressed ? "bg-white text-black" : "bg-black/70 text-white"
      }`}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      <Icon name={icon} class="size-6" />
    </button>
  );
}
