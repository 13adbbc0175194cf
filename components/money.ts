const formats = new Map<string, Intl.NumberFormat>();

/** "$12.00" of 1200 cents, with as many decimals as the currency has, as the United States write it in that language. */
export function money(minor: number, currency: string, language = "en"): string {
  const key = `${language} ${currency}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(`${language}-US`, { style: "currency", currency });
  formats.set(key, format);
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
