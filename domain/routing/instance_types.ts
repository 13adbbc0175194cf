import { z } from "zod";

// The files of an instance folder. Money in dollars, weight in pounds, time in days from the start.

const id = z.string().min(1).max(200);
const dollars = z.number().min(0).max(1e7);
const days = z.number().min(0).max(10_000);
const quantity = z.int().min(1).max(1_000_000);
const point = { lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) };

export const InstanceNode = z.strictObject({
  id,
  kind: z.enum(["store", "dc"]),
  ...point,
  readyDays: days.default(0),
  packCost: dollars,
  pickCost: dollars,
  capacityPerDay: z.int().min(0).max(1_000_000_000).nullish(),
  pickup: z.boolean().default(false),
});

export const InstanceSku = z.strictObject({
  id,
  weightLb: z.number().min(0).max(100_000),
  price: dollars,
  /** Shares of the price. */
  margin: z.number().min(0).max(1),
  markdown: z.number().min(0).max(1).default(0),
});

export const InstanceStock = z.strictObject({ node: id, sku: id, onHand: z.int().min(0).max(1_000_000_000) });

export const InstanceForecast = z.strictObject({
  node: id,
  sku: id,
  unitsPerDay: z.number().min(0).max(1e6),
});

export const InstanceCosts = z.strictObject({
  zoneMiles: z.array(z.number().positive()).max(50),
  horizonDays: days,
  services: z.array(z.strictObject({
    name: z.string().min(1),
    days: z.array(days),
    base: z.array(dollars),
    perLb: z.array(dollars),
  })).min(1).max(50),
  packaging: dollars,
  splitPenalty: dollars,
  latePerDay: dollars,
  unfilledPenalty: dollars,
  congestion: dollars.default(0),
}).refine(({ zoneMiles }) => zoneMiles.every((miles, i) => i === 0 || miles > zoneMiles[i - 1]!), {
  path: ["zoneMiles"],
  error: "has to rise",
}).superRefine(({ zoneMiles, services }, context) => {
  for (const { name, ...columns } of services) {
    for (const [column, { length }] of Object.entries(columns)) {
      if (length === zoneMiles.length + 1) continue;
      const message = `${name} has ${length} ${column} for ${zoneMiles.length + 1} zones`;
      context.addIssue({ code: "custom", path: ["services"], message });
    }
  }
});

export const InstanceEvent = z.discriminatedUnion("type", [
  z.strictObject({
    t: days,
    type: z.literal("order"),
    id,
    ...point,
    promiseDays: days,
    pickupNode: id.nullish(),
    lines: z.array(z.strictObject({ sku: id, quantity })).min(1).max(1_000),
  }),
  z.strictObject({ t: days, type: z.literal("walk_in"), node: id, sku: id, quantity }),
]);

export type InstanceNode = z.infer<typeof InstanceNode>;
export type InstanceSku = z.infer<typeof InstanceSku>;
export type InstanceStock = z.infer<typeof InstanceStock>;
export type InstanceForecast = z.infer<typeof InstanceForecast>;
export type InstanceCosts = z.infer<typeof InstanceCosts>;
export type InstanceEvent = z.infer<typeof InstanceEvent>;
export type InstanceOrder = Extract<InstanceEvent, { type: "order" }>;
