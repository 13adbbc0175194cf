// A shopper outside rings on every phone of the store until somebody says that they are going.
import { effect } from "@preact/signals";
import type { Fulfillment } from "../domain/fulfillment/types.ts";
import type { Desk } from "./desk.ts";
import { isInUse } from "./phone.ts";
import { soundRing } from "./sound.ts";

const AGAIN_MS = 3_000;

/** Those who wait outside and to whom nobody goes yet, the longest waiting first. */
export function ringing(fulfillments: Fulfillment[]): Fulfillment[] {
  return fulfillments.filter(({ state, attendedBy }) => state === "arrived" && attendedBy === null)
    .sort((a, b) => (a.arrivedAt?.getTime() ?? 0) - (b.arrivedAt?.getTime() ?? 0));
}

/** Rings as long as somebody waits; the function it returns ends it. */
export function giveRing(desk: Desk): () => void {
  return effect(() => {
    if (desk.ring.value.length === 0 || !isInUse(desk.phone)) return;
    soundRing();
    const timer = setInterval(soundRing, AGAIN_MS);
    return () => clearInterval(timer);
  });
}
