// Chance that falls the same way every time: the demo retailer and the imported stock are the same on every machine.
import { createHash } from "node:crypto";

/** A source of numbers in [0, 1), like Math.random, only that its seed decides them all. */
export type Random = () => number;

/** The source a seed stands for (mulberry32 started from the seed's SHA-256). */
export function seeded(seed: string): Random {
  let state = numberFrom(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number below 2³² that a text stands for. */
export function numberFrom(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32LE();
}

/** A UUID that a text stands for (version 8: made by a rule of our own). */
export function uuidFrom(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A whole number from `min` to `max`, both included. */
export function wholeBetween(random: Random, [min, max]: readonly [number, number]): number {
  return min + Math.floor(random() * (max - min + 1));
}

export function oneOf<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return weightedSample(random, list, list.length, () => 1);
}

/** `count` of the list without repetition, the heavier ones likelier (Efraimidis and Spirakis, 2006). */
export function weightedSample<T>(
  random: Random,
  list: readonly T[],
  count: number,
  weight: (of: T) => number,
): T[] {
  return list
    .map((entry) => ({ entry, key: Math.log(1 - random()) / weight(entry) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ entry }) => entry);
}
