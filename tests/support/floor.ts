// A store's floor for walks on Postgres: a shop of one's own, orders placed in it, and hands that work.
import assert from "node:assert/strict";
import type { Person } from "../../domain/access/types.ts";
import { grantOverride, listFulfillments, pickupCode } from "../../domain/fulfillment/mod.ts";
import type { Fulfillment } from "../../domain/fulfillment/types.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import { applyOperations } from "../../domain/sync/mod.ts";
import type { Db } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { freshDatabase } from "./postgres.ts";
import { runReactions } from "./reactions.ts";
import { agreed, associate, openShop, operation, testKeys, violations } from "./shop.ts";

export const keys = await testKeys();

/** A walk in a shop of its own; after it every invariant must hold. */
export function floorTest(name: string, walk: (db: Db) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, drop } = await freshDatabase("floor", { max: 20 });
      try {
        await openShop(db);
        await walk(db);
        await runReactions(db);
        assert.deepEqual(await violations(db), []);
      } finally {
        await drop();
      }
    },
  });
}

/** Places an order; answers its id and its first part's. */
export async function place(db: Db, order: Parameters<typeof placeOrder>[2]) {
  const { id } = agreed(await placeOrder(db, "web", order));
  const [part] = await listFulfillments(db, id);
  return { id, fulfillmentId: part!.id };
}

type Did = Parameters<typeof operation>[0];
type Body<D> = D extends [infer Type, infer Whole] ? [Type, Omit<Whole, "fulfillmentId">] : never;
export type Step = Body<Did>;

/** A person's hands on one fulfillment: does a step, answers "applied" or the problem's name. */
export function hands(
  db: Db,
  fulfillmentId: string,
  person: Person = associate("soho"),
  deviceId: string = crypto.randomUUID(),
) {
  let seq = 0;
  const does = async (...[type, body]: Step): Promise<string> => (await sends(type, body)).said;
  const sends = async (type: Step[0], body: object) => {
    const made = operation([type, { fulfillmentId, ...body }] as Did, ++seq);
    const sender = { person, nodeId: person.nodeId!, keys };
    const sent = { deviceId, operations: [made] };
    const [outcome] = (await applyOperations(db, sender, sent)).outcomes;
    const said = outcome!.outcome === "applied" ? "applied" : outcome!.problem!.type.split("/").at(-1)!;
    return { said, id: made.id, problem: outcome!.problem };
  };
  return Object.assign(does, { sends, person, deviceId, fulfillmentId });
}

/** A manager's word for one handover by these hands, as their proof; or the refusal's name. */
export async function wordOf(
  db: Db,
  does: ReturnType<typeof hands>,
  managerId: string,
  { pin = "123456", reason = "phone broken", now = new Date() } = {},
) {
  const { person, deviceId, fulfillmentId } = does;
  const asking = { nodeId: person.nodeId!, deviceId, person };
  const granted = await grantOverride(db, asking, fulfillmentId, { managerId, pin, reason }, now);
  return isRefusal(granted) ? granted.kind : { kind: "override" as const, grant: granted.grant };
}

/** Picks all of a one-line order and puts it into a bin. */
export async function pickAndStage(
  does: ReturnType<typeof hands>,
  sku: string,
  quantity: number,
  bin = "P-12",
) {
  assert.equal(await does("start_pick", {}), "applied");
  assert.equal(await does("confirm_pick", { lineNo: 1, quantity, scanned: sku }), "applied");
  assert.equal(await does("stage", { bin }), "applied");
}

/** The order's code as proof. */
export async function codeOf(fulfillmentId: string) {
  return { kind: "code" as const, code: await pickupCode(keys, fulfillmentId) };
}

/** The part as it is now. */
export async function partOf(db: Db, order: { id: string; fulfillmentId: string }): Promise<Fulfillment> {
  return (await listFulfillments(db, order.id)).find((each) => each.id === order.fulfillmentId)!;
}
