/** What a scanner, a camera or a hand typed, told apart by its form alone. */
export type Scan =
  | { kind: "gtin"; gtin: string }
  | { kind: "pass"; pass: string }
  | { kind: "code"; code: string }
  | { kind: "text"; text: string };

/**
 * Reads a scan. Eight, twelve, thirteen or fourteen digits with a right check digit are a GTIN (as GTIN-14, so that a
 * UPC-A read as EAN-13 is the same item); three dotted base64url parts are a pickup pass; six digits a pickup code.
 */
export function readScan(raw: string): Scan {
  const text = raw.trim();
  if (/^(\d{8}|\d{12,14})$/.test(text) && hasRightCheckDigit(text)) {
    return { kind: "gtin", gtin: text.padStart(14, "0") };
  }
  if (/^[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}$/.test(text)) return { kind: "pass", pass: text };
  if (/^\d{6}$/.test(text)) return { kind: "code", code: text };
  return { kind: "text", text };
}

/** GS1 General Specifications 7.9: weights 3 and 1 from the right, the sum with the check digit divisible by ten. */
export function hasRightCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** The given digits followed by their GS1 check digit. */
export function withCheckDigit(digits: string): string {
  for (let check = 0; check < 10; check++) {
    if (hasRightCheckDigit(digits + check)) return digits + check;
  }
  throw new Error(`not digits: ${digits}`);
}

/** Whether a scan names this item: one of its GTINs, or its SKU whatever the case. */
export function names(scan: Scan, item: { sku: string; gtins: string[] }): boolean {
  if (scan.kind === "gtin") return item.gtins.includes(scan.gtin) || sameSku(scan.gtin, item.sku);
  if (scan.kind === "text") return sameSku(scan.text, item.sku);
  if (scan.kind === "code") return sameSku(scan.code, item.sku);
  return false;
}

function sameSku(a: string, b: string): boolean {
  return a.replace(/^0+/, "").toUpperCase() === b.replace(/^0+/, "").toUpperCase();
}
