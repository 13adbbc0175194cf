import assert from "node:assert/strict";
import { listFulfillments } from "../domain/fulfillment/mod.ts";
import { placeOrder } from "../domain/orders/mod.ts";
import { applyOperations } from "../domain/sync/mod.ts";
import { readRegionLoad } from "../domain/workload/mod.ts";
import { freshDatabase } from "./support/postgres.ts";
import { agreed, associate, openShop, operation, pickup, stockUp, testKeys } from "./support/shop.ts";

const noon = new Date("2026-11-18T12:00:00-05:00");
const minutes = (after: number) => new Date(noon.getTime() + after * 60_000);

Deno.test({
  name: "a region shows each store's backlog, what is due and late, and the worst store first",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, drop } = await freshDatabase("workload");
    try {
      await openShop(db);
      await stockUp(db, "soho", { mug: 50 });
      await stockUp(db, "hoboken", { mug: 50 });
      // Two hours to get ready: the first at Hoboken is late at 12:00, the second due at 12:30.
      agreed(await placeOrder(db, "web", pickup("hoboken", { mug: 2 }), minutes(-180)));
      agreed(await placeOrder(db, "web", pickup("hoboken", { mug: 3 }), minutes(-90)));
      const { id } = agreed(await placeOrder(db, "web", pickup("soho", { mug: 1 }), minutes(-10)));

      const [fulfillment] = await listFulfillments(db, id);
      const sender = { person: associate("soho"), nodeId: "soho", keys: await testKeys() };
      const fulfillmentId = fulfillment!.id;
      const operations = [
        operation(["start_pick", { fulfillmentId }], 1),
        operation(["confirm_pick", { fulfillmentId, lineNo: 1, quantity: 1, scanned: "mug" }], 2),
        operation(["stage", { fulfillmentId, bin: "P-1" }], 3),
      ];
      await applyOperations(db, sender, { deviceId: crypto.randomUUID(), operations }, noon);

      const load = await readRegionLoad(db, "east", noon);
      const told = load?.nodes.map((node) => [
        ...[node.nodeId, node.backlog, node.unitsToPick, node.overdue, node.dueWithinHour, node.staged],
        node.oldestPlacedAt,
      ]);
      assert.deepEqual(told, [
        ["hoboken", 2, 5, 1, 1, 0, minutes(-180).toISOString()],
        ["soho", 1, 0, 0, 0, 1, null],
        ["albany", 0, 0, 0, 0, 0, null],
      ]);
      assert.equal(await readRegionLoad(db, "nowhere", noon), undefined);
    } finally {
      await drop();
    }
  },
});
