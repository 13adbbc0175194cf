import { computed, signal } from "@preact/signals";

/** Reads what serialize.ts wrote. Both number objects in the order they are met. */
export function revive(text: string): unknown {
  const met: unknown[] = [];
  return decode(JSON.parse(text));

  function decode(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value) ? special(value[0], value[1], value.slice(1)) : plain(value);
  }

  function special(kind: string, first: unknown, rest: unknown[]): unknown {
    if (kind === "u") return undefined;
    if (kind === "n") return Number(first);
    if (kind === "b") return BigInt(first as string);
    if (kind === "r") return met[first as number];
    if (kind === "d") return add(new Date(first as number));
    if (kind === "l") return add(new URL(first as string));
    if (kind === "8") return add(Uint8Array.from(atob(first as string), (char) => char.charCodeAt(0)));
    return holder(kind, first, rest);
  }

  /** What holds other values is numbered before they are. */
  function holder(kind: string, first: unknown, rest: unknown[]): unknown {
    if (kind === "a") return filled([] as unknown[], (list) => list.push(...rest.map(decode)));
    if (kind === "e") return filled(new Set(), (set) => rest.forEach((value) => set.add(decode(value))));
    if (kind === "m") return filled(new Map(), (map) => pairs(rest, map));
    if (kind === "s") return filled(signal<unknown>(), (made) => made.value = decode(first));
    const number = met.push(undefined) - 1;
    const value = decode(first);
    return met[number] = computed(() => value);
  }

  function pairs(rest: unknown[], map: Map<unknown, unknown>) {
    for (let i = 0; i < rest.length; i += 2) map.set(decode(rest[i]), decode(rest[i + 1]));
  }

  function plain(value: object) {
    return filled({}, (made) => {
      for (const [key, inner] of Object.entries(value)) {
        // Plain assignment of a key named __proto__ would change the prototype instead.
        Object.defineProperty(made, key, { value: decode(inner), ...ORDINARY });
      }
    });
  }

  function add<T>(value: T): T {
    met.push(value);
    return value;
  }

  function filled<T>(made: T, fill: (made: T) => unknown): T {
    fill(add(made));
    return made;
  }
}

const ORDINARY = { writable: true, enumerable: true, configurable: true };
