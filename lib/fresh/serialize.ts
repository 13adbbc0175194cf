import { computed, Signal } from "@preact/signals";

const Computed = Object.getPrototypeOf(computed(() => 0));

/**
 * Island props as JSON; revive.ts reads it back. What JSON has stays itself, except that an array is
 * a kind followed by what it needs: `["a", 1, 2]`, `["d", ms]`. Objects are numbered in the order they
 * are met, and `["r", n]` is the n-th again: a signal given to two islands stays one signal.
 */
export function serialize(value: unknown, where: (path: string[]) => string): string {
  const met = new Map<object, number>();
  return JSON.stringify(encode(value, []));

  function encode(value: unknown, path: string[]): unknown {
    if (typeof value !== "object" || value === null) return primitive(value, () => where(path));
    const number = met.get(value);
    if (number !== undefined) return ["r", number];
    met.set(value, met.size);
    return known(value, path) ?? plain(value, path);
  }

  function known(value: object, path: string[]): unknown[] | undefined {
    const each = (values: Iterable<unknown>) => Array.from(values, (v, i) => encode(v, [...path, String(i)]));
    // Signals first: they pass for vnodes, having no constructor.
    if (value instanceof Signal) {
      return [Object.getPrototypeOf(value) === Computed ? "c" : "s", encode(value.peek(), path)];
    }
    if (Array.isArray(value)) return ["a", ...each(value)];
    if (value instanceof Date) return ["d", value.getTime()];
    if (value instanceof URL) return ["l", value.href];
    if (value instanceof Set) return ["e", ...each(value)];
    if (value instanceof Map) return ["m", ...each([...value].flat(1))];
    if (value instanceof Uint8Array) return ["8", value.toBase64()];
  }

  function plain(value: object, path: string[]) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return refuse(value, where(path));
    if (value.constructor === undefined && "type" in value) return refuse(value, where(path));
    const entries = Object.entries(value).map(([key, v]) => [key, encode(v, [...path, key])]);
    return Object.fromEntries(entries);
  }
}

function primitive(value: unknown, where: () => string): unknown {
  if (value === undefined) return ["u"];
  if (typeof value === "bigint") return ["b", String(value)];
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return ["n", Object.is(value, -0) ? "-0" : String(value)];
  }
  return typeof value === "function" || typeof value === "symbol" ? refuse(value, where()) : value;
}

function refuse(value: unknown, where: string): never {
  const kind = typeof value === "object" ? value?.constructor?.name ?? "piece of markup" : typeof value;
  throw new TypeError(`${where} is a ${kind}, which cannot be sent to the browser`);
}
