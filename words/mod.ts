// Every word in every language, for the pages the server writes. A browser loads no more than one of them, by load.ts.
import { type AllWords, en } from "./en/mod.ts";
import { es } from "./es/mod.ts";
import type { Language } from "./languages.ts";

export type { AllWords } from "./en/mod.ts";

const catalogues = { en, es } satisfies Record<Language, AllWords>;

/** The catalogue of a language. */
export function wordsOf(language: Language): AllWords {
  return catalogues[language];
}
