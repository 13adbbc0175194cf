// Reads the source of the associate's side: every word of it comes from the catalogue, and the catalogue has no other.
import assert from "node:assert/strict";
import { en } from "../../words/en/mod.ts";
import { leavesOf } from "../../words/leaves.ts";

/** Handed on whole, to what picks from it. */
const WHOLE = ["language", "times"];

const spoken = [
  ...["components/work", "device"].flatMap(sourcesIn),
  ...["components/SignInPage.tsx", "components/ProblemPage.tsx", "components/StateBadge.tsx"],
];

Deno.test("no English stands in the markup or in what the phone says", () => {
  const wrong = spoken.flatMap((file) => literalsOf(code(file)).map((words) => `${file}: ${words}`));
  assert.deepEqual(wrong, []);
});

Deno.test("the reading finds English where it stands", () => {
  const finds = (text: string) => literalsOf(text).length;
  assert.equal(finds(`<p class="x">Hand over</p>`), 1);
  assert.equal(finds(`<Icon name="x" /> Orders\n</button>`), 1);
  assert.equal(finds(`<span>{line.picked} of {line.quantity}</span>`), 1);
  assert.equal(finds(`<a aria-label="Close" href="/x">{t.x}</a>`), 1);
  assert.equal(finds(`<Notice title={isGood ? "Pass is genuine" : t.x} />`), 1);
  assert.equal(finds('say(desk, "right", `Packed`)'), 1);
  assert.equal(finds(`<p class="x">{t.counter.waiting} · {car}</p>`), 0);
});

Deno.test("every word of the catalogue is said somewhere", () => {
  const all = ["components", "device", "islands", "routes", "sw"].flatMap(sourcesIn).map(code).join("\n");
  const isSaid = (path: string) => {
    const parts = path.split(".");
    if (WHOLE.includes(parts[0]!)) return true;
    // By its own name, or by a name worked out from the section it is in.
    return new RegExp(`\\.${parts.join("\\s*\\.")}\\b`).test(all) ||
      parts.slice(0, -1).some((_, i) =>
        new RegExp(`\\b(t|Words\\))\\.${parts.slice(0, i + 1).join("\\.")}(?!\\.|\\w|\\?\\.)`).test(all)
      ) || isBySection(all, parts);
  };
  assert.deepEqual([...leavesOf(en).keys()].filter((path) => !isSaid(path)), []);
});

/** `wordsOf(language).signIn.problems` and the offline page's `offlinePage as words` take a section under a name. */
function isBySection(all: string, parts: string[]): boolean {
  const [section, ...rest] = parts;
  return new RegExp(`\\b${section} as words\\b`).test(all) &&
      new RegExp(`\\bt\\.${rest.join("\\.")}\\b`).test(all) ||
    parts.length === 3 && new RegExp(`\\)\\.${section}\\.${rest[0]}\\b`).test(all);
}

function sourcesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return sourcesIn(path);
    return /(?<!_test|testdata)\.tsx?$/.test(name) ? [path] : [];
  });
}

function code(file: string): string {
  return Deno.readTextFileSync(file).replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/(?<!:)\/\/.*$/gm, "");
}

const LETTER = "[A-Za-zÀ-ÖØ-öø-ÿ]";

/** What a person would read that stands in the code itself. */
function literalsOf(text: string): string[] {
  const patterns = [
    // Between two tags, after a tag, or between what is put in.
    new RegExp(`(?<=[^=]>)[^<>{}=;()"'\`?&|]*${LETTER}[^<>{}=;()"'\`?&|]*(?=[<{])`, "g"),
    new RegExp(`(?<=\\})[^<>{}=;:()"'\`?&|,\\n]*${LETTER}[^<>{}=;:()"'\`?&|,\\n]*(?=[<{])`, "g"),
    new RegExp(`\\b(aria-label|title|placeholder|label|act|alt|detail)="[^"]*${LETTER}[^"]*"`, "g"),
    // A sentence, and what is said.
    /(?<!class=|\w)["`][A-ZÀ-Ý][^"`\n]* [^"`\n]*["`]/g,
    /\bsay\([^;]*?"(?:right|wrong|plain)",\s*["`][^"`]*/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found.trim()))
    .filter((found) => new RegExp(LETTER).test(found.replaceAll(/\$\{[^}]*\}/g, "")))
    .filter((found) => !/^(Aisle$|(else|as const|finally|catch|from)\b)/.test(found));
}
