import { tones } from "../Badge.tsx";
import { Icon } from "../Icon.tsx";
import type { PartWords } from "./words.ts";

/** Where a part stands, said once and large. A page's only part is its title. */
export function PartHeader({ words, isTitle }: { words: PartWords; isTitle: boolean }) {
  const Heading = isTitle ? "h1" : "h2";
  return (
    <div class="flex flex-col gap-4" aria-live="polite">
      <span class={`${tones[words.tone]} grid size-14 place-items-center rounded-full border`}>
        <Icon name={words.icon} class="size-7" />
      </span>
      <div class="wrap-anywhere">
        <Heading class={isTitle ? "text-3xl" : "text-2xl"}>{words.headline}</Heading>
        <p class="mt-2 text-lg text-pretty">{words.next}</p>
      </div>
    </div>
  );
}
