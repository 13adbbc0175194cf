import { z } from "zod";
import { text, Uuid, wholeNumber } from "../../lib/shapes.ts";
import { NodeId } from "../places/types.ts";

export type Role = "associate" | "store_manager" | "regional_manager";

/** Who is asking. A person carries the one role, and the node or region, they signed in for. */
export type Actor =
  | { kind: "anyone" }
  | { kind: "channel"; channelId: string; name: string }
  /** A store's device with nobody signed in on it, or one that was taken back. */
  | { kind: "device" | "revoked_device"; deviceId: string; nodeId: string; name: string }
  | {
    kind: "person";
    personId: string;
    name: string;
    role: Role;
    nodeId: string | null;
    regionId: string | null;
  };

export type Person = Extract<Actor, { kind: "person" }>;

const Pin = z.string().regex(/^\d{4,6}$/);

export const SignIn = z.strictObject({ personId: Uuid, place: text(80), pin: Pin });
export type SignIn = z.infer<typeof SignIn>;

/** The browser a store's manager has enrolled. */
export interface Device {
  nodeId: string;
  id: string;
  name: string;
  revokedAt: Date | null;
}

/** A person's time on a device, from a sign-in with the PIN. */
export interface Turn {
  role: Role;
  signedInAt: Date;
  runsOutAt: Date;
  signedOutAt: Date | null;
}

/** How somebody came to a device: the server saw the PIN, or only the device did. */
export type Standing = "full" | "offline";

/** Wrong PINs on a device since the last right one. */
export interface Tries {
  count: number;
  lastAt: number;
}

export const Unlock = z.strictObject({ personId: Uuid, pin: Pin });

export const Departure = z.strictObject({
  personId: Uuid,
  signedOut: z.boolean().meta({ description: "Gone for good, not only locked" }),
});
export type Departure = z.infer<typeof Departure>;

export const EnrolDevice = z.strictObject({ nodeId: NodeId, name: text(40) });
export type EnrolDevice = z.infer<typeof EnrolDevice>;

export const SetIdleLock = z.strictObject({ nodeId: NodeId, seconds: wholeNumber(1, 3_600) });
export type SetIdleLock = z.infer<typeof SetIdleLock>;

/** A device as its store's manager sees it. */
export interface DeviceView {
  nodeId: string;
  id: string;
  name: string;
  enrolledBy: string;
  enrolledAt: Date;
  lastSeenAt: Date;
  lastPerson: string | null;
  waiting: number;
  revokedAt: Date | null;
  revokedBy: string | null;
}
