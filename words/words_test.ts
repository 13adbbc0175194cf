import assert from "node:assert/strict";
import { age, distance, moment } from "../components/when.ts";
import { money } from "../components/money.ts";
import { en } from "./en/mod.ts";
import { es } from "./es/mod.ts";
import { languageCookie, languageNamed, languageOf, languages, pageLanguage } from "./languages.ts";
import { leavesOf } from "./leaves.ts";
import { wordsOf } from "./mod.ts";

/** What is rightly the same in both languages. */
const SAME = [
  ...["labels.zpl", "packing.boxNamed", "packing.grams", "packing.weighs"],
  ...["times.minutes", "times.hours"],
];

Deno.test("every language has every word, and none is empty", () => {
  for (const language of languages) {
    const words = leavesOf(wordsOf(language));
    assert.deepEqual([...words.keys()], [...leavesOf(en).keys()]);
    for (const [path, word] of words) {
      assert.match(said(word), /\S/, path);
      assert.doesNotMatch(said(word), /undefined|NaN|#/, path);
    }
  }
});

Deno.test("Spanish is Spanish: no word of it was left in English", () => {
  const spanish = leavesOf(es);
  const same = [...leavesOf(en)].filter(([path, word]) => said(word) === said(spanish.get(path)));
  assert.deepEqual(same.map(([path]) => path), SAME);
});

Deno.test("what is told takes in everything it is told with", () => {
  for (const [path, word] of [...leavesOf(en), ...leavesOf(es)]) {
    if (typeof word !== "function" || path.startsWith("times.") || path === "unknownRefusal") continue;
    const all = given(word as Say);
    for (const value of all) {
      assert.ok(said(word).includes(String(value)), `${path} leaves out ${value}`);
    }
  }
});

Deno.test("one is not many, in either language", () => {
  assert.deepEqual([en.units(1), en.units(0), en.units(12_000)], ["1 unit", "0 units", "12,000 units"]);
  assert.deepEqual([es.units(1), es.units(0), es.units(12_000)], [
    "1 unidad",
    "0 unidades",
    "12,000 unidades",
  ]);
});

Deno.test("times and money are said as the language says them", () => {
  const [now, newYork] = ["2026-03-03T17:00:00Z", "America/New_York"];
  assert.equal(moment("2026-03-07T01:30:00Z", now, newYork, es.times), "vie 8:30 p. m.");
  assert.equal(moment("2026-03-05T01:00:00Z", now, newYork, es.times), "mañana 8 p. m.");
  assert.equal(moment("2026-03-10T14:00:00Z", now, newYork, es.times), "10 mar 10 a. m.");
  assert.equal(distance("2026-03-03T17:25:00Z", now, es.times), "en 25 min");
  assert.equal(distance("2026-03-03T16:50:00Z", now, es.times), "10 min de retraso");
  assert.equal(age("2026-03-01T16:00:00Z", now, es.times), "2 días");
  assert.equal(money(123_456, "USD", "es"), "$1,234.56");
});

Deno.test("what was chosen on the phone counts before what its browser asks for, and English is the last resort", () => {
  const of = (cookie: string, accept: string) =>
    languageOf(new Headers({ cookie, "accept-language": accept }));
  assert.equal(of("", "es-MX,es;q=0.9,en;q=0.8"), "es");
  assert.equal(of("", "de-DE, en; q=0.5, es; q=0.7"), "es");
  assert.equal(of("", "es;q=0, en"), "en");
  assert.equal(of("a=b; lang=en; c=d", "es"), "en");
  assert.equal(of(languageCookie("es").split(";")[0]!, "en-US"), "es");
  assert.equal(of("lang=tlh", "*"), "en");
  assert.equal(languageNamed("constructor"), undefined);
});

Deno.test("a page that is only there in English says so, whatever was chosen", () => {
  const spanish = new Headers({ cookie: "lang=es" });
  for (const path of ["/work", "/work/1", "/sign-in", "/orders-of-mine"]) {
    assert.equal(pageLanguage(path, spanish), "es", path);
  }
  for (
    const path of [
      "/order/token",
      "/orders/8K2M4-PQ7XD",
      "/queues",
      "/rates",
      "/region",
      "/routing",
      "/rules",
      "/stock/soho/mug",
    ]
  ) {
    assert.equal(pageLanguage(path, spanish), "en", path);
  }
});

type Say = (...given: unknown[]) => unknown;

/** A word as it is read; one that is told something is given values that can be found again. */
function said(word: unknown): string {
  return String(typeof word === "function" ? (word as Say)(...given(word as Say)) : word);
}

function given(word: Say): unknown[] {
  return [7, 8, 9].slice(0, word.length);
}
