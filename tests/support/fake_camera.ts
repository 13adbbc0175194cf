// A camera for a browser of the tests, and a hand before it. Chromium plays a file as its camera and begins it again at
// its end; this file has one frame, and holding something else before the camera writes another over it.
import bwip from "bwip-js/generic";

const WIDTH = 1280;
const HEIGHT = 720;
const FRAME = new TextEncoder().encode("FRAME\n");
/** How large labels are in the picture; the viewfinder shows its middle 577 rows. */
const BARS_PX = { wide: 600, tall: 200 };
const MATRIX_PX = 400;
const [PAPER, INK] = [235, 16];

export interface Label {
  /** The symbology as bwip-js names it: "ean13", "upca", "code128", "qrcode", "gs1datamatrix". */
  bcid: string;
  text: string;
}

export async function fakeCamera() {
  const path = await Deno.makeTempFile({ prefix: "aisle-camera-", suffix: ".y4m" });
  const head = new TextEncoder().encode(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420jpeg\n`);
  const empty = new Uint8Array(WIDTH * HEIGHT).fill(PAPER);
  const grey = new Uint8Array(WIDTH * HEIGHT / 2).fill(128);
  await Deno.writeFile(path, new Uint8Array([...head, ...FRAME, ...empty, ...grey]));

  async function show(luma: Uint8Array) {
    using file = await Deno.open(path, { write: true });
    await file.seek(head.length + FRAME.length, Deno.SeekMode.Start);
    for (let written = 0; written < luma.length;) written += await file.write(luma.subarray(written));
  }

  return {
    arguments: ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`],
    /** Holds a label before the camera. */
    hold: (label: Label) => show(drawn(label)),
    /** Takes away what was there. */
    lower: () => show(empty),
    [Symbol.asyncDispose]: () => Deno.remove(path),
  };
}

/** A label in the middle of the picture, its modules whole pixels. */
function drawn({ bcid, text }: Label): Uint8Array {
  const [symbol] = bwip.raw({ bcid, text }) as unknown as Drawn[];
  const { columns, rows, isInk } = "sbs" in symbol! ? barsOf(symbol) : matrixOf(symbol!);
  const module = Math.floor((rows === 1 ? BARS_PX.wide : MATRIX_PX) / columns);
  const tall = rows === 1 ? BARS_PX.tall : module * rows;
  const [left, top] = [(WIDTH - module * columns) >> 1, (HEIGHT - tall) >> 1];
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(PAPER);
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < module * columns; x++) {
      const row = rows === 1 ? 0 : Math.floor(y / module);
      if (isInk(Math.floor(x / module), row)) luma[(top + y) * WIDTH + left + x] = INK;
    }
  }
  return luma;
}

/** What bwip-js gives: the widths of bars and spaces by turns, or the squares of a matrix. */
type Drawn = { sbs: number[] } | { pixs: number[]; pixx: number; pixy: number };

function barsOf({ sbs }: { sbs: number[] }) {
  const modules = sbs.flatMap((width, i) => Array<boolean>(width).fill(i % 2 === 0));
  return { columns: modules.length, rows: 1, isInk: (x: number) => modules[x]! };
}

function matrixOf({ pixs, pixx, pixy }: { pixs: number[]; pixx: number; pixy: number }) {
  return { columns: pixx, rows: pixy, isInk: (x: number, y: number) => pixs[y * pixx + x] === 1 };
}
