import { money } from "./money.ts";

export interface MoneyProps {
  minor: number;
  currency: string;
  language?: string;
}

export function Money({ minor, currency, language }: MoneyProps) {
  return <span class="whitespace-nowrap">{money(minor, currency, language)}</span>;
}
