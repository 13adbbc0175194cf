/**
 * How unevenly work is spread, 0 (all the same) to nearly 1 (all at one): with n loads x in rising order,
 * G = sum over i from 1 to n of (2i - n - 1) * x_i, divided by n * sum of x.
 */
export function gini(loads: readonly number[]): number {
  const sorted = loads.toSorted((a, b) => a - b), n = sorted.length;
  const sum = sorted.reduce((total, load) => total + load, 0);
  if (sum === 0) return 0;
  return sorted.reduce((total, load, i) => total + (2 * (i + 1) - n - 1) * load, 0) / (n * sum);
}

/** The fullest place against the average one: max(load / capacity) / mean(load / capacity); 0 where nothing is done. */
export function maxOverMean(work: readonly { load: number; capacity: number }[]): number {
  const shares = work.map(({ load, capacity }) => load / Math.max(1, capacity));
  const mean = shares.reduce((total, share) => total + share, 0) / Math.max(1, shares.length);
  return mean === 0 ? 0 : shares.reduce((most, share) => Math.max(most, share), 0) / mean;
}
