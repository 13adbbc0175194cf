import { refuse } from "../../lib/refusal.ts";
import type { OrderState, PlaceOrder } from "./types.ts";

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
