// The language of this phone, chosen on it; the choice needs no network and stays until it is changed.
import { chosenIn, type Language, languageCookie } from "../words/languages.ts";
import { loadWords } from "../words/load.ts";
import { type Desk, say } from "./desk.ts";

/** Speaks that language from now on, here and on every page that comes after. */
export async function chooseLanguage(desk: Desk, language: Language) {
  try {
    await speak(desk, language);
    document.cookie = languageCookie(language);
  } catch {
    // Not kept yet: the first minute with a phone, and already no network.
    say(desk, "wrong", desk.t.device.needsConnection);
  }
}

/** A page that was kept on the phone is in the language it was kept in; what was chosen since counts more. */
export async function speakAsChosen(desk: Desk) {
  const chosen = chosenIn(document.cookie);
  if (chosen && chosen !== desk.t.language) await speak(desk, chosen).catch(() => {});
}

async function speak({ phone }: Desk, language: Language) {
  phone.words.value = await loadWords(language);
  document.documentElement.lang = language;
}
