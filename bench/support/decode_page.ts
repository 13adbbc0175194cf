// Runs in the browser: shows the reader a photograph as a hand holds it.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import { openDecoder } from "../../device/decoder.ts";
import { createEye } from "../../device/eye.ts";

const FRAME_MS = 66;

/** How the hand moves from frame to frame; the first frame is the photograph as it is. */
const held = [
  { turn: 0, size: 1, x: 0, y: 0 },
  { turn: 0.004, size: 1, x: 1, y: 0 },
  { turn: -0.008, size: 0.98, x: 0, y: 2 },
  { turn: 0.012, size: 1.02, x: -2, y: 1 },
  { turn: 0, size: 0.96, x: 2, y: -1 },
  { turn: -0.016, size: 1.04, x: 0, y: 0 },
  { turn: 0.008, size: 1, x: -1, y: -2 },
  { turn: 0, size: 1.01, x: 0.5, y: 0.5 },
];

prepareZXingModule({ overrides: { locateFile: () => "/static/scanner.wasm" } });
const ponyfill = new BarcodeDetector();
const decoder = openDecoder("/static/scanner.js");

async function show(address: string) {
  const photograph = await createImageBitmap(await (await fetch(address)).blob());
  const found = (await ponyfill.detect(photograph)).map(({ rawValue }) => rawValue);
  const reader = await decoder;
  const eye = createEye();
  const times: number[] = [];
  let counted: string | undefined;
  for (const [i, hand] of held.entries()) {
    const picture = await seen(photograph, hand);
    const began = performance.now();
    const reads = await reader.read(picture);
    times.push(performance.now() - began);
    counted ??= eye.see(reads, i * FRAME_MS);
  }
  return { counted: counted ?? null, found, ms: times[0]! };
}

/** The photograph turned, moved and resized a little. */
async function seen(
  photograph: ImageBitmap,
  { turn, size, x, y }: typeof held[number],
): Promise<ImageBitmap> {
  const { width, height } = photograph;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.translate(width / 2 + x, height / 2 + y);
  context.rotate(turn);
  context.scale(size, size);
  context.drawImage(photograph, -width / 2, -height / 2);
  return await createImageBitmap(canvas);
}

Object.assign(globalThis, { show });
