import { z } from "zod";
import { text, Uuid } from "../../lib/shapes.ts";

export type Role = "associate" | "store_manager" | "regional_manager";

/** Who is asking. A person carries the one role, and the node or region, they signed in for. */
export type Actor =
  | { kind: "anyone" }
  | { kind: "channel"; channelId: string; name: string }
  | {
    kind: "person";
    personId: string;
    name: string;
    role: Role;
    nodeId: string | null;
    regionId: string | null;
  };

export type Person = Extract<Actor, { kind: "person" }>;

export const SignIn = z.strictObject({
  personId: Uuid,
  place: text(80),
  pin: z.string().regex(/^\d{6}$/),
});
export type SignIn = z.infer<typeof SignIn>;
