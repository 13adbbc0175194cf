// GS1's ways of writing what a thing is, read into their parts: check digits, UPC-E, element strings, Digital Links.
// The tables are those of the General Specifications (release 25), as far as a reader needs them to find where one
// element ends; tests/gs1_vectors_test.ts holds them against GS1's own examples.

/** Values by application identifier (AI): "01" a GTIN, "10" a lot, "17" an expiry date … */
export type Elements = Map<string, string>;

/** What ends an element whose length is not fixed: the function character FNC1, as scanners send it. */
export const FNC1 = "\x1d";

/** General Specifications 7.9: weights 3 and 1 from the right, the sum with the check digit divisible by ten. */
export function hasRightCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** The given digits followed by their check digit. */
export function withCheckDigit(digits: string): string {
  for (let check = 0; check < 10; check++) {
    if (hasRightCheckDigit(digits + check)) return digits + check;
  }
  throw new Error(`not digits: ${digits}`);
}

/** A UPC-E's eight digits as the UPC-A they stand for; undefined when they are none. */
export function expandUpcE(eight: string): string | undefined {
  const [, system, d, last, check] = eight.match(/^([01])(\d{5})(\d)(\d)$/) ?? [];
  if (!d) return undefined;
  const twelve = system + squeezedOut(d, last!) + check;
  return hasRightCheckDigit(twelve) ? twelve : undefined;
}

/** The zeros UPC-E leaves out, and where, is told by the last of its six digits. */
function squeezedOut(d: string, last: string): string {
  if (last <= "2") return d.slice(0, 2) + last + "0000" + d.slice(2);
  if (last === "3") return d.slice(0, 3) + "00000" + d.slice(3);
  if (last === "4") return d.slice(0, 4) + "00000" + d.slice(4);
  return d + "0000" + last;
}

/** How many digits an AI has, by its first two. */
const aiDigits: Record<string, number> = {
  ...sameFor(2, "00 01 02 03 10 11 12 13 15 16 17 20 21 22 30 37 90 91 92 93 94 95 96 97 98 99"),
  ...sameFor(3, "23 24 25 40 41 42 71"),
  ...sameFor(4, "31 32 33 34 35 36 39 43 70 72 80 81 82"),
};

/** Elements that need no FNC1 after them: how long the value is, by the AI's first two digits. */
const fixedLengths: Record<string, number> = {
  ...{ "00": 18, "01": 14, "02": 14, "03": 14, "20": 2 },
  ...sameFor(6, "11 12 13 15 16 17 31 32 33 34 35 36"),
  "41": 13,
};

/** The longest values of the variable elements that are read here; any other may have ninety characters. */
const longest: Record<string, number> = {
  "10": 20,
  "21": 20,
  "22": 20,
  "30": 8,
  "37": 8,
  "235": 28,
  "243": 20,
  "253": 30,
};

/** Reads an element string, with or without FNC1 in front; undefined when it is none. */
export function readElementString(text: string): Elements | undefined {
  const elements: Elements = new Map();
  let rest = text.startsWith(FNC1) ? text.slice(1) : text;
  while (rest !== "") {
    const ai = rest.slice(0, aiDigits[rest.slice(0, 2)] ?? 0);
    const fixed = fixedLengths[ai.slice(0, 2)];
    const end = fixed ? ai.length + fixed : rest.indexOf(FNC1);
    const value = rest.slice(ai.length, end < 0 ? undefined : end);
    if (!add(elements, ai, value)) return undefined;
    rest = end < 0 ? "" : rest.slice(end).replace(FNC1, (mark, at) => at === 0 ? "" : mark);
  }
  return elements.size > 0 ? elements : undefined;
}

/** Reads elements as they are printed for people: "(01)09520123456788(10)ABC". A bracket of a value is written "\(". */
export function readBrackets(text: string): Elements | undefined {
  const elements: Elements = new Map();
  const parts = text.matchAll(/\((\d{2,4})\)((?:\\\(|[^(])*)/gy);
  let read = 0;
  for (const [all, ai, value] of parts) {
    read += all.length;
    if (!add(elements, ai!, value!.replaceAll("\\(", "("))) return undefined;
  }
  return read === text.length && elements.size > 0 ? elements : undefined;
}

const primaryKeys = words("00 01 253 255 401 402 414 415 417 8003 8004 8006 8010 8013 8017 8018");
const qualifiers = words("22 10 21 235 254 7040 8020 8011 8019");
/** Names the first edition of the standard had for some AIs in links. */
const formerNames: Record<string, string> = {
  ...{ gtin: "01", cpv: "22", lot: "10", ser: "21", sscc: "00", gln: "414" },
};

/** Reads a Digital Link of any domain: the key and its qualifiers in the path, more elements in the query. */
export function readDigitalLink(uri: string): Elements | undefined {
  const [, path = "", query = ""] =
    uri.match(/^(?:https?|HTTPS?):\/\/[\w.:[\]-]+\/([^?#]*)(?:\?([^#]*))?(?:#.*)?$/) ?? [];
  if (/[<>{}\\^`|"\s]/.test(uri)) return undefined;
  const inPath = pairsOfPath(path.split("/"));
  if (!inPath) return undefined;
  // In a query a plus is a space, which no value has.
  const inQuery = query.replaceAll("+", " ").split("&").map((each) => each.split("=", 2) as [string, string?])
    .filter(([name]) => /^\d+$/.test(name));
  const elements: Elements = new Map();
  const all = [...inPath, ...inQuery].every(([ai, value]) =>
    add(elements, ai, lengthened(ai, decoded(value)))
  );
  return all ? elements : undefined;
}

/** From the last key in the path on, which only its qualifiers may follow. */
function pairsOfPath(segments: string[]): [string, string][] | undefined {
  const names = segments.map((each) => formerNames[each] ?? each);
  for (let i = segments.length - 2; i >= 0; i -= 2) {
    if (!primaryKeys.has(names[i]!)) continue;
    const pairs: [string, string][] = [];
    for (let k = i; k < segments.length; k += 2) pairs.push([names[k]!, segments[k + 1]!]);
    return pairs.slice(1).every(([ai]) => qualifiers.has(ai)) ? pairs : undefined;
  }
}

/** A GTIN in a link may have been written without its leading zeros. */
function lengthened(ai: string, value: string): string {
  return ai === "01" && /^(\d{8}|\d{12,13})$/.test(value) ? value.padStart(14, "0") : value;
}

function decoded(value = ""): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}

/** The characters a value may have: GS1's set 82. */
const SET_82 = /^[!"%-?A-Z_a-z]+$/;

/** Takes an element whose AI exists and whose value may be its value; the same AI twice must say the same. */
function add(elements: Elements, ai: string, value: string): boolean {
  const fixed = fixedLengths[ai.slice(0, 2)];
  if (ai === "" || aiDigits[ai.slice(0, 2)] !== ai.length || !/^\d+$/.test(ai)) return false;
  if (fixed ? !new RegExp(`^\\d{${fixed}}$`).test(value) : !SET_82.test(value)) return false;
  if (value.length > (longest[ai] ?? 90) || (/^3[07]$/.test(ai) && !/^\d+$/.test(value))) return false;
  if (/^(0[0-3]|41\d)$/.test(ai) && !hasRightCheckDigit(value)) return false;
  if (elements.has(ai) && elements.get(ai) !== value) return false;
  elements.set(ai, value);
  return true;
}

/** The day of a six-digit date (General Specifications 7.12): its century is the nearest, and day 00 the month's last. */
export function dateOf(yymmdd: string, thisYear: number): string | undefined {
  const [, yy, mm, dd] = yymmdd.match(/^(\d\d)(\d\d)(\d\d)$/)?.map(Number) ?? [];
  if (yy === undefined || mm! < 1 || mm! > 12) return undefined;
  const century = thisYear - thisYear % 100;
  const ahead = yy - thisYear % 100;
  const year = century + yy + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  const lastDay = new Date(Date.UTC(year, mm!, 0)).getUTCDate();
  if (dd! > lastDay) return undefined;
  return [year, ...[mm!, dd! || lastDay].map((part) => String(part).padStart(2, "0"))].join("-");
}

function words(text: string): Set<string> {
  return new Set(text.split(" "));
}

function sameFor(value: number, prefixes: string): Record<string, number> {
  return Object.fromEntries(prefixes.split(" ").map((prefix) => [prefix, value]));
}
