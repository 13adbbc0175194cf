import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./icon_paths.ts";

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

/** Nothing here, and that is all right: says so, and what would bring something. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div class="flex flex-col items-center gap-3 px-6 py-16 text-center">
      <span class="tone grid size-16 place-items-center rounded-full border">
        <Icon name={icon} class="size-7" />
      </span>
      <p class="text-lg font-semibold text-balance">{title}</p>
      {children && <div class="ink-quiet max-w-[36ch] text-pretty">{children}</div>}
    </div>
  );
}
