import { z } from "zod";
import { Instant, Uuid, wholeNumber } from "../../lib/shapes.ts";
import type { Standing } from "../access/types.ts";
import { Operation } from "../fulfillment/operation_types.ts";
import { NodeId } from "../places/types.ts";

export const ApplyOperations = z.strictObject({
  deviceId: Uuid,
  by: z.strictObject({
    personId: Uuid,
    nodeId: NodeId,
    standing: z.enum(["full", "offline"] satisfies Standing[]).optional().meta({
      description: "Whether the server had seen the PIN of who did this, or only the device had",
    }),
  }).optional().meta({
    description:
      "Who did all of these, and where; taken while that person is signed in there, and from a store's " +
      "device also later, if they were signed in on it when it was done",
  }),
  sentAt: Instant.optional().meta({ description: "What time it is by the device's own clock" }),
  waiting: wholeNumber(0, 1_000_000).optional().meta({ description: "How many wait there, these included" }),
  operations: z.array(Operation).min(1).max(100),
}).meta({ id: "ApplyOperations" });
export type ApplyOperations = z.infer<typeof ApplyOperations>;

export const Outcome = z.strictObject({
  id: Uuid,
  outcome: z.enum(["applied", "refused", "superseded"]),
  problem: z.looseObject({ type: z.string(), title: z.string(), status: z.int() }).optional(),
}).meta({ id: "Outcome" });
export type Outcome = z.infer<typeof Outcome>;
