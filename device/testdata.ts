// Orders as the tests of the associate's screen make them: ana and ben work at soho.
import { untouched } from "../domain/fulfillment/steps_decide.ts";
import type { Operation } from "../domain/fulfillment/operation_types.ts";
import type { Fulfillment, FulfillmentLine } from "../domain/fulfillment/types.ts";
import type { Step, Waiting } from "../sw/queue.ts";
import { keepPending, type WithPending } from "./truth.ts";

export const ana = { personId: "0a000000-0000-4000-8000-000000000001", nodeId: "soho", name: "Ana" };
export const ben = { personId: "0b000000-0000-4000-8000-000000000002", nodeId: "soho", name: "Ben" };

export const MUG = "036000291452";

export function mugs(quantity: number, change: Partial<FulfillmentLine> = {}): FulfillmentLine {
  return untouched({
    lineNo: 1,
    sku: "MUG",
    name: "Mug",
    gtins: ["00036000291452"],
    location: "A04-12",
    weightGrams: 400,
    quantity,
    ...change,
  });
}

/** An open pickup order for three mugs, due at noon. */
export function order(id: string, change: Partial<Fulfillment> = {}): Fulfillment {
  return {
    id,
    nodeId: "soho",
    orderId: `order-${id}`,
    orderNumber: `A-${id}`,
    shopperLabel: "Maya R.",
    collector: null,
    method: "pickup",
    state: "open",
    placedAt: new Date("2026-06-01T10:00:00Z"),
    dueBy: new Date("2026-06-01T12:00:00Z"),
    promisedBy: new Date("2026-06-01T13:00:00Z"),
    pickerId: null,
    pickerName: null,
    helpers: [],
    touchedAt: null,
    batch: null,
    bin: null,
    spots: [],
    holdUntil: null,
    remindedAt: null,
    onWayAt: null,
    etaAt: null,
    arrivedAt: null,
    attendedBy: null,
    escalatedAt: null,
    bay: null,
    car: null,
    tracking: null,
    parcels: [],
    proof: null,
    ending: null,
    valueMinor: 3600,
    isHighValue: false,
    recent: [],
    lines: [mugs(3)],
    ...change,
  };
}

export const pickedBy = (person: typeof ana) => ({
  state: "picking" as const,
  pickerId: person.personId,
  pickerName: person.name,
});

let seq = 0;

/** A step as ana's device keeps it. */
export function waiting(step: Step, change: Partial<Waiting> = {}): Waiting {
  const operation = { ...step, id: crypto.randomUUID(), seq: ++seq, at: "2026-06-01T11:00:00Z" } as Operation;
  const note = { orderNumber: "A-1", needsServer: false };
  return { ...operation, ...note, by: ana, ...change } as Waiting;
}

/** What a phone shows that has decided nothing before. */
export const withPending: WithPending = (...given) => keepPending()(...given);
