/** A language's way to count: `count(3, { one: "# unit", other: "# units" })` is "3 units". */
export function countIn(language: string) {
  const rules = new Intl.PluralRules(language);
  const figures = new Intl.NumberFormat(language);
  return (count: number, forms: Forms): string =>
    (forms[rules.select(count)] ?? forms.other).replaceAll("#", () => figures.format(count));
}

/** A form of its own for each of the language's plurals that needs one; "#" stands for the figure. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
