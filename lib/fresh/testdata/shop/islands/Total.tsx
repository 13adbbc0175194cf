import type { Signal } from "@preact/signals";
import { asset, IS_BROWSER } from "fresh/runtime";

export function Total({ count }: { count: Signal<number> }) {
  return (
    <p class="total" data-browser={String(IS_BROWSER)}>
      {count.value * 2} <img src={asset("/dot.svg")} alt="" />
    </p>
  );
}
