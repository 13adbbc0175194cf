// Labels in ZPL II, the language of thermal printers: a page of fields, each at a place counted in printer dots.

/** Dots in a millimetre of a 203 dpi print head, the usual one. */
export const DOTS_PER_MM = 8;

/** Something on the label. */
export type Field =
  | { kind: "text"; x: number; y: number; height: number; text: string }
  | { kind: "line"; x: number; y: number; width: number }
  | { kind: "code128"; x: number; y: number; height: number; module: number; text: string }
  | { kind: "sscc"; x: number; y: number; height: number; module: number; sscc: string };

/** One label of that many dots, as a printer reads it: UTF-8, one copy. */
export function zpl(size: { width: number; height: number }, fields: Field[]): string {
  const page = [`^PW${size.width}`, `^LL${size.height}`, "^LH0,0", "^CI28", ...fields.map(field)];
  return `^XA\n${page.join("\n")}\n^PQ1\n^XZ\n`;
}

function field(each: Field): string {
  const at = `^FO${each.x},${each.y}`;
  switch (each.kind) {
    case "text":
      return `${at}^A0N,${each.height},${each.height}^FH_^FD${escaped(each.text)}^FS`;
    case "line":
      return `${at}^GB${each.width},3,3^FS`;
    case "code128":
      return `^BY${each.module}${at}^BCN,${each.height},N,N,N,A^FH_^FD${escaped(each.text)}^FS`;
    case "sscc":
      // Subset C, FNC1 first: what makes a Code 128 a GS1-128; then application identifier 00.
      return `^BY${each.module}${at}^BCN,${each.height},N,N,N^FD>;>800${each.sscc}^FS`;
  }
}

/** A caret or tilde in an address would begin a command, so they and the escape itself go as hexadecimal. */
function escaped(text: string): string {
  return text.replace(
    /[\^~_\\]/g,
    (sign) => `_${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
