// The strict shapes every boundary is built from. A plain zod string or number lets through what Postgres then refuses
// with a fault (NUL bytes, lone surrogates, numbers past int4), so nothing in Aisle uses those bare.
import { z } from "zod";

// deno-lint-ignore no-control-regex -- control characters are exactly what is kept out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** One line of well-formed text, `min` to `max` UTF-16 units, no control characters. */
export function text(max: number, min = 1) {
  return z.string().min(min).max(max).refine((value) => value.isWellFormed() && !CONTROL.test(value), {
    error: "must be well-formed text without control characters",
  });
}

/** A whole number from `min` to `max`, both included; never past int4 unless asked for. */
export function wholeNumber(min: number, max: number) {
  return z.int().min(min).max(max);
}

export const Uuid = z.uuid();

/** An instant with its offset, as RFC 3339 writes it, of this century: a year 0000 is nobody's. */
export const Instant = z.iso.datetime({ offset: true }).refine(
  (value) => /^20\d\d-/.test(new Date(value).toJSON() ?? ""),
  {
    error: "must be an instant of this century",
  },
);
