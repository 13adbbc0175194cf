import { z } from "zod";
import { Instant, text } from "../../lib/shapes.ts";

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

export const Service = z.enum(["pickup", "curbside", "ship"]).meta({
  id: "Service",
  description: "What a place does with goods: hands them over at the counter or the curb, or sends them",
});
export type Service = z.infer<typeof Service>;

/** A service turned off at a place, until a time or until somebody turns it on again. */
export const SwitchOff = z.strictObject({
  until: Instant.nullable().meta({ description: "null: until somebody turns it on again" }),
  reason: text(200),
}).meta({ id: "SwitchOff" });
export type SwitchOff = z.infer<typeof SwitchOff>;

export const SwitchView = z.strictObject({
  nodeId: NodeId,
  service: Service,
  until: z.iso.datetime().nullable(),
  reason: z.string(),
}).meta({ id: "Switch" });

/** A service a node does not offer for now; null until it is turned on again. */
export interface Switch {
  nodeId: string;
  service: Service;
  offUntil: Date | null;
  reason: string;
}

export const GroupId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/).meta({
  id: "GroupId",
  description: "A number of places taken together",
  example: "outlets",
});

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
  /** Null: as many as the day allows. */
  capacityPerHour: number | null;
  holdHours: number;
}

/** What a node offers and how much of it: all that decides whether it may be asked. */
export type Offering = Pick<Node, "id" | "services" | "capacityPerDay" | "capacityPerHour">;

/** What says when a node gets work done. */
export type Working = Pick<Node, "openingHours" | "timeZone" | "capacityPerDay" | "capacityPerHour">;

/** Work a node has promised already: how many fulfillments are due in the quarter of an hour that begins `at`. */
export interface Due {
  at: Date;
  fulfillments: number;
}

export interface Point {
  lat: number;
  lon: number;
}
