import type { FulfillmentState } from "../domain/fulfillment/types.ts";
import { Badge, type Tone } from "./Badge.tsx";
import type { IconName } from "./icon_paths.ts";

export interface StateLook {
  word: string;
  icon: IconName;
  tone: Tone;
}

/** A fulfillment's states as an associate and a manager read them. */
export const stateLooks: Record<FulfillmentState, StateLook> = {
  open: { word: "To pick", icon: "circle-dashed", tone: "plain" },
  picking: { word: "Picking", icon: "scan-barcode", tone: "busy" },
  picked: { word: "Picked", icon: "package-open", tone: "busy" },
  staged: { word: "Staged", icon: "package-check", tone: "good" },
  arrived: { word: "Shopper is here", icon: "hand", tone: "warn" },
  handed_over: { word: "Handed over", icon: "circle-check", tone: "good" },
  packed: { word: "Packed", icon: "package", tone: "busy" },
  shipped: { word: "Shipped", icon: "truck", tone: "good" },
  cancelled: { word: "Cancelled", icon: "ban", tone: "plain" },
};

export function StateBadge({ state }: { state: FulfillmentState }) {
  const { word, icon, tone } = stateLooks[state];
  return <Badge tone={tone} icon={icon}>{word}</Badge>;
}
