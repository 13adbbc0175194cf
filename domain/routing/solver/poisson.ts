// How likely walk-ins are to want a unit: P(D ≥ b) for Poisson demand D. A table up to 64 units and 60 expected sales,
// straight lines between its points; beyond it the normal curve.

const UNITS = 64;
const STEP = 0.1;
const STEPS = 601;
const table = tails();

/** The chance that at least `units` are wanted where `expected` are. */
export function chanceOfAtLeast(units: number, expected: number): number {
  if (units <= 0) return 1;
  if (expected <= 0) return 0;
  const at = expected / STEP;
  if (units >= UNITS || at >= STEPS - 1) return normalTail(units, expected);
  const low = Math.floor(at);
  const from = table[units * STEPS + low]!;
  return from + (table[units * STEPS + low + 1]! - from) * (at - low);
}

function tails(): Float64Array {
  const filled = new Float64Array(UNITS * STEPS);
  for (let step = 0; step < STEPS; step++) {
    const expected = step * STEP;
    let exactly = Math.exp(-expected), below = 0;
    for (let units = 0; units < UNITS; units++) {
      filled[units * STEPS + step] = Math.max(0, 1 - below);
      below += exactly;
      exactly *= expected / (units + 1);
    }
  }
  return filled;
}

/** 1 − Φ with the half-unit correction; Φ after Abramowitz and Stegun 26.2.17, right to 7.5e-8. */
function normalTail(units: number, expected: number): number {
  const far = (units - 0.5 - expected) / Math.sqrt(expected);
  const t = 1 / (1 + 0.2316419 * Math.abs(far));
  const polynomial = t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = Math.exp(-far * far / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  return far >= 0 ? tail : 1 - tail;
}
