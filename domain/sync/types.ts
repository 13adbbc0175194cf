import { z } from "zod";
import { Uuid } from "../../lib/shapes.ts";
import { Operation } from "../fulfillment/operation_types.ts";
import { NodeId } from "../places/types.ts";

export const ApplyOperations = z.strictObject({
  deviceId: Uuid,
  by: z.strictObject({ personId: Uuid, nodeId: NodeId }).optional().meta({
    description: "Who did all of these, and where; taken only while that person is signed in there",
  }),
  operations: z.array(Operation).min(1).max(100),
}).meta({ id: "ApplyOperations" });
export type ApplyOperations = z.infer<typeof ApplyOperations>;

export const Outcome = z.strictObject({
  id: Uuid,
  outcome: z.enum(["applied", "refused", "superseded"]),
  problem: z.looseObject({ type: z.string(), title: z.string(), status: z.int() }).optional(),
}).meta({ id: "Outcome" });
export type Outcome = z.infer<typeof Outcome>;
