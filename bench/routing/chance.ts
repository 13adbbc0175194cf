import type { Random } from "../../demo/random.ts";

export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from);
}

/** An index, likelier the heavier it weighs. */
export function pick(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** Standard normal, by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** By counting exponential steps; beyond 30 the normal curve, rounded. */
export function poisson(random: Random, expected: number): number {
  if (expected > 30) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
  let count = 0;
  for (let left = Math.exp(-expected), product = random(); product > left; product *= random()) count++;
  return count;
}
