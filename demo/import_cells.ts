// The cells that several files have in common.
import { z } from "zod";
import { hasRightCheckDigit } from "../domain/catalog/decide.ts";
import type { Refusal } from "../lib/refusal.ts";
import { text } from "../lib/shapes.ts";
import { unusable } from "./import_intake.ts";

/** A decimal number as text, from `min` to `max`. */
export function decimal(min: number, max: number) {
  return z.string().regex(/^-?\d{1,9}(\.\d{1,15})?$/, { error: "is not a number" }).transform(Number)
    .pipe(z.number().min(min).max(max));
}

/** A ZIP, or the first five digits of a ZIP+4. */
export const Zip = z.string().regex(/^\d{5}(-\d{4})?$/, { error: "is not a ZIP" }).transform((zip) =>
  zip.slice(0, 5)
);

export const Zip3 = z.string().regex(/^\d{3}$/, { error: "is not the start of a ZIP" });

export const State = z.string().regex(/^[A-Z]{2}$/, { error: "is not a state" });

/** Any one-line text, also none at all. */
export const AnyText = text(200, 0);

/** A UPC or EAN as GTIN-14, or none when the cell is empty. */
export function gtinOf(column: string, cell: string): string[] | Refusal<"unusable_row"> {
  if (cell === "") return [];
  if (!/^(\d{8}|\d{12,14})$/.test(cell)) return unusable(`${column} ${cell} is not 8, 12, 13 or 14 digits`);
  if (!hasRightCheckDigit(cell)) return unusable(`${column} ${cell} has a wrong check digit`);
  return [cell.padStart(14, "0")];
}
