import {
  ARRIVALS,
  CENTRES,
  CITIES,
  each,
  fixed,
  type Instance,
  ITEMS,
  NOWHERE,
} from "./literature_network.ts";

/** The linear program of the paper: u by kind, city, item and centre; y at least every u of its centre. */
export function programOf({ kinds, chance, stock }: Instance): string {
  const costs: string[] = [], rows: string[] = [];
  const uses = stock.map(() => CENTRES.map((): string[] => []));
  kinds.forEach((items, kind) =>
    CITIES.forEach((_, city) => {
      const expected = ARRIVALS * chance[kind]![city]!;
      fixed.forEach((one, centre) => costs.push(`${expected * one} y${kind}_${city}_${centre}`));
      for (const item of items) {
        const names = fixed.map((__, centre) => `u${kind}_${city}_${item}_${centre}`);
        names.forEach((name, centre) => {
          costs.push(`${expected * each[centre]![city]!} ${name}`);
          rows.push(`${name} - y${kind}_${city}_${centre} <= 0`);
          if (centre !== NOWHERE) uses[item]![centre]!.push(`${expected} ${name}`);
        });
        rows.push(`${names.join(" + ")} = 1`);
      }
    })
  );
  const shelves = uses.flatMap((row, item) =>
    row.flatMap((terms, centre) =>
      terms.length > 0 ? [` s${item}_${centre}: ${terms.join(" + ")} <= ${stock[item]![centre]}`] : []
    )
  );
  const numbered = rows.map((row, i) => ` r${i}: ${row}`);
  return ["Minimize", ` cost: ${costs.join(" + ")}`, "Subject To", ...shelves, ...numbered, "End"].join("\n");
}

/** What one more unit of each shelf would save, as the program says. */
export function pricesFrom({ Rows }: { Rows: readonly object[] }): Float64Array[] {
  const prices = Array.from({ length: ITEMS }, () => new Float64Array(fixed.length));
  for (const { Name = "", Dual = 0 } of Rows as { Name?: string; Dual?: number }[]) {
    const shelf = Name.match(/^s(\d+)_(\d+)$/);
    if (shelf) prices[Number(shelf[1])]![Number(shelf[2])] = Math.max(0, Math.round(-Dual * 1e6));
  }
  return prices;
}
