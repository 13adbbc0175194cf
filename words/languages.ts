// The languages there are, and how one is chosen. Another one is a folder beside es/, its name here, and its island beside
// islands/WorkEs.tsx: what else it needs does not compile until it is there.

/** What each calls itself. */
export const languageNames = { en: "English", es: "Español" };

export type Language = keyof typeof languageNames;

export const languages = Object.keys(languageNames) as Language[];

/** A tag as a language we have: "es-MX" is "es". */
export function languageNamed(tag: string | null | undefined): Language | undefined {
  const name = tag?.trim().toLowerCase().split("-")[0];
  return languages.find((each) => each === name);
}

export const LANGUAGE_COOKIE = "lang";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What was chosen on this phone; else the first the browser asks for that we have; else English. */
export function languageOf(headers: Headers): Language {
  return chosenIn(headers.get("cookie") ?? "") ?? asked(headers.get("accept-language") ?? "") ?? "en";
}

/** The language a cookie header, or a page's `document.cookie`, says was chosen. */
export function chosenIn(cookies: string): Language | undefined {
  const found = cookies.split(";").map((pair) => pair.trim()).find((pair) =>
    pair.startsWith(`${LANGUAGE_COOKIE}=`)
  );
  return languageNamed(found?.slice(LANGUAGE_COOKIE.length + 1));
}

/** Keeps a choice on this phone, whoever signs in. Scripts may read it, for a page that comes from the phone itself. */
export function languageCookie(language: Language): string {
  return `${LANGUAGE_COOKIE}=${language}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
}

function asked(header: string): Language | undefined {
  const wishes = header.split(",").map((wish) => {
    const [tag, weight] = wish.split(/\s*;\s*q=/);
    return { tag, weight: Number(weight ?? 1) };
  });
  return wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => languageNamed(tag)).find((language) => language !== undefined);
}

// What is not translated yet says so in `lang`, or a screen reader reads English with a Spanish mouth.
const ENGLISH_ONLY = /^\/(order|orders|queues|rates|region|routing|rules|stock)(\/|$)/;

/** The language a page is written in for somebody who asks for it like this. */
export function pageLanguage(pathname: string, headers: Headers): Language {
  return ENGLISH_ONLY.test(pathname) ? "en" : languageOf(headers);
}
