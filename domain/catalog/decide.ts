import {
  dateOf,
  type Elements,
  expandUpcE,
  FNC1,
  hasRightCheckDigit,
  readBrackets,
  readDigitalLink,
  readElementString,
} from "../../lib/gs1.ts";

export { expandUpcE, hasRightCheckDigit, withCheckDigit } from "../../lib/gs1.ts";

/** A trade item's number as GTIN-14, with what its label said besides. */
export interface GtinScan {
  kind: "gtin";
  gtin: string;
  /** Eight digits may be a GTIN-8 and a UPC-E at once: the other number they can stand for. */
  also?: string;
  lot?: string;
  serial?: string;
  /** The last day it is good, as 2026-12-31. */
  expiry?: string;
  /** How many units the label says are in the pack or case. */
  count?: number;
}

/** What a scanner, a camera or a hand typed, told apart by its form alone. */
export type Scan =
  | GtinScan
  | { kind: "location" | "bin" | "tote"; label: string }
  | { kind: "carton"; sscc: string }
  | { kind: "pass"; pass: string }
  | { kind: "code"; code: string }
  | { kind: "text"; text: string };

/** Scanners can be set to put in front what kind of barcode it was (ISO/IEC 15424): "]C1", "]d2", "]E0" … */
const SYMBOLOGY = /^\]([A-Za-z][0-9A-Za-z])/;
/** Of these, the kinds whose text is GS1 element strings: GS1-128, DataMatrix, QR, DataBar, DotCode. */
const GS1_SYMBOLOGIES = ["C1", "d2", "Q3", "e0", "J1"];

/**
 * Reads a scan. Eight, twelve, thirteen or fourteen digits with a right check digit are a GTIN (as GTIN-14, so that a
 * UPC-A read as EAN-13 is the same item), and so is the GTIN within a GS1 element string or Digital Link; LOC:, BIN: and
 * TOTE: begin the store's own labels; three dotted base64url parts are a pickup pass; six digits a pickup code.
 */
export function readScan(raw: string, thisYear: number = new Date().getFullYear()): Scan {
  const symbology = raw.trim().match(SYMBOLOGY)?.[1];
  const text = raw.trim().replace(SYMBOLOGY, "");
  const isGs1 = symbology !== undefined && GS1_SYMBOLOGIES.includes(symbology);
  if (/^\d{6}$/.test(text) && !isGs1) return { kind: "code", code: text };
  if (/^[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}$/.test(text)) return { kind: "pass", pass: text };
  return (isGs1 ? undefined : ofDigits(text) ?? readLabel(text)) ??
    ofElements(elementsOf(text), thisYear) ?? { kind: "text", text };
}

function ofDigits(text: string): GtinScan | undefined {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return undefined;
  const read = [hasRightCheckDigit(text) ? text : undefined, expandUpcE(text)]
    .flatMap((digits) => digits ? [digits.padStart(14, "0")] : []);
  const [gtin, also] = read;
  return gtin ? { kind: "gtin", gtin, ...(also && { also }) } : undefined;
}

const labelKinds = { LOC: "location", BIN: "bin", TOTE: "tote" } as const;

/** A label of the store's own: LOC:B-07 a shelf, BIN:P-12 a pickup bin, TOTE:12 a tote. */
function readLabel(text: string): Scan | undefined {
  const [, kind, label] = text.toUpperCase().match(/^(LOC|BIN|TOTE):([A-Z0-9][\w ./-]{0,31})$/) ?? [];
  return label ? { kind: labelKinds[kind as keyof typeof labelKinds], label } : undefined;
}

/** A label's text, as it is printed; what `readScan` reads again. */
export function labelText(kind: "location" | "bin" | "tote", label: string): string {
  const prefix = Object.entries(labelKinds).find(([, each]) => each === kind)![0];
  return `${prefix}:${label.toUpperCase()}`;
}

function elementsOf(text: string): Elements | undefined {
  if (/^https?:/i.test(text)) return readDigitalLink(text);
  if (text.startsWith("(")) return readBrackets(text);
  // Without a mark that it is one, an element string must at least begin as those of goods do.
  return text.includes(FNC1) || /^0[0-2]\d{14}/.test(text) ? readElementString(text) : undefined;
}

function ofElements(elements: Elements | undefined, thisYear: number): Scan | undefined {
  const gtin = elements?.get("01") ?? elements?.get("02");
  const sscc = elements?.get("00");
  if (!gtin) return sscc ? { kind: "carton", sscc } : undefined;
  const [lot, serial, count] = ["10", "21", "30"].map((ai) => elements!.get(ai));
  const inCase = count ?? elements!.get("37");
  const expiry = dateOf(elements!.get("17") ?? "", thisYear);
  return {
    ...{ kind: "gtin", gtin },
    ...(lot && { lot }),
    ...(serial && { serial }),
    ...(expiry && { expiry }),
    ...(inCase && { count: Number(inCase) }),
  };
}

/** Whether a scan names this item: one of its GTINs, or its SKU whatever the case. */
export function names(scan: Scan, item: { sku: string; gtins: string[] }): boolean {
  if (scan.kind === "gtin") {
    const { gtin, also = gtin } = scan;
    return item.gtins.includes(gtin) || item.gtins.includes(also) || sameSku(gtin, item.sku);
  }
  if (scan.kind === "text") return sameSku(scan.text, item.sku);
  if (scan.kind === "code") return sameSku(scan.code, item.sku);
  return false;
}

/** What to keep of a scan: of a long label the GTIN, else what was read. */
export function nameScanned(raw: string): string {
  const scan = readScan(raw);
  return scan.kind === "gtin" && !/^\d+$/.test(raw.trim()) ? scan.gtin : raw.trim();
}

function sameSku(a: string, b: string): boolean {
  return a.replace(/^0+/, "").toUpperCase() === b.replace(/^0+/, "").toUpperCase();
}
