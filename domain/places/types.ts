import { z } from "zod";
import { text } from "../../lib/shapes.ts";

export const NodeId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/).meta({
  id: "NodeId",
  description: "A place that fulfils: a store or a depot",
  example: "soho",
});

export const PostalAddress = z.strictObject({
  name: text(100).optional(),
  line1: text(120),
  line2: text(120).optional(),
  city: text(80),
  state: text(40),
  postalCode: text(12),
  country: z.literal("US"),
}).meta({ id: "PostalAddress" });
export type PostalAddress = z.infer<typeof PostalAddress>;

export type Service = "pickup" | "curbside" | "ship";

/** A day's opening and closing in the node's own time, "HH:MM"; null when closed. Monday first, seven of them. */
export type OpeningHours = ([string, string] | null)[];

export interface Node {
  id: string;
  kind: "store" | "depot";
  name: string;
  regionId: string;
  address: string;
  city: string;
  state: string;
  postalCode: string;
  lat: number;
  lon: number;
  timeZone: string;
  openingHours: OpeningHours;
  services: Service[];
  capacityPerDay: number;
  holdHours: number;
}

export interface Point {
  lat: number;
  lon: number;
}
