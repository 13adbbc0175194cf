import type { Step } from "./types.ts";

type Params = Record<string, string>;
type Matcher = (path: string) => Params | null;

interface Entry {
  pattern: string;
  steps: Map<string, Step>;
}

export interface Found {
  pattern: string;
  params: Params;
  /** Missing when the path is known and the method is not. */
  step?: Step;
}

/** Paths to steps: exact paths first, then patterns in the order they came. */
export class Router {
  #exact = new Map<string, Entry>();
  #patterns: { matches: Matcher; entry: Entry }[] = [];
  #entries = new Map<string, Entry>();

  /** The first to take a method of a pattern keeps it. */
  add(method: string, pattern: string, step: Step) {
    const entry = this.#entries.get(pattern) ?? this.#newEntry(pattern);
    if (!entry.steps.has(method)) entry.steps.set(method, step);
  }

  find(method: string, path: string): Found | null {
    const exact = this.#exact.get(path);
    if (exact) return { pattern: exact.pattern, params: {}, step: stepFor(exact, method) };

    let otherMethod: Found | null = null;
    for (const { matches, entry } of this.#patterns) {
      const params = matches(path);
      if (!params) continue;
      const found = { pattern: entry.pattern, params, step: stepFor(entry, method) };
      if (found.step) return found;
      otherMethod ??= found;
    }
    return otherMethod;
  }

  #newEntry(pattern: string) {
    const entry: Entry = { pattern, steps: new Map() };
    this.#entries.set(pattern, entry);
    if (/[:*{}()?+\\]/.test(pattern)) this.#patterns.push({ matches: compile(pattern), entry });
    else this.#exact.set(pattern, entry);
    return entry;
  }
}

function stepFor({ steps }: Entry, method: string) {
  return steps.get(method) ?? (method === "HEAD" ? steps.get("GET") : undefined) ?? steps.get("*");
}

const PART =
  /\{\/:(?<optional>\w+)\}\?|\/:(?<rest>\w+)\*|:(?<one>\w+)|(?<star>\*)|(?<literal>[^:*{}()?+\\]+)/gy;

/** Plain patterns become one regular expression: URLPattern costs some twenty times as much for each try. */
function compile(pattern: string): Matcher {
  const names: string[] = [];
  let source = "";
  let end = 0;
  for (const { 0: text, index, groups } of pattern.matchAll(PART)) {
    source += partSource(groups as Record<string, string | undefined>, names);
    end = index + text.length;
  }
  return end === pattern.length ? byRegExp(new RegExp(`^${source}$`), names) : byUrlPattern(pattern);
}

function partSource({ optional, rest, one, literal }: Record<string, string | undefined>, names: string[]) {
  if (literal !== undefined) return literal.replace(/[.$^|[\]]/g, "\\$&");
  names.push(optional ?? rest ?? one ?? String(names.length));
  if (optional) return "(?:/([^/]+?))?";
  if (rest) return "(?:/(.*))?";
  return one ? "([^/]+?)" : "(.*)";
}

function byRegExp(expression: RegExp, names: string[]): Matcher {
  return (path) => {
    // "/" is also the empty path, to which an optional first segment belongs.
    const match = expression.exec(path) ?? (path === "/" ? expression.exec("") : null);
    return match && Object.fromEntries(names.map((name, i) => [name, decode(match[i + 1])]));
  };
}

function byUrlPattern(pathname: string): Matcher {
  const pattern = new URLPattern({ pathname });
  return (path) => {
    const groups = pattern.exec({ pathname: path })?.pathname.groups;
    return groups ? Object.fromEntries(Object.entries(groups).map(([k, v]) => [k, decode(v)])) : null;
  };
}

/** `%2F` stays as it is, so that a parameter never gains a slash. */
function decode(part = "") {
  try {
    return decodeURI(part);
  } catch {
    return part;
  }
}
