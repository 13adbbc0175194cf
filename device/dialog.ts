import { useEffect, useRef } from "preact/hooks";

let openDialogs = 0;

/** A dialog that is open while it should be; all behind it is out of reach, and stays where it was scrolled to. */
export function useDialog(isOpen: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isOpen) return dialog.current?.close();
    if (!dialog.current?.open) dialog.current?.showModal();
    holdPage(openDialogs + 1);
    return () => holdPage(openDialogs - 1);
  }, [isOpen]);
  return dialog;
}

function holdPage(dialogs: number) {
  openDialogs = dialogs;
  document.documentElement.toggleAttribute("data-dialog", openDialogs > 0);
}
