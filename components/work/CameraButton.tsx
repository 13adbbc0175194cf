import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";

/** Opens the camera, or closes it; it stays open from one order to the next. */
export function CameraButton({ desk }: { desk: Desk }) {
  const isOpen = desk.camera.value.kind !== "off";
  return (
    <button
      type="button"
      class="btn btn-outline size-14 shrink-0 bg-base-100 p-0 text-base-content aria-pressed:bg-base-content aria-pressed:text-base-100"
      aria-pressed={isOpen}
      aria-label={desk.t.camera.open}
      onClick={() => desk.camera.value = { kind: isOpen ? "off" : "asking" }}
    >
      <Icon name="camera" class="size-6" />
    </button>
  );
}
