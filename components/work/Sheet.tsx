import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useDialog } from "../../device/dialog.ts";
import { Icon } from "../Icon.tsx";

interface SheetProps {
  id: string;
  title: string;
  detail?: string;
  /** What the button that puts it away is called. */
  close: string;
  isOpen: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A sheet over the screen, in the thumb's reach on a phone; it can always be put away. Until it is opened it is empty. */
export function Sheet({ id, title, detail, close, isOpen, onClose, children }: SheetProps) {
  const dialog = useDialog(isOpen);
  const wasOpened = useRef(false);
  if (isOpen) wasOpened.current = true;
  return (
    <dialog
      ref={dialog}
      class="modal modal-bottom sm:modal-middle"
      aria-labelledby={`${id}-title`}
      onClose={onClose}
    >
      <div class="modal-box flex flex-col gap-4 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <div class="flex items-start gap-2">
          <div class="min-w-0 flex-1">
            <h2 id={`${id}-title`} class="text-xl">{title}</h2>
            {detail && <p class="mt-1">{detail}</p>}
          </div>
          <form method="dialog">
            <button type="submit" class="btn btn-ghost -mt-2 -mr-2 px-3" aria-label={close}>
              <Icon name="x" />
            </button>
          </form>
        </div>
        {wasOpened.current && children}
      </div>
      <form method="dialog" class="modal-backdrop">
        <button type="submit" tabIndex={-1} aria-hidden="true">{close}</button>
      </form>
    </dialog>
  );
}
