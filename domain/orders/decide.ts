import { refuse } from "../../lib/refusal.ts";
import type { CatalogItem } from "../catalog/types.ts";
import type { OrderState, PlaceOrder, SourcedLine } from "./types.ts";

export interface LineCount {
  quantity: number;
  fulfilled: number;
  cancelled: number;
}

/** Where an order stands, from its lines alone: done when nothing is open, cancelled when nothing was ever delivered. */
export function stateOf(lines: LineCount[], started: boolean): OrderState {
  const isClosed = lines.every((line) => line.fulfilled + line.cancelled === line.quantity);
  if (isClosed) return lines.some((line) => line.fulfilled > 0) ? "completed" : "cancelled";
  return started || lines.some((line) => line.fulfilled > 0) ? "in_fulfillment" : "confirmed";
}

/** The order's total in minor units, or a refusal when its prices are in several currencies. */
export function totalOf(order: PlaceOrder) {
  const currency = order.lines[0]!.unitPrice.currency;
  const currencies = [
    ...order.lines.map((line) => line.unitPrice),
    ...(order.payment ? [order.payment.amount] : []),
  ];
  if (currencies.some((money) => money.currency !== currency)) return refuse("mixed_currencies");
  const totalMinor = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0);
  return { currency, totalMinor };
}

/** First name and the initial of the last: what a stockroom needs, and no more. */
export function shopperLabel(name: string): string {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  const last = rest.at(-1);
  return (last ? `${first} ${Array.from(last)[0]}.` : first).slice(0, 60);
}

/** What a person reads out to name an order: ten characters without those that look alike (Crockford's base 32). */
export function orderNumber(digest: Uint8Array): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const characters = Array.from(digest.slice(0, 10), (byte) => alphabet[byte % 32]).join("");
  return `${characters.slice(0, 5)}-${characters.slice(5)}`;
}

/** A line as a channel places it, priced a unit. */
interface PlacedLine {
  sku: string;
  quantity: number;
  unitPriceMinor: number;
}

/**
 * The lines of an order, numbered: what was placed, with each kit as its components. The kit's price is shared out among
 * them to the cent, by what each costs in the catalogue; where a share does not divide into its units, some of them are
 * a cent dearer and stand in a line of their own. So every unit has a price, and all a kit's units have the kit's.
 */
export function takeApart(
  placed: readonly PlacedLine[],
  items: ReadonlyMap<string, CatalogItem>,
): SourcedLine[] {
  type Line = PlacedLine & Pick<SourcedLine, "kitSku" | "kitLineNo">;
  const lines = placed.flatMap((line, i): Line[] => {
    const { components } = items.get(line.sku)!;
    if (!components) return [{ ...line, kitSku: null, kitLineNo: null }];
    const kit = { kitSku: line.sku, kitLineNo: i + 1 };
    return componentsPriced(line, components, items).map((component) => ({ ...component, ...kit }));
  });
  return lines.map((line, i) => ({
    ...line,
    lineNo: i + 1,
    weightGrams: items.get(line.sku)!.weightGrams,
  }));
}

function componentsPriced(
  kit: PlacedLine,
  components: NonNullable<CatalogItem["components"]>,
  items: ReadonlyMap<string, CatalogItem>,
): PlacedLine[] {
  const shares = apportion(
    kit.unitPriceMinor,
    components.map(({ sku, quantity }) => ({ priceMinor: items.get(sku)!.priceMinor, units: quantity })),
  );
  return components.flatMap(({ sku, quantity }, i) => {
    const unitPriceMinor = Math.floor(shares[i]! / quantity);
    const dearer = shares[i]! % quantity;
    return [
      { sku, quantity: (quantity - dearer) * kit.quantity, unitPriceMinor },
      { sku, quantity: dearer * kit.quantity, unitPriceMinor: unitPriceMinor + 1 },
    ].filter((line) => line.quantity > 0);
  });
}

/**
 * Shares an amount out by price times units, by largest remainder: the shares are whole, sum to the amount, and none is
 * a cent or more from its part. By units alone where nothing has a price.
 */
export function apportion(amountMinor: number, parts: { priceMinor: number; units: number }[]): number[] {
  const isPriced = parts.some(({ priceMinor }) => priceMinor > 0);
  const weights = parts.map(({ priceMinor, units }) => BigInt(isPriced ? priceMinor : 1) * BigInt(units));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const exact = weights.map((weight) => BigInt(amountMinor) * weight);
  const shares = exact.map((product) => Number(product / whole));
  const left = amountMinor - shares.reduce((sum, share) => sum + share, 0);
  const nearestNext = exact.map((product, i) => ({ i, rest: product % whole }))
    .sort((a, b) => a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1);
  for (const { i } of nearestNext.slice(0, left)) shares[i]!++;
  return shares;
}
