import { z } from "zod";
import { text, wholeNumber } from "../../lib/shapes.ts";

export const Sku = text(64).meta({
  id: "Sku",
  description: "The retailer's own name for an item",
  example: "AIS-10007",
});

export const Quantity = wholeNumber(1, 9_999).meta({ id: "Quantity", description: "Units of an item" });

/** Integer minor units (cents), so that no sum ever rounds. */
export const Money = z.strictObject({
  amount: wholeNumber(0, 1_000_000_000).meta({ description: "Integer minor units: cents" }),
  currency: z.string().regex(/^[A-Z]{3}$/).meta({ description: "ISO 4217", example: "USD" }),
}).meta({ id: "Money" });
export type Money = z.infer<typeof Money>;

export interface Item {
  sku: string;
  name: string;
  category: string;
  priceMinor: number;
  currency: string;
  weightGrams: number;
}

/** An item as the catalogue has it, with what it is made of when it is a kit. */
export interface CatalogItem extends Item {
  components: { sku: string; quantity: number }[] | null;
}

/** What one kit is made of. */
export interface KitComponent {
  kitSku: string;
  sku: string;
  quantity: number;
}
