// Paper as PDF: text in the standard fonts, lines and barcodes, measured in points from the upper left corner.
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "@cantoo/pdf-lib";
import { render, type RenderOptions } from "bwip-js/generic";

const INK = rgb(0, 0, 0);

export interface Paper {
  width: number;
  height: number;
}

export const LETTER: Paper = { width: 612, height: 792 };
/** Four by six inches: what label printers are fed. */
export const LABEL: Paper = { width: 288, height: 432 };

export interface Pen {
  text(x: number, y: number, text: string, style?: { size?: number; bold?: boolean; width?: number }): void;
  line(x: number, y: number, width: number): void;
  barcode(at: { x: number; y: number; width: number; height: number }, code: Barcode): void;
  /** Goes on at the top of a new sheet. */
  nextPage(): void;
}

export type Barcode = { kind: "code128" | "gs1-128"; text: string };

/** Draws a document; the pen starts on the first sheet. */
export async function pdf(paper: Paper, title: string, draw: (pen: Pen) => void): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(printable(title));
  const fonts = {
    plain: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  draw(penOn(document, paper, fonts));
  return await document.save();
}

function penOn(document: PDFDocument, paper: Paper, fonts: { plain: PDFFont; bold: PDFFont }): Pen {
  const sheet = () => document.addPage([paper.width, paper.height]);
  let page: PDFPage = sheet();
  return {
    text(x, y, text, { size = 10, bold = false, width } = {}) {
      const font = bold ? fonts.bold : fonts.plain;
      const shown = cut(printable(text), (part) => font.widthOfTextAtSize(part, size), width);
      page.drawText(shown, { x, y: paper.height - y - size, size, font, color: INK });
    },
    line(x, y, width) {
      page.drawRectangle({ x, y: paper.height - y, width, height: 1, color: INK });
    },
    barcode({ x, y, width, height }, code) {
      const { bars, modules } = barsOf(code);
      const scale = width / modules;
      for (const bar of bars) {
        const [left, wide] = [x + bar.at * scale, bar.width * scale];
        page.drawRectangle({ x: left, y: paper.height - y - height, width: wide, height, color: INK });
      }
    },
    nextPage() {
      page = sheet();
    },
  };
}

/** As much of a text as there is room for. */
function cut(text: string, widthOf: (text: string) => number, room = Infinity): string {
  if (widthOf(text) <= room) return text;
  const signs = [...text];
  while (signs.length > 0 && widthOf(`${signs.join("")}...`) > room) signs.pop();
  return `${signs.join("")}...`;
}

/** The standard fonts know Western letters; others lose their accents, and what is left unknown is a question mark. */
function printable(text: string): string {
  return [...text.normalize("NFC")].map((sign) => {
    if (WESTERN.test(sign)) return sign;
    const plain = sign.normalize("NFKD").replace(/\p{M}/gu, "");
    return plain !== "" && [...plain].every((each) => WESTERN.test(each)) ? plain : LETTERS[sign] ?? "?";
  }).join("");
}

const WESTERN = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u;
// Letters with a stroke are no letter with an accent.
const LETTERS: Record<string, string> = { "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i" };

/** The bars of a barcode, in modules from the left. */
function barsOf({ kind, text }: Barcode) {
  const bars: { at: number; width: number }[] = [];
  let modules = 0;
  const options: RenderOptions = { bcid: kind, text, scale: 1, height: 10 };
  render(options, {
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width) => void (modules = width),
    // A bar is drawn as a line along its middle, which lies on a whole module.
    line: (x, _y0, _x1, _y1, width) => void bars.push({ at: x - Math.ceil(width / 2), width }),
    polygon() {},
    hexagon() {},
    ellipse() {},
    fill() {},
    text() {},
    end() {},
  });
  return { bars, modules };
}
