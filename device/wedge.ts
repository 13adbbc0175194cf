// A scanner that types ("keyboard wedge") told from a person who types: by speed. It needs no focus anywhere.
const MEAN_GAP_MS = 100;
// A radio scanner may stop for breath, and half a barcode must never be taken for a whole one.
const LONGEST_GAP_MS = 1_000;
const SHORTEST_SCAN = 3;

/** Takes keys with their times; gives the scanned text when a burst ends with Enter. */
export function createWedge() {
  let text = "";
  let first = 0;
  let last = 0;

  function key(name: string, at: number): { scanned?: string; inBurst: boolean } {
    if (name === "Enter") return enter(at);
    // Shift and its like come between the characters of a scan and are not part of it.
    if (name.length !== 1) return { inBurst: false };
    if (!goesOn(at)) {
      text = "";
      first = at;
    }
    // No scan begins with a space, but with one a person presses a button.
    if (name === " " && text === "") return { inBurst: false };
    text += name;
    last = at;
    return { inBurst: isBurst(at) };
  }

  function enter(at: number) {
    const scanned = goesOn(at) && text.length >= SHORTEST_SCAN && isBurst(last) ? text : undefined;
    text = "";
    return { scanned, inBurst: scanned !== undefined };
  }

  function goesOn(at: number) {
    return text !== "" && at - last <= LONGEST_GAP_MS;
  }

  function isBurst(at: number) {
    return text.length > 1 && at - first <= MEAN_GAP_MS * (text.length - 1);
  }

  return { key };
}

/** Listens on the whole page. A field that has the focus gets its keys itself: it is the last resort. */
export function listenForScans(onScan: (text: string) => void): () => void {
  const wedge = createWedge();
  function onKey(event: KeyboardEvent) {
    const key = keyOf(event);
    if (key === undefined || isField(event.target)) return;
    const { scanned, inBurst } = wedge.key(key, event.timeStamp);
    // Otherwise the Enter of a scan would press whichever button was touched last.
    if (inBurst) event.preventDefault();
    if (scanned === undefined) return;
    event.stopPropagation();
    onScan(scanned);
  }
  addEventListener("keydown", onKey, { capture: true });
  return () => removeEventListener("keydown", onKey, { capture: true });
}

/** What a key adds to a scan: scanners type the FNC1 between GS1 elements as Ctrl+]; any other shortcut is a person's. */
export function keyOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (ctrlKey && (key === "]" || key === "\x1d")) return "\x1d";
  return ctrlKey || metaKey || altKey ? undefined : key;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.matches("textarea, select, input:not([type=radio], [type=checkbox])") ||
      target.isContentEditable);
}
