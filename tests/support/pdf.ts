// Reads a PDF as its reader would see it: the words on it, and the ink of its barcodes.
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: Deno.readFileSync(wasm).buffer as ArrayBuffer } });

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ReadPdf {
  title: string;
  texts: string[];
  pages: number;
  rectangles: Rectangle[];
}

/** The texts of a document in the order they were drawn, and every filled rectangle. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = Buffer.from(bytes).toString("latin1");
  if (!raw.startsWith("%PDF-")) throw new Error(`Not a PDF: ${raw.slice(0, 20)}`);
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body]) =>
    inflated(body!)
  );
  const drawn = streams.filter((stream) => /\bTj\b|\bcm\b/.test(stream)).join("\n");
  const objects = `${raw}\n${streams.join("\n")}`;
  return {
    title: utf16(objects.match(/\/Title <([0-9A-Fa-f]+)>/)?.[1] ?? ""),
    texts: [...drawn.matchAll(/<([0-9A-Fa-f]*)> Tj/g)].map(([, hex]) => windows1252(hex!)),
    pages: [...objects.matchAll(/\/Type \/Page\b(?!s)/g)].length,
    rectangles: rectanglesOf(drawn),
  };
}

/** What a scanner reads off the page. */
export async function scanPdf({ rectangles }: ReadPdf): Promise<string[]> {
  // A bar's height is many times its width; a rule's is not.
  const bars = rectangles.filter(({ width, height }) => height > 20 && width < height);
  const left = Math.min(...bars.map(({ x }) => x)),
    right = Math.max(...bars.map(({ x, width }) => x + width));
  const scale = 8, quiet = 120, height = 200;
  const width = Math.round((right - left) * scale) + 2 * quiet;
  const image = new ImageData(width, height);
  image.data.fill(255);
  for (const bar of bars) {
    const from = Math.round((bar.x - left) * scale) + quiet;
    const to = Math.round((bar.x + bar.width - left) * scale) + quiet;
    for (let y = 20; y < height - 20; y++) {
      for (let x = from; x < to; x++) image.data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return (await readBarcodes(image, { formats: ["Code128"] })).map(({ text }) => text);
}

function inflated(body: string): string {
  try {
    return inflateSync(Buffer.from(body, "latin1")).toString("latin1");
  } catch {
    return body;
  }
}

/** A rectangle as pdf-lib draws one: moved to its upper corner, turned over, then once around. */
function rectanglesOf(drawn: string): Rectangle[] {
  const number = String.raw`(-?[\d.]+(?:e-?\d+)?)`;
  const moved = String.raw`q\s1 0 0 1 ${number} ${number} cm\s`;
  const around = String.raw`(?:[-\d. ]+cm\s)*0 0 0 rg\s\[\] 0 d\s0 0 m\s${number} 0 l\s${number} ${number} l`;
  return [...drawn.matchAll(new RegExp(moved + around, "g"))].map((found) => {
    const [, x, top, , width, height] = found.map(Number);
    return { x: x!, y: top! - height!, width: width!, height: height! };
  });
}

function windows1252(hex: string): string {
  return new TextDecoder("windows-1252").decode(Uint8Array.fromHex(hex));
}

function utf16(hex: string): string {
  return new TextDecoder("utf-16be").decode(Uint8Array.fromHex(hex)).replace(/^\ufeff/, "");
}
