// Boxes and price lists as a form has them, and what is wrong with one, as a manager reads it.
import type { WhyWrong, WrongLine } from "../../domain/shipping/tariff_decide.ts";
import type { Box, ServiceTariff, Step } from "../../domain/shipping/types.ts";

export type Fields = Record<string, string>;

export function boxFields({ id, name, sidesMm: [length, width, height], tareGrams, maxGrams }: Box): Fields {
  return { id, name, ...asText({ length, width, height, tareGrams, maxGrams }) };
}

export function tariffFields(tariff: ServiceTariff): Fields {
  const { carrier, service, carrierName, serviceName, fuelSurcharge, cubicMmPerGram, days, steps } = tariff;
  return {
    ...{ carrier, service, carrierName, serviceName, cubicMmPerGram: `${cubicMmPerGram}` },
    ...{ fuel: asPercent(fuelSurcharge), days: days.join(", "), table: tableText(steps) },
  };
}

/** What a form says of a box; numbers that are none are left for the schema to refuse. */
export function wantedBox(typed: Fields) {
  const { id, name } = typed;
  const [length, width, height, tareGrams, maxGrams] = ["length", "width", "height", "tareGrams", "maxGrams"]
    .map((key) => wholeOf(typed[key]));
  return { id, name, sidesMm: [length, width, height], tareGrams, maxGrams };
}

export function wantedTariff(typed: Fields) {
  const { carrier, service, carrierName, serviceName, table } = typed;
  return {
    ...{ carrier, service, carrierName, serviceName, currency: "USD", table },
    fuelSurcharge: asRate(typed.fuel ?? ""),
    cubicMmPerGram: wholeOf(typed.cubicMmPerGram),
    days: (typed.days ?? "").split(/[\s,;]+/).filter(Boolean).map(wholeOf),
  };
}

/** "8.5" percent is a rate of 0.0850; what is no percentage of up to 100 is no rate either. */
export function asRate(percent: string): string | undefined {
  const [, whole, part = ""] = percent.trim().match(/^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/) ?? [];
  if (whole === undefined) return undefined;
  const hundredths = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return hundredths > 10_000 ? undefined : (hundredths / 10_000).toFixed(4);
}

export function asPercent(rate: string): string {
  return String(Math.round(Number(rate) * 10_000) / 100);
}

/** A price list as text: grams, then what each zone costs, as a spreadsheet takes it. */
function tableText(steps: Step[]): string {
  const dollars = (cents: number) => (cents / 100).toFixed(2);
  return steps.map(({ upToGrams, pricesMinor }) => [upToGrams, ...pricesMinor.map(dollars)].join("\t")).join(
    "\n",
  );
}

function wholeOf(text: string | undefined): number | undefined {
  return /^\d{1,9}$/.test(text?.trim() ?? "") ? Number(text) : undefined;
}

function asText(numbers: Record<string, number>): Fields {
  return Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, `${value}`]));
}

const asked: Record<string, string> = {
  id: "A box’s code is small letters, digits and hyphens, such as tube-2.",
  name: "A box needs a name of up to 40 characters.",
  sidesMm: "Each side is a whole number of millimetres, from 1 to 3,000.",
  tareGrams: "The box itself weighs 0 to 20,000 grams.",
  maxGrams: "A box takes 1 to 100,000 grams.",
  carrier: "A carrier’s code is small letters, digits and hyphens, such as ground.",
  service: "A service’s code is small letters, digits and hyphens, such as two-day.",
  carrierName: "A carrier needs a name of up to 60 characters.",
  serviceName: "A service needs a name of up to 60 characters.",
  fuelSurcharge: "The fuel surcharge is a percentage from 0 to 100, such as 8.5.",
  cubicMmPerGram: "The divisor is a whole number from 1,000 to 20,000; most carriers have 5,000.",
  days: "Days on the road are nine whole numbers from 0 to 60, one a zone.",
  table: "A price list is text of up to 60,000 characters.",
};

/** What a form has wrong, each thing once. */
export function issueWords(issues: { path: string[] }[]): string[] {
  const said = issues.map(({ path }) => asked[path[0] ?? ""] ?? "Something about this is not right.");
  return said.length > 0 ? [...new Set(said)] : ["Something about this is not right."];
}

const whys: Record<WhyWrong, string> = {
  empty: "the price list is empty",
  too_long: "a price list has at most 200 lines",
  not_ten: "a weight and nine prices are needed",
  not_grams: "the weight is a whole number of grams, from 1 to 100,000",
  not_a_price: "a price is dollars and cents, such as 12.50, up to 9,999.99",
  weight_falls: "the weight must be more than on the line before",
  price_falls: "a heavier parcel costs less than the one before, in some zone",
};

export function lineWords({ line, why }: WrongLine): string {
  return `Line ${line}: ${whys[why]}.`;
}
