// Light or dark, as chosen on this phone: in a cookie, so that the server draws the page right from the start.
export type Look = "auto" | "light" | "dark";

export const looks: Look[] = ["auto", "light", "dark"];
const themes = { light: "floor", dark: "backroom" };
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What a cookie header, or a page's `document.cookie`, says was chosen. */
export function lookIn(cookies: string): Look {
  const chosen = cookies.match(/(?:^|;\s*)look=(\w+)/)?.[1];
  return looks.find((look) => look === chosen) ?? "auto";
}

/** The theme's own name, for the page; none where the phone decides. */
export function themeOf(look: Look): string | undefined {
  return look === "auto" ? undefined : themes[look];
}

export function chooseLook(look: Look) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `look=${look}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}${secure}`;
  showLook(look);
}

/** A page that the phone kept may be older than the choice. */
export function showLook(look: Look = lookIn(document.cookie)) {
  const theme = themeOf(look);
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
