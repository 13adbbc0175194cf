const brand: unique symbol = Symbol.for("refusal");

/** The business saying no: a plain value to return, never a fault to throw. */
export type Refusal<Kind extends string = string> = {
  readonly kind: Kind;
  readonly detail: Record<string, unknown>;
  readonly [brand]: true;
};

/** Says no with a kind, which the caller's problem table turns into an answer, and whatever explains it. */
export function refuse<Kind extends string>(
  kind: Kind,
  detail: Record<string, unknown> = {},
): Refusal<Kind> {
  // Not enumerable, so that a refusal prints, compares and serialises as exactly its kind and detail.
  return Object.defineProperty({ kind, detail }, brand, { value: true }) as Refusal<Kind>;
}

/** Tells a refusal from everything else, also from a value that merely looks like one. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && brand in value;
}
