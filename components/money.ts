const formats = new Map<string, Intl.NumberFormat>();

/** "$12.00" of 1200 cents, with as many decimals as the currency has. */
export function money(minor: number, currency: string): string {
  const format = formats.get(currency) ?? new Intl.NumberFormat("en-US", { style: "currency", currency });
  formats.set(currency, format);
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
