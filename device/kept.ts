// What the server last said of the store's work, kept on the phone: a page that starts again without a network would
// otherwise know only the orders there were when it was first loaded.
import { effect } from "@preact/signals";
import { type FulfillmentJson, reviveFulfillment } from "../domain/fulfillment/wire_decide.ts";
import type { Box } from "../domain/shipping/types.ts";
import type { Bin } from "../domain/fulfillment/types.ts";
import { STAFF_PAGES } from "../sw/names.ts";
import type { Waiting } from "../sw/queue.ts";
import type { Desk } from "./desk.ts";
import type { Truth } from "./phone.ts";

const ADDRESS = "/work/kept";

interface Kept {
  nodeId: string;
  version: number;
  fulfillments: FulfillmentJson[];
  bins: Bin[];
  boxes?: Box[];
  managers?: Truth["managers"];
  /** Answered for, but perhaps not yet part of it. */
  applied: Waiting[];
}

/** Begins with what was kept where that is newer than the page, and keeps whatever comes; the function it gives ends that. */
export function keepWork(desk: Desk): () => void {
  let end = () => {};
  let isOver = false;
  readKept().then((kept) => {
    if (isOver) return;
    if (kept?.nodeId === desk.node.id && kept.version > desk.truth.value.version) take(desk, kept);
    end = effect(() => {
      const kept = { nodeId: desk.node.id, ...desk.truth.value, applied: desk.applied.value };
      // Without a version it is about to be read anew.
      if (kept.version > 0) writeKept(kept);
    });
  });
  return () => {
    isOver = true;
    end();
  };
}

function take(desk: Desk, { version, fulfillments, bins, boxes = [], managers = [], applied }: Kept) {
  const revived = fulfillments.map(reviveFulfillment);
  desk.truth.value = { version, fulfillments: revived, bins, boxes, managers };
  desk.applied.value = [...applied, ...desk.applied.value];
}

async function readKept(): Promise<Kept | undefined> {
  try {
    return await (await caches.match(ADDRESS, { cacheName: STAFF_PAGES }))?.json();
  } catch {
    // Kept in private browsing, or by a version that wrote it otherwise: the page has its own.
    return undefined;
  }
}

let lastWrite: Promise<unknown> = Promise.resolve();

/** One after the other, so that the newest stays. An instant becomes text, as it is on the wire. */
function writeKept(kept: Record<keyof Kept, unknown>) {
  lastWrite = lastWrite.then(async () => {
    const cache = await caches.open(STAFF_PAGES);
    await cache.put(ADDRESS, new Response(JSON.stringify(kept)));
  }).catch(() => {});
}
