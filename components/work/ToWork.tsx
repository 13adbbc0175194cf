import { Icon } from "../Icon.tsx";
import type { Words } from "../../words/en/work.ts";

/** The way back from what a store's manager looks after. */
export function ToWork({ t }: { t: Words }) {
  return (
    <a class="btn btn-ghost px-3" href="/work">
      <Icon name="arrow-left" />
      <span class="text-sm max-[24rem]:sr-only">{t.order.back}</span>
    </a>
  );
}
