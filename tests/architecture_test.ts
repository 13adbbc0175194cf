import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { actPermissions, allows, permissions, routePermissions } from "../domain/access/decide.ts";
import { isFollowed } from "../domain/events.ts";
import { reactions } from "../domain/reactions.ts";

const CONTEXTS = [
  ...[
    "catalog",
    "places",
    "access",
    "inventory",
    "routing",
    "payments",
    "shipping",
    "fulfillment",
    "orders",
    "pos",
    "returns",
  ],
  ...["notifications", "workload", "sync", "channels"],
];

interface Import {
  file: string;
  line: number;
  to: string;
  isTypeOnly: boolean;
}

const files = [...sources(".")];
const imports = files.flatMap(importsOf);

Deno.test("every import goes where the plan of the house lets it", () => {
  const wrong = imports.filter((each) => !isTest(each.file) && !mayImport(each))
    .map(({ file, line, to }) => `${file}:${line} may not import ${to}`);
  assert.deepEqual(wrong, []);
});

Deno.test("no schema reaches a browser: what runs there imports types.ts as types only", () => {
  const runsThere = (file: string) =>
    /^(islands|components|device|sw)\//.test(file) || /^domain\/\w+\/(\w+_)?decide\.ts$/.test(file);
  const wrong = imports.filter((each) => !isTest(each.file) && runsThere(each.file))
    .filter((each) => (/[/_]types\.ts$/.test(each.to) && !each.isTypeOnly) || each.to === "zod")
    .map(({ file, line, to }) => `${file}:${line} brings ${to} into the browser`);
  assert.deepEqual(wrong, []);
});

Deno.test("the app uses Fresh by its public names only", () => {
  const wrong = imports.filter((each) =>
    !each.file.startsWith("lib/fresh/") && each.to.startsWith("lib/fresh/")
  );
  assert.deepEqual(wrong, []);
});

Deno.test("every event is recorded somewhere, and has a job exactly when something follows it", () => {
  const code = files.filter((file) => /^domain\/\w+\/\w+\.ts$/.test(file) && !isTest(file))
    .map((file) => Deno.readTextFileSync(file)).join("\n");
  const told = /(?:\btell\(|\bhappening\(|\bkind:|\[)\s*"(\w+)"/g;
  const recorded = new Set(
    [...code.matchAll(told)].map((match) => match[1]!).filter((kind) => kind in isFollowed),
  );
  assert.deepEqual([...recorded].sort(), Object.keys(isFollowed).sort());
  const followed = Object.entries(reactions).map((
    [kind, following],
  ) => [kind, Object.keys(following).length > 0]);
  assert.deepEqual(Object.fromEntries(followed), isFollowed);
});

Deno.test("every route and method has a permission, and every permission a route", () => {
  const served = files.filter((file) => /^routes\/.*\.tsx?$/.test(file) && !/\/(_\w+)\.tsx?$/.test(file))
    .filter((file) => !file.includes("[...") && !file.includes("/(_")).flatMap(methodsOf).sort();
  assert.deepEqual(served, Object.keys(routePermissions).sort());
  assert.deepEqual(
    [...new Set([...Object.values(routePermissions), ...actPermissions])].sort(),
    Object.keys(permissions).sort(),
  );
});

Deno.test("nobody who has not signed in may do more than look at what is public and follow their own order", () => {
  const open = Object.keys(permissions).filter((name) =>
    allows({ kind: "anyone" }, name as keyof typeof permissions)
  );
  assert.deepEqual(open.sort(), ["own_order.follow", "public.read", "session.start"]);
});

function* sources(folder: string): Generator<string> {
  const skipped = [".git", ".aisle", "_fresh", "node_modules", "testdata"];
  for (const entry of Deno.readDirSync(folder)) {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory && !skipped.includes(entry.name)) yield* sources(path);
    if (entry.isFile && /\.tsx?$/.test(entry.name)) yield path;
  }
}

function importsOf(file: string): Import[] {
  const text = Deno.readTextFileSync(file);
  const found = text.matchAll(
    /^(import|export)(\s+type)?\b[^;]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm,
  );
  return [...found].map((match) => {
    const to = match[3] ?? match[4]!;
    return {
      file,
      line: text.slice(0, match.index).split("\n").length,
      to: to.startsWith(".") ? normalize(join(dirname(file), to)) : to,
      isTypeOnly: match[2] !== undefined,
    };
  });
}

function isTest(file: string): boolean {
  return /_test\.tsx?$/.test(file) || /^(tests|bench|tasks|demo)\//.test(file);
}

/** The plan's section 2, rule by rule; a file that no rule knows may import nothing of ours. */
function mayImport({ file, to, isTypeOnly }: Import): boolean {
  const isOurs = files.includes(to) || to.startsWith("fresh");
  const any = (...allowed: RegExp[]) => allowed.some((pattern) => pattern.test(to));
  const domainFile = file.match(/^domain\/(\w+)\/(\w+)\.ts$/);

  if (file.startsWith("lib/fresh/")) return !isOurs || any(/^lib\/fresh\//);
  if (file.startsWith("lib/")) return !isOurs || any(/^lib\/[^/]+$/);
  if (domainFile) {
    return mayImportInDomain({ context: domainFile[1]!, part: domainFile[2]!, to, isOurs, any });
  }
  // The solver is one large rule in a folder of its own.
  if (/^domain\/routing\/solver\//.test(file)) {
    return !isOurs || any(/^domain\/routing\/solver\/\w+\.ts$/);
  }
  if (/^domain\/problems\.ts$/.test(file)) return !isOurs || any(/^lib\//);
  if (/^domain\/\w+\.ts$/.test(file)) {
    return !isOurs || any(/^lib\//, /^domain\/\w+\/(mod|(\w+_)?types)\.ts$/, /(problems|events)\.ts$/);
  }
  if (file.startsWith("routes/")) {
    const use = /^domain\/(\w+\/(mod|(\w+_)?(decide|types))|problems|openapi|invariants)\.ts$/;
    const shared = /^routes\/.*\/\(_\w+\)\//;
    return !isOurs ||
      any(use, shared, /^lib\/[^/]+$/, /^(islands|components|words)\//, /^state\.ts$/, /^fresh/);
  }
  const rules = /^domain\/\w+\/(\w+_)?(decide|types)\.ts$/;
  if (file.startsWith("islands/")) {
    return !isOurs ||
      any(/^(islands|components|device|words)\//, rules, /^sw\/register\.ts$/, /^fresh\/runtime$/);
  }
  if (file.startsWith("device/")) {
    return !isOurs || any(/^(device|components|words)\//, rules, /^lib\/refusal\.ts$/, /^sw\/\w+\.ts$/);
  }
  // The parts of the associate's island are markup over the device's state.
  if (file.startsWith("components/work/")) {
    return !isOurs || any(/^(components|device|words)\//, rules, /^fresh\/runtime$/);
  }
  if (file.startsWith("components/")) {
    return !isOurs || any(/^(components|words)\//, /^fresh\/runtime$/) || (isTypeOnly && any(rules));
  }
  if (file.startsWith("sw/")) return !isOurs || any(/^(sw|words)\//, rules);
  if (file.startsWith("words/")) return any(/^words\//) || (isTypeOnly && any(/^domain\//));
  return /^(main|dev|worker|state|fresh\.config)\.ts$/.test(file);
}

function mayImportInDomain(
  { context, part, to, isOurs, any }: {
    context: string;
    part: string;
    to: string;
    isOurs: boolean;
    any: (...allowed: RegExp[]) => boolean;
  },
): boolean {
  const is = (kind: string) => part === kind || part.endsWith(`_${kind}`);
  const types = /^domain\/\w+\/(\w+_)?types\.ts$/;
  if (is("types")) return to === "zod" || any(/^lib\/shapes\.ts$/, types);
  if (is("decide")) {
    const solver = /^domain\/routing\/solver\/\w+\.ts$/;
    return any(/^lib\/(refusal|gs1)\.ts$/, /^domain\/\w+\/(\w+_)?decide\.ts$/, types) ||
      (context === "routing" && any(solver));
  }
  if (is("store")) return any(/^lib\/db\.ts$/, /^domain\/\w+\/(\w+_)?store\.ts$/, types);
  if (!isOurs || any(/^lib\/[^/]+$/, /^domain\/(problems|events)\.ts$/)) return true;
  const below = to.match(/^domain\/(\w+)\/(mod|(?:\w+_)?(?:decide|types))\.ts$/);
  const isOwn = to.startsWith(`domain/${context}/`);
  return isOwn || (below !== null && CONTEXTS.indexOf(below[1]!) < CONTEXTS.indexOf(context));
}

/** "METHOD /pattern" for every method a route file answers; a page without a handler answers GET. */
function methodsOf(file: string): string[] {
  const text = Deno.readTextFileSync(file);
  const methods = [...text.matchAll(/^ {2}(?:async )?(GET|POST|PUT|PATCH|DELETE)[:(]/gm)].map((match) =>
    match[1]!
  );
  return (methods.length > 0 ? methods : ["GET"]).map((method) => `${method} ${patternOf(file)}`);
}

function patternOf(file: string): string {
  const path = file.replace(/^routes/, "").replace(/\.tsx?$/, "").replace(/\/\([^)]+\)/g, "").replace(
    /\/index$/,
    "",
  )
    .replace(/\/\[\[(\w+)\]\]/g, "{/:$1}?").replace(/\[(\w+)\]/g, ":$1");
  return path === "" ? "/" : path;
}
