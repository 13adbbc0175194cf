import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";

export interface StatProps {
  label: string;
  value: number;
  detail: string;
  /** Asks for attention while the value is not zero. */
  ink?: "ink-bad" | "ink-warn";
  icon: IconName;
}

/** One number of the whole region. */
export function Stat({ label, value, detail, ink, icon }: StatProps) {
  return (
    <div class="flex flex-col gap-1 bg-base-100 p-4 sm:p-5">
      <dt class="label-small flex items-center gap-1.5">
        <Icon name={icon} class="size-4" />
        {label}
      </dt>
      <dd class={`text-3xl font-semibold tracking-tight ${value > 0 && ink ? ink : ""}`}>
        {value.toLocaleString("en-US")}
        <span class="ink-quiet block text-sm font-normal tracking-normal">{detail}</span>
      </dd>
    </div>
  );
}
