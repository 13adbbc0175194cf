/** Times of one kind, in milliseconds: how long the middle one took, and the slow ones. */
export interface Spread {
  p50: number;
  p95: number;
  p99: number;
}

export function spreadOf(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    p50: rounded(shareOf(sorted, 0.5)),
    p95: rounded(shareOf(sorted, 0.95)),
    p99: rounded(shareOf(sorted, 0.99)),
  };
}

export function median(values: number[]): number {
  return shareOf(values.toSorted((a, b) => a - b), 0.5);
}

/** To one decimal; a figure of a busy machine has no more to say. */
export function rounded(value: number, decimals = 1): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** The value that this share of the sorted ones does not exceed. */
function shareOf(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
