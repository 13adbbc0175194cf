// Whether the person at the counter may have these goods. The same on the phone, with no network, as on the server; what
// only the server can check (a signature in doubt, six digits, a manager's word) it checks beside this.
import { refuse } from "../../lib/refusal.ts";
import type { OperationOf } from "./operation_types.ts";
import type { Fulfillment } from "./types.ts";

type HandOver = OperationOf<"hand_over">["body"];

/** A refusal, or nothing: age, value, who collects, and whose name stands on the document. */
export function checkIdentity(
  fulfillment: Fulfillment,
  { proof, document, collector, ageSeen }: HandOver,
  given: { lineNo: number }[],
) {
  const minAge = minAgeOf(fulfillment, given);
  if (minAge !== null && !ageSeen) return refuse("age_not_seen", { minAge });
  if (proof.kind === "override") return;
  if (proof.kind === "approval") {
    // What only a phone has seen reaches less far: nothing valuable leaves on it.
    return fulfillment.isHighValue && given.length > 0 ? refuse("approval_not_enough", {}) : undefined;
  }
  if (collector !== undefined && !isSameName(collector, fulfillment.collector ?? "")) {
    return refuse("collector_not_named", { collector });
  }
  const seen = proof.kind === "document" ? proof : document;
  if (fulfillment.isHighValue && given.length > 0 && !seen) {
    return refuse("document_needed", { fulfillmentId: fulfillment.id });
  }
  if (seen && !isOnDocument(seen.name, fulfillment, collector)) {
    return refuse("name_differs", { fulfillmentId: fulfillment.id });
  }
}

/** The age that must be proved for these lines; null where none asks for any. */
export function minAgeOf({ lines }: Fulfillment, given: { lineNo: number }[]): number | null {
  const ages = lines.filter(({ lineNo }) => given.some((each) => each.lineNo === lineNo))
    .flatMap(({ minAge }) => minAge === null ? [] : [minAge]);
  return ages.length > 0 ? Math.max(...ages) : null;
}

/** A collector's document shows the collector's name, the shopper's own one that fits what the store knows: "Maya R.". */
function isOnDocument(name: string, { shopperLabel, collector }: Fulfillment, collects?: string): boolean {
  if (collects !== undefined) return isSameName(name, collector ?? "");
  return isSameName(labelOf(name), shopperLabel) || (collector !== null && isSameName(name, collector));
}

/** First name and the initial of the last, as a shopper is called in a stockroom. */
function labelOf(name: string): string {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  const last = rest.at(-1);
  return last ? `${first} ${Array.from(last)[0]}.` : first;
}

function isSameName(a: string, b: string): boolean {
  return plain(a) === plain(b) && plain(a) !== "";
}

/** Without capitals and accents: José on the card is Jose on the order. */
function plain(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
