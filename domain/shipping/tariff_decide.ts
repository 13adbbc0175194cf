// A carrier's price list as a manager pastes it from a spreadsheet: a line for each weight, and nine prices in it.
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Step } from "./types.ts";

export const ZONES = 9;
const MOST_STEPS = 200;
const MOST_GRAMS = 100_000;
const MOST_CENTS = 999_999;

/**
 * The list a text holds, or every line that is not right, by its number. Strict, for a slip of the thumb costs money on
 * every parcel: weights rise from line to line, and what is heavier costs no less in any zone.
 */
export function readTable(text: string) {
  const lines = text.split(/\r?\n/).map((line, i) => ({ no: i + 1, line: line.trim() }))
    .filter(({ line }) => line !== "");
  if (lines.length === 0) return wrong([{ line: 1, why: "empty" }]);
  if (lines.length > MOST_STEPS) return wrong([{ line: lines[MOST_STEPS]!.no, why: "too_long" }]);
  const read = lines.map(({ no, line }) => ({ no, step: readLine(line) }));
  const problems: WrongLine[] = read.flatMap(({ no, step }) =>
    isRefusal(step) ? [{ line: no, why: step.kind }] : []
  );
  if (problems.length > 0) return wrong(problems);
  const steps = read.map(({ no, step }) => ({ no, step: step as Step }));
  const falling = steps.flatMap(({ no, step }, i): WrongLine[] => {
    const before = steps[i - 1]?.step;
    if (!before) return [];
    if (step.upToGrams <= before.upToGrams) return [{ line: no, why: "weight_falls" }];
    const isCheaper = step.pricesMinor.some((price, zone) => price < before.pricesMinor[zone]!);
    return isCheaper ? [{ line: no, why: "price_falls" }] : [];
  });
  return falling.length > 0 ? wrong(falling) : steps.map(({ step }) => step);
}

export type WhyWrong =
  | "empty"
  | "too_long"
  | "not_ten"
  | "not_grams"
  | "not_a_price"
  | "weight_falls"
  | "price_falls";

/** A line that is not right, and why. */
export interface WrongLine {
  line: number;
  why: WhyWrong;
}

function readLine(line: string) {
  const [first = "", ...rest] = line.split(/\s*[\t;,]\s*|\s+/);
  if (rest.length !== ZONES) return refuse("not_ten");
  const upToGrams = /^\d{1,6}$/.test(first) ? Number(first) : 0;
  if (upToGrams < 1 || upToGrams > MOST_GRAMS) return refuse("not_grams");
  const pricesMinor = rest.map(asCents);
  if (pricesMinor.some((cents) => cents === undefined || cents > MOST_CENTS)) return refuse("not_a_price");
  return { upToGrams, pricesMinor: pricesMinor as number[] };
}

function asCents(text: string): number | undefined {
  const [, whole, part = ""] = text.match(/^\$?(\d{1,5})(?:\.(\d{1,2}))?$/) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

function wrong(lines: WrongLine[]) {
  return refuse("tariff_not_right", { lines: lines.slice(0, 20) });
}
