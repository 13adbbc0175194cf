import type { ComponentChildren } from "preact";
import { type Tone, tones } from "./Badge.tsx";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icon_paths.ts";

export interface NoticeProps {
  tone?: Tone;
  title: ComponentChildren;
  /** The tone's own unless told. */
  icon?: IconName;
  /** Read out at once by a screen reader: for what just happened and must be heard. */
  alert?: boolean;
  children?: ComponentChildren;
}

const icons: Record<Tone, IconName> = {
  plain: "info",
  busy: "info",
  good: "circle-check",
  warn: "triangle-alert",
  bad: "circle-alert",
};

/** Something to know, in the flow of the page: what happened, and below it what to do. */
export function Notice({ tone = "plain", title, icon, alert, children }: NoticeProps) {
  return (
    <div
      class={`${tones[tone]} flex gap-3 rounded-box border px-4 py-3`}
      role={alert ? "alert" : undefined}
    >
      <Icon name={icon ?? icons[tone]} class="mt-0.5 size-5" />
      <div class="min-w-0 flex-1 wrap-anywhere">
        <p class="font-semibold">{title}</p>
        {children && <div class="mt-0.5 text-base-content">{children}</div>}
      </div>
    </div>
  );
}
