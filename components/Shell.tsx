import type { ComponentChildren } from "preact";
import { en } from "../words/en/mod.ts";
import type { Words } from "../words/en/work.ts";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";

export interface ShellProps {
  /** Where one is: the store's or the region's name. */
  place: string;
  /** Who is signed in. */
  person?: string;
  /** The way to a page beside this one. */
  beside?: ComponentChildren;
  /** A desk's width; a phone's column unless told. */
  wide?: boolean;
  /** English unless told: not every page is translated. */
  t?: Words;
  children: ComponentChildren;
}

/** What stands around a signed-in page: where you are, who you are, the way out. */
export function Shell({ place, person, beside, wide, t = en, children }: ShellProps) {
  const width = wide ? "max-w-6xl" : "max-w-xl";
  return (
    <div class="flex min-h-dvh flex-col">
      <a
        class="btn btn-primary sr-only z-50 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        href="#main"
      >
        {t.shell.skip}
      </a>
      <header class="border-b border-line bg-base-100">
        <div class={`mx-auto flex min-h-16 w-full flex-wrap items-center gap-x-3 px-4 ${width}`}>
          <Mark />
          <div class="min-w-[min(100%,6rem)] flex-1 py-2 leading-tight">
            <p class="text-base leading-tight font-semibold wrap-anywhere">{place}</p>
            {person && <p class="ink-quiet truncate text-sm">{person}</p>}
          </div>
          {beside}
          {person && (
            <form method="post" action="/sign-out">
              <button class="btn btn-ghost -mr-3 px-3" type="submit">
                <Icon name="log-out" />
                <span class="text-sm max-[18rem]:sr-only">{t.shell.signOut}</span>
              </button>
            </form>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1} class={`mx-auto flex w-full flex-1 flex-col outline-none ${width}`}>
        {children}
      </main>
    </div>
  );
}
