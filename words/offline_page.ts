// What the service worker says by itself: a page that is neither on the network nor on the phone, in every language.
import { offlinePage as en } from "./en/offline_page.ts";
import { offlinePage as es } from "./es/offline_page.ts";
import type { Language } from "./languages.ts";

export const offlinePage = { en, es } satisfies Record<Language, typeof en>;
