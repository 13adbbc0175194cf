import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icon_paths.ts";

export type Tone = "plain" | "busy" | "good" | "warn" | "bad";

export const tones: Record<Tone, string> = {
  plain: "tone",
  busy: "tone tone-busy",
  good: "tone tone-good",
  warn: "tone tone-warn",
  bad: "tone tone-bad",
};

export interface BadgeProps {
  tone?: Tone;
  icon: IconName;
  children: ComponentChildren;
}

/** A state in one glance: an icon and a word; the colour only repeats them. */
export function Badge({ tone = "plain", icon, children }: BadgeProps) {
  return (
    <span
      class={`${
        tones[tone]
      } inline-flex items-center gap-1.5 rounded-selector border px-2.5 py-1 text-sm leading-5 font-semibold whitespace-nowrap`}
    >
      <Icon name={icon} class="size-4" />
      {children}
    </span>
  );
}
