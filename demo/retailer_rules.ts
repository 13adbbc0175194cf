import type { WantedRule } from "../domain/inventory/types.ts";

const any = { skus: null, categories: null, nodeIds: null, groupIds: null, channelId: null };

/** What the demo retailer holds back, for its managers to look at and change. */
export function demoRules(): WantedRule[] {
  return [
    {
      ...{ ...any, id: "00000000-0000-4000-8000-00000000a001", kind: "safety_stock", units: 2 },
      ...{ name: "Gifts are bought at the counter", categories: ["Kitchen", "Toys"] },
    },
    {
      ...{ ...any, id: "00000000-0000-4000-8000-00000000a002", kind: "safety_stock", units: 1 },
      name: "No shelf is ever empty",
    },
    {
      ...{ ...any, id: "00000000-0000-4000-8000-00000000a003", kind: "low_stock", units: 4 },
      name: "Time to order",
    },
  ];
}
