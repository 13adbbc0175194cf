import type { FulfillmentState } from "../domain/fulfillment/types.ts";
import type { Words } from "../words/en/work.ts";
import { Badge, type Tone } from "./Badge.tsx";
import type { IconName } from "./icon_paths.ts";

export interface StateLook {
  icon: IconName;
  tone: Tone;
}

/** A fulfillment's states as they look; what they are called is the words' affair. */
export const stateLooks: Record<FulfillmentState, StateLook> = {
  open: { icon: "circle-dashed", tone: "plain" },
  picking: { icon: "scan-barcode", tone: "busy" },
  picked: { icon: "package-open", tone: "busy" },
  staged: { icon: "package-check", tone: "good" },
  arrived: { icon: "hand", tone: "warn" },
  to_put_back: { icon: "package-x", tone: "warn" },
  handed_over: { icon: "circle-check", tone: "good" },
  packed: { icon: "package", tone: "busy" },
  shipped: { icon: "truck", tone: "good" },
  cancelled: { icon: "ban", tone: "plain" },
};

export function StateBadge({ state, t }: { state: FulfillmentState; t: Words }) {
  return <Badge {...stateLooks[state]}>{t.states[state]}</Badge>;
}
