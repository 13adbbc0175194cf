// Another item for one that cannot be found, between two screens: the associate's at the shelf and the shopper's at home.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { listFulfillments } from "../../domain/fulfillment/mod.ts";
import { readOrderPage } from "../../domain/orders/mod.ts";
import { importKeys, signId } from "../../lib/tokens.ts";
import { secrets, startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, scan, violationsOf } from "../support/browser.ts";
import { hands, place } from "../support/floor.ts";
import { freshDatabase } from "../support/postgres.ts";
import { associate, hire, openShop, pickup, stockUp } from "../support/shop.ts";
import { until } from "../support/until.ts";

const keys = await importKeys({ secret: secrets.AISLE_SECRET, passKey: secrets.PASS_KEY });

Deno.test({
  name: "another item is offered at the shelf, taken or not on the shopper's page, and the phone says which",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("substitutes");
    await openShop(db);
    await stockUp(db, "soho", { mug: 9, lamp: 9, kettle: 9 });
    const ana = await hire(db, { name: "Ana Pires", role: "associate", nodeId: "soho" });
    const taken = await place(db, pickup("soho", { mug: 1, lamp: 1 }));
    const refused = await place(db, pickup("soho", { lamp: 1 }));
    const walk = [
      await place(db, pickup("soho", { mug: 1, lamp: 1 })),
      await place(db, pickup("soho", { mug: 1 })),
    ];
    const batchId = crypto.randomUUID();
    for (const [i, { fulfillmentId }] of walk.entries()) {
      const batch = { id: batchId, mode: "sort_while" as const, tote: `T${i + 1}` };
      const does = hands(db, fulfillmentId, { ...associate("soho", "Ana Pires"), personId: ana });
      assert.equal(await does("start_pick", { batch }), "applied");
    }
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    const step = async (name: string, run: () => Promise<void>) => assert.ok(await t.step(name, run), name);
    try {
      const { page: phone, errors } = await openPage(browser);
      const { page: shopper, errors: shopperErrors } = await openPage(browser);
      await phone.goto(`${aisle.url}/sign-in?place=node:soho&person=${ana}`);
      await phone.locator("input[name=pin]").fill("123456");
      await phone.keyboard.press("Enter");
      await phone.waitForURL("**/work");
      const press = (name: string | RegExp) => phone.getByRole("button", { name }).click();
      const sees = (text: string | RegExp) =>
        phone.getByText(text).filter({ visible: true }).first().waitFor();
      const open = async (order: { fulfillmentId: string }) => {
        await phone.goto(`${aisle.url}/work/${order.fulfillmentId}`);
        await sees("All saved");
      };
      const follow = async (order: { id: string }) => {
        await shopper.goto(`${aisle.url}/order/${await signId(keys, "order", order.id)}`);
        await shopper.getByRole("heading", { name: "May we give you this instead?" }).waitFor();
        await shopper.getByText("1 × Blue kettle").waitFor();
      };
      const answer = async (order: { id: string }, name: string) => {
        await follow(order);
        await shopper.getByRole("button", { name }).click();
        await shopper.getByRole("heading", { name: "May we give you this instead?" }).waitFor({
          state: "detached",
        });
      };
      const lines = async (order: { id: string }) =>
        (await listFulfillments(db, order.id))[0]!.lines.map((
          { sku, picked, shorted },
        ) => [sku, picked, shorted]);

      await step("a yes: the other item joins the pick, and says in whose place it came", async () => {
        await open(taken);
        await press("Start picking");
        await press(/Blue lamp/);
        await offer(phone, "Blue kettle");
        await sees("Asking about 1 × Blue kettle");
        assert.deepEqual(await violationsOf(phone), []);
        await answer(taken, "Yes, please");
        await sees("The shopper takes it");
        await sees("instead of Blue lamp");
        await scan(phone, "kettle");
        await scan(phone, "mug");
        await sees("Scan or type the pickup bin");
        await until(
          "it is picked",
          async () => (await lines(taken)).every(([, picked, short]) => picked || short),
        );
        assert.deepEqual((await lines(taken)).sort(), [["kettle", 1, 0], ["lamp", 0, 1], ["mug", 1, 0]]);
      });

      await step("a no: the item is missing, its price goes back, and nothing is left to pick", async () => {
        await open(refused);
        await press("Start picking");
        await offer(phone, "Blue kettle");
        await sees("Waiting for the shopper’s answer");
        assert.deepEqual(await violationsOf(phone), []);
        await follow(refused);
        assert.deepEqual(await violationsOf(shopper), []);
        await answer(refused, "No, pay it back");
        await sees("The shopper does not want it");
        await until(
          "it is paid back",
          async () => (await readOrderPage(db, keys, refused.id))?.state === "cancelled",
        );
        const page = await readOrderPage(db, keys, refused.id);
        assert.deepEqual(page?.refunds.map(({ quantity, amountMinor }) => [quantity, amountMinor]), [[
          1,
          1700,
        ]]);
      });

      await step(
        "in a walk for two the shopper who would go without is asked, and their tote gets the other",
        async () => {
          await open(walk[0]!);
          await offer(phone, "Blue kettle", (await listFulfillments(db, walk[0]!.id))[0]!.orderNumber);
          await sees("Asking about 1 × Blue kettle");
          await answer(walk[0]!, "Yes, please");
          await sees("The shopper takes it");
          await scan(phone, "kettle");
          await sees("Into T1");
          await until(
            "it is picked",
            async () => (await lines(walk[0]!)).some(([sku, picked]) => sku === "kettle" && picked === 1),
          );
        },
      );
      assert.deepEqual([errors, shopperErrors], [[], []]);
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

/** The item on the screen cannot be found; another one is offered for it. */
async function offer(phone: Page, name: string, order?: string) {
  await phone.getByRole("button", { name: "Can’t find it" }).click();
  await phone.getByRole("button", { name: "Offer another item" }).click();
  if (order) await phone.getByText(`For order ${order}`).waitFor();
  const offers = phone.getByRole("list", { name: "Other items to offer" });
  await offers.getByRole("button", { name }).waitFor();
  assert.deepEqual(await violationsOf(phone), []);
  await offers.getByRole("button", { name }).click();
}
