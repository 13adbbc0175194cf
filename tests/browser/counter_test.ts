// From the bins to the shopper's hands, in a real browser: zones, every proof, a part, a manager, and the car outside.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { escalateWaiting, letCollect, listFulfillments, pickupCode } from "../../domain/fulfillment/mod.ts";
import { placeOrder } from "../../domain/orders/mod.ts";
import { applyOperations } from "../../domain/sync/mod.ts";
import type { Db } from "../../lib/db.ts";
import { importKeys, signId, signPass } from "../../lib/tokens.ts";
import { type RunningAisle, secrets, startAisle } from "../support/aisle.ts";
import { openBrowser, openPage, scan, violationsOf } from "../support/browser.ts";
import { freshDatabase } from "../support/postgres.ts";
import { agreed, associate, hire, openShop, operation, pickup, stockUp } from "../support/shop.ts";
import { until } from "../support/until.ts";

const keys = await importKeys({ secret: secrets.AISLE_SECRET, passKey: secrets.PASS_KEY });
type Wanted = Parameters<typeof pickup>;

Deno.test({
  name:
    "bins by zone, every proof on the phone, a part refused, a manager's word, and a car that rings two phones",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const { db, url: databaseUrl, drop } = await freshDatabase("counter");
    await openShop(db);
    await db.run`update item set zone = 'chilled' where sku = 'lamp'`;
    await db.run`update item set min_age = 21 where sku = 'rug'`;
    await db.run`
      insert into bin (node_id, label, zone, capacity)
      values ('soho', 'P-1', 'ambient', 9), ('soho', 'P-2', 'ambient', 1), ('soho', 'C-1', 'chilled', 9)`;
    await stockUp(db, "soho", { mug: 90, lamp: 90, rug: 90, kettle: 90 });
    const ana = await hire(db, { name: "Ana Pires", role: "associate", nodeId: "soho" });
    const ben = await hire(db, { name: "Ben Koch", role: "associate", nodeId: "soho" });
    await hire(db, { name: "Mona Lund", role: "store_manager", nodeId: "soho" });
    const made = {
      zones: await picked(db, "picked", { mug: 1, lamp: 1 }),
      pass: await picked(db, "staged", { mug: 1 }),
      document: await picked(db, "staged", { mug: 1 }),
      valuable: await picked(db, "staged", { rug: 40 }),
      refused: await picked(db, "staged", { mug: 1 }),
      part: await picked(db, "staged", { mug: 3 }),
      word: await picked(db, "staged", { mug: 1 }),
      short: await picked(db, "begun", { mug: 1, kettle: 1 }),
      car: await picked(db, "staged", { mug: 1 }, { method: "curbside" }),
    };
    await handOverShort(db, made.short);
    await letCollect(db, { ...made.document, collector: "Jonas Weber" });
    const aisle = await startAisle({ databaseUrl });
    const browser = await openBrowser();
    const step = async (name: string, walk: () => Promise<void>) => assert.ok(await t.step(name, walk), name);
    try {
      const { page: phone, context, errors } = await openPage(browser);
      const { page: other, errors: otherErrors } = await openPage(browser);
      await signIn(aisle, phone, ana, "Ana Pires");
      await signIn(aisle, other, ben, "Ben Koch");
      const open = (name: keyof typeof made) => phone.goto(`${aisle.url}/work/${made[name].fulfillmentId}`);
      const press = (name: string | RegExp) => phone.getByRole("button", { name }).click();
      const sees = (text: string | RegExp) =>
        phone.getByText(text).filter({ visible: true }).first().waitFor();
      const said = (text: string | RegExp) =>
        phone.getByRole("alert").filter({ hasText: text }).first().waitFor();
      const standing = async (name: keyof typeof made) =>
        (await listFulfillments(db, made[name].orderId))[0]!;

      await step("each kind of goods goes into a bin of its kind, and only then is it ready", async () => {
        await open("zones");
        await sees("Chilled: needs a bin");
        await scan(phone, "BIN:P-1");
        await sees("Ordinary: in bin P-1");
        await scan(phone, "X-9");
        await said("There is no such bin");
        await press(/^C-1/);
        await phone.getByRole("heading", { name: "Ready for pickup" }).waitFor();
        await until("it is ready", async () => (await standing("zones")).state === "staged");
        assert.deepEqual((await standing("zones")).spots, [
          { bin: "P-1", zone: "ambient" },
          { bin: "C-1", zone: "chilled" },
        ]);
        await press("Back to list");
        await phone.goto(`${aisle.url}/work/${made.zones.fulfillmentId}`);
        await sees(/Kept until/);
        await phone.getByText("Keep longer").click();
        await press("1 more day");
        await scan(phone, "P-2");
        await sees("C-1, P-2");
      });

      const passOf = (name: keyof typeof made) =>
        signPass(keys, {
          subject: made[name].fulfillmentId,
          audience: "soho",
          expiresAt: new Date(Date.now() + 3_600_000),
        });
      /** All of it is refused, taken, refused again, and put back, without a network. */
      const refuseAllOffline = async () => {
        await phone.locator(`#row-${made.refused.fulfillmentId}`).click();
        for (const turn of ["first", "again"]) {
          await press("Wants none of it");
          await scan(phone, await passOf("refused"));
          await press("Keep it all here");
          await phone.getByRole("heading", { name: "Nothing was taken" }).waitFor();
          assert.deepEqual(await violationsOf(phone), []);
          await press(turn === "first" ? /^Undo/ : "Put it back now");
        }
        await sees("The shopper did not want it");
        await scan(phone, "mug");
        await phone.getByRole("heading", { name: "All back on the shelf" }).waitFor();
      };

      await step(
        "with no network a pass takes a scan and a tap, and an ID its name and four characters",
        async () => {
          const pass = await passOf("pass");
          await open("pass");
          await sees("Bring from bin");
          await context.setOffline(true);
          await sees(/No connection/);
          await scan(phone, pass);
          await press("Hand over");
          await phone.getByRole("heading", { name: "Handed over" }).waitFor();
          await press("Back to list");
          await phone.locator(`#row-${made.document.fulfillmentId}`).waitFor({ state: "attached" });
          await phone.locator("details", { hasText: "Ready" }).locator("summary").first().click();
          await phone.locator(`#row-${made.document.fulfillmentId}`).click();
          await press(/Jonas Weber/);
          await press("See an ID");
          await phone.getByLabel("Name, as on the ID").fill("Ivo Kern");
          await phone.getByLabel(/Last four/).fill("47ab");
          await press("I have seen this ID");
          await said("The name is another one");
          await phone.getByLabel("Name, as on the ID").fill("jonas weber");
          await press("I have seen this ID");
          await press("Hand over");
          await phone.getByRole("heading", { name: "Handed over" }).waitFor();
          assert.equal((await standing("document")).state, "staged");
          await press("Back to list");
          await refuseAllOffline();
          await context.setOffline(false);
          await until("all are sent", async () =>
            (await standing("pass")).state === "handed_over" &&
            (await standing("document")).state === "handed_over" &&
            (await standing("refused")).state === "cancelled");
          const kept = await db
            .one`select proof, collector, document_last_four from handover where proof = 'document'`;
          assert.deepEqual(kept, { proof: "document", collector: "Jonas Weber", documentLastFour: "47AB" });
        },
      );

      await step("what is valuable and for the grown asks for both, one after the other", async () => {
        await open("valuable");
        await phone.getByLabel(/Scan the pass/).fill(await pickupCode(keys, made.valuable.fulfillmentId));
        await press("Check and hand over");
        await sees("Only for 21 and older");
        assert.deepEqual(await violationsOf(phone), []);
        await press("Yes, 21 or older");
        await sees("See an ID as well");
        await phone.getByLabel("Name, as on the ID").fill("Maya Reyes");
        await phone.getByLabel(/Last four/).fill("0815");
        await press("I have seen this ID");
        await press("Hand over");
        await until("it is gone", async () => (await standing("valuable")).state === "handed_over");
        const [kept] = await db
          .many`select age_seen, document_name from handover where document_name = 'Maya Reyes'`;
        assert.deepEqual(kept, { ageSeen: true, documentName: "Maya Reyes" });
      });

      await step("a part changes hands and the rest goes back; a wrong code gives nothing", async () => {
        await open("part");
        await phone.getByLabel(/Scan the pass/).fill("000000");
        await press("Check and hand over");
        await said("That pickup code is not right");
        assert.equal((await standing("part")).state, "staged");
        await press("Not everything");
        await press(/One less/);
        await press("Does not want the rest");
        await phone.getByLabel(/Scan the pass/).fill(await pickupCode(keys, made.part.fulfillmentId));
        await press("Check and hand over");
        await press("Hand over this part");
        await until("the rest is to put back", async () => (await standing("part")).state === "to_put_back");
        assert.deepEqual((await standing("part")).lines.map(({ handed }) => handed), [2]);
      });

      await step("without proof only a manager's own PIN lets it go, with what was signed", async () => {
        await open("word");
        await phone.getByText("Signature or photo").click();
        const sign = phone.getByRole("img", { name: /Sign here/ });
        await sign.evaluate((pad) => pad.scrollIntoView({ block: "center" }));
        const pad = (await sign.boundingBox())!;
        await phone.mouse.move(pad.x + 20, pad.y + 20);
        await phone.mouse.down();
        await phone.mouse.move(pad.x + 120, pad.y + 40);
        await phone.mouse.up();
        await press("Manager lets it go");
        await phone.getByLabel("Why without proof").fill("phone broken");
        await phone.getByLabel("The manager’s own PIN").fill("999999");
        await press("Let it go without proof");
        await said("That PIN is not right");
        assert.equal((await standing("word")).state, "staged");
        await phone.getByLabel("The manager’s own PIN").fill("123456");
        await press("Let it go without proof");
        await phone.getByRole("heading", { name: "Handed over" }).waitFor();
        const kept = await db.one`
          select manager_reason, kind from handover join handover_evidence on handover_id = handover.id`;
        assert.deepEqual(kept, { managerReason: "phone broken", kind: "signature" });
        await press(/^Undo/);
        await until("it is back in its bin", async () => (await standing("word")).state === "staged");
        await sees("Bring from bin");
      });

      await step(
        "what was missing from an order that is over turns up: scanned once it is named, twice it is back",
        async () => {
          await phone.goto(`${aisle.url}/work`);
          await sees("All saved");
          await phone.getByText("Missing, may turn up").waitFor();
          await scan(phone, "kettle");
          await sees("This order is over here");
          assert.deepEqual(await violationsOf(phone), []);
          await scan(phone, "kettle");
          await sees("It counts as stock again");
          await until("it is for sale", async () => (await standing("short")).lines[1]!.found === 1);
          await phone.getByText("Missing, may turn up").waitFor({ state: "detached" });
        },
      );

      const { page: shopper, errors: shopperErrors } = await openPage(browser);
      await step("the shopper sets out, arrives, and rings on both phones until somebody goes", async () => {
        await shopper.goto(`${aisle.url}/order/${await signId(keys, "order", made.car.orderId)}`);
        await shopper.getByLabel(/How long will it take/).selectOption("15");
        await shopper.getByRole("button", { name: "I’m on my way" }).click();
        await shopper.getByText(/expects you about/).waitFor();
        await other.getByRole("heading", { name: /On the way/ }).waitFor();
        await shopper.getByLabel("Bay, if any").fill("4");
        await shopper.getByLabel("Your car").fill("Grey hatchback");
        await shopper.getByRole("button", { name: "I’m here" }).click();
        for (const page of [phone, other]) {
          await page.getByRole("alert").filter({ hasText: "Bay 4" }).waitFor();
          await until(
            "the clock runs",
            async () =>
              /^0:0[2-9]|^0:[1-5]/.test(await page.locator("[role=alert] [data-clock]").innerText()),
          );
        }
        assert.deepEqual(await violationsOf(other), []);
        await other.getByRole("button", { name: "I am going" }).click();
        await other.getByText("Ben Koch is going").waitFor();
        await phone.getByRole("alert").filter({ hasText: "Bay 4" }).waitFor({ state: "detached" });
        await shopper.getByText("Someone is coming out to you").waitFor();
        await db.run`update fulfillment set arrived_at = now() - interval '6 minutes' where bay = '4'`;
        await escalateWaiting(db);
        await other.getByText("Waiting too long: ask Mona Lund").waitFor();
      });
      assert.deepEqual(shopperErrors, []);
      assert.deepEqual(
        [errors, otherErrors].flat().filter((each) => !/ERR_INTERNET_DISCONNECTED|status of 401/.test(each)),
        [],
      );
    } finally {
      await browser.close();
      await aisle.stop();
      await drop();
    }
  },
});

/** An order that was begun, picked, or waits in its bin. */
async function picked(db: Db, state: "begun" | "picked" | "staged", wanted: Wanted[1], more?: Wanted[2]) {
  const { id: orderId } = agreed(await placeOrder(db, "web", pickup("soho", wanted, more)));
  const [part] = await listFulfillments(db, orderId);
  const fulfillmentId = part!.id;
  const lines = state === "begun" ? part!.lines.slice(0, 1) : part!.lines;
  await does(
    db,
    ["start_pick", { fulfillmentId }],
    ...lines.map(({ lineNo, sku, quantity }): Did => [
      "confirm_pick",
      { fulfillmentId, lineNo, quantity, scanned: sku },
    ]),
    ...(state === "staged" ? [["stage", { fulfillmentId, bin: "P-1" }] as Did] : []),
  );
  return { orderId, fulfillmentId };
}

/** Its second item cannot be found; the first is handed over. */
async function handOverShort(db: Db, { fulfillmentId }: { fulfillmentId: string }) {
  const code = await pickupCode(keys, fulfillmentId);
  await does(
    db,
    ["short_pick", { fulfillmentId, lineNo: 2, quantity: 1, reason: "not_found" }],
    ["stage", { fulfillmentId, bin: "P-1" }],
    ["hand_over", { fulfillmentId, proof: { kind: "code", code } }],
  );
}

type Did = Parameters<typeof operation>[0];
const sender = { person: associate("soho"), nodeId: "soho", keys };

async function does(db: Db, ...did: Did[]) {
  const operations = did.map((each, i) => operation(each, i + 1));
  const { outcomes } = await applyOperations(db, sender, { deviceId: crypto.randomUUID(), operations });
  assert.deepEqual(outcomes.filter(({ outcome }) => outcome !== "applied"), []);
}

async function signIn(aisle: RunningAisle, page: Page, personId: string, name: string) {
  await page.goto(`${aisle.url}/sign-in?place=node:soho`);
  await page.getByRole("link", { name }).click();
  await page.locator("input[name=pin]").fill("123456");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/work");
  assert.ok(personId);
}
