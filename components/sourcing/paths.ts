/** What is asked of an order's page. */
export interface Asked {
  /** The decision shown whole, from 1 on. */
  decision: number;
  /** Of the places considered, only those of a reason, or whose name has this in it. */
  why?: string;
  q?: string;
  /** The place that is tried out, as it was typed. */
  through?: string;
}

/** An order's page, with what is asked of it. */
export function orderPath(number: string, asked: Partial<Asked> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value) query.set(name, String(value));
  return `/orders/${number}${query.size > 0 ? `?${query}` : ""}`;
}
