import { type Language, LANGUAGE_COOKIE, languageNamed } from "../words/languages.ts";
import { offlinePage as words } from "../words/offline_page.ts";

const html = (language: Language, t = words[language]) =>
  `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${t.title}</title>
<style>
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 20vh auto 0; padding: 0 1rem }
  a { display: inline-block; padding: .875rem 0; color: inherit; font-weight: 600 }
</style>
<h1>${t.title}</h1>
<p>${t.detail}</p>
<a href="">${t.tryAgain}</a>
</html>`;

/** Shown when a page is neither on the network nor on the device. */
export async function offlinePage(): Promise<Response> {
  return new Response(html(await language()), {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}

/** What was chosen on this phone, where a worker may read cookies; else what its browser speaks. */
async function language() {
  const { cookieStore } = self as { cookieStore?: { get(name: string): Promise<{ value: string } | null> } };
  const chosen = await cookieStore?.get(LANGUAGE_COOKIE).catch(() => null);
  const wishes = [chosen?.value, ...navigator.languages ?? []];
  return wishes.map(languageNamed).find((each) => each !== undefined) ?? "en";
}
