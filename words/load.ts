// The island's words in another language than it came in. The service worker keeps all of them, so this needs no network.
import type { Words } from "./en/work.ts";
import type { Language } from "./languages.ts";

const catalogues = {
  en: () => import("./en/work.ts"),
  es: () => import("./es/work.ts"),
} satisfies Record<Language, () => Promise<{ work: Words }>>;

export async function loadWords(language: Language): Promise<Words> {
  return (await catalogues[language]()).work;
}
