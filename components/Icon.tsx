import { type IconName, innerMarkup } from "./icon_paths.ts";

export interface IconProps {
  name: IconName;
  /** Sizes and colours: `size-5` unless told. */
  class?: string;
  /** What a picture without words beside it means; without a label it is decoration. */
  label?: string;
}

export function Icon({ name, class: classes = "size-5", label }: IconProps) {
  return (
    <svg
      class={`shrink-0 ${classes}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
      dangerouslySetInnerHTML={{ __html: innerMarkup(name) }}
    />
  );
}
