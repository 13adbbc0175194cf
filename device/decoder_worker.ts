// The reader of barcodes, in a thread of its own so that no tap waits for it. Built into static/scanner.js, and nothing
// of it is loaded before a camera is opened.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import type { Read } from "./eye.ts";

/** What a store scans; each kind more costs time and can be misread. */
const formats = [
  ...["ean_13", "ean_8", "upc_a", "upc_e", "itf", "code_128", "databar", "databar_expanded"] as const,
  ...["qr_code", "data_matrix"] as const,
];

/** The part of a worker's world that is used here. */
interface Thread {
  location: Location;
  postMessage(answer: Answer): void;
  onmessage: (event: MessageEvent<ImageBitmap>) => void;
}

export type Answer = { kind: "ready" } | { kind: "failed"; why: string } | { kind: "reads"; reads: Read[] };

const thread = self as unknown as Thread;

// Beside this very script, with the same build in its address; never from elsewhere.
const wasm = new URL(`scanner.wasm${thread.location.search}`, thread.location.href).href;
prepareZXingModule({ overrides: { locateFile: () => wasm } });

// Never the browser's own detector, where there is one: on Linux it fails, on Android it drops the marks between GS1
// elements. So every phone reads alike, and as it was tested.
const detector = new BarcodeDetector({ formats });

thread.onmessage = async ({ data: picture }) => {
  thread.postMessage({ kind: "reads", reads: await readsOf(picture).catch(() => []) });
};

// Only a picture that was looked at says that the reader works.
detector.detect(new ImageData(8, 8)).then(
  () => thread.postMessage({ kind: "ready" }),
  (error) => thread.postMessage({ kind: "failed", why: String(error) }),
);

async function readsOf(picture: ImageBitmap): Promise<Read[]> {
  const { width, height } = picture;
  try {
    const found = await detector.detect(picture);
    return found.filter(({ rawValue }) => rawValue !== "").map(({ rawValue, boundingBox: box }) => ({
      text: rawValue,
      offCentre: Math.hypot((box.x + box.width / 2) / width - 0.5, (box.y + box.height / 2) / height - 0.5),
    }));
  } finally {
    picture.close();
  }
}
