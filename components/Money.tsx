import { money } from "./money.ts";

export function Money({ minor, currency }: { minor: number; currency: string }) {
  return <span class="whitespace-nowrap">{money(minor, currency)}</span>;
}
