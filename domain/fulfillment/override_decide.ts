// What a manager puts their name to when there is no network: the same text on the phone, which signs it, and on the
// server, which looks whether it did.
import type { Proof } from "./operation_types.ts";

type Approval = Extract<Proof, { kind: "approval" }>;

/** One handover of one order, let go by this manager at that moment for that reason. */
export function approvalText(
  fulfillmentId: string,
  { managerId, reason, approvedAt }: Pick<Approval, "managerId" | "reason" | "approvedAt">,
): string {
  return JSON.stringify(["let go", fulfillmentId, managerId, reason, approvedAt]);
}
