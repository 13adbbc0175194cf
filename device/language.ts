// The language of this phone, chosen on it; the choice needs no network and stays until it is changed.
import { chosenIn, type Language, languageCookie } from "../words/mod.ts";
import type { Desk } from "./desk.ts";

/** Speaks that language from now on, here and on every page that comes after. */
export function chooseLanguage(desk: Desk, language: Language) {
  document.cookie = languageCookie(language);
  speak(desk, language);
}

/** A page that was kept on the phone is in the language it was kept in; what was chosen since counts more. */
export function speakAsChosen(desk: Desk) {
  speak(desk, chosenIn(document.cookie) ?? desk.language.peek());
}

function speak(desk: Desk, language: Language) {
  desk.language.value = language;
  document.documentElement.lang = language;
}
