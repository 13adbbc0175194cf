import assert from "node:assert/strict";
import { EASYPOST_KEY, type EasyPostServer, startEasyPost } from "../tests/support/easypost_server.ts";
import { CarrierAway, type EasyPost, openEasyPost } from "./easypost.ts";
import { isRefusal } from "./refusal.ts";

function test(name: string, walk: (easypost: EasyPost, server: EasyPostServer) => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const server = startEasyPost();
      const easypost = openEasyPost({ apiKey: EASYPOST_KEY, baseUrl: server.url, timeoutMs: 2_000 });
      await walk(easypost, server);
      // Not waited for: a request that was never answered would hold it up.
      server.stop().catch(() => {});
    },
  });
}

const address = {
  name: "Maya Reyes",
  street1: "5 Spring Street",
  city: "New York",
  state: "NY",
  zip: "10012",
  country: "US",
};
const parcel = {
  from_address: { ...address, name: "Soho" },
  to_address: address,
  parcel: { weight: 20, length: 10, width: 7, height: 5 },
  reference: "soho/1",
};

async function quoted(easypost: EasyPost) {
  const made = await easypost.createShipment(parcel);
  assert.ok(!isRefusal(made));
  return { shipmentId: made.id, rateId: made.rates[0]!.id, rates: made.rates };
}

test("a parcel is quoted, bought once, tracked and given back", async (easypost, server) => {
  const { shipmentId, rateId, rates } = await quoted(easypost);
  assert.deepEqual(rates.map(({ carrier, rate, delivery_days }) => [carrier, rate, delivery_days]), [
    ["USPS", "5.80", 3],
    ["UPS", "19.80", 2],
  ]);
  const { asked } = server.made.get(shipmentId)!;
  assert.deepEqual(asked, { ...parcel, options: { label_format: "PDF", label_size: "4x6" } });

  const bought = await easypost.buy({ shipmentId, rateId });
  assert.ok(!isRefusal(bought));
  assert.equal(bought.trackingCode, "9400111899223700000001");
  assert.match(new TextDecoder().decode(bought.pdf), /^%PDF-1.4 94001118/);
  assert.match(bought.zpl, /^\^XA.*\^FD9400111899223700000001\^FS\^XZ$/);
  // A second try is given what the first bought.
  assert.deepEqual(await easypost.buy({ shipmentId, rateId }), bought);

  assert.deepEqual(await easypost.track(bought.trackingCode), {
    tracking_code: bought.trackingCode,
    status: "in_transit",
  });
  assert.equal(await easypost.track("1Z999"), undefined);
  assert.deepEqual(await easypost.refund(shipmentId), { settled: false });
});

test("what the carrier will not do is a refusal in its words", async (easypost, server) => {
  const nowhere = await easypost.createShipment({ ...parcel, to_address: { ...address, zip: "00000" } });
  assert.ok(isRefusal(nowhere));
  assert.deepEqual(nowhere.detail, { reason: "no carrier takes it" });
  const weightless = await easypost.createShipment({ ...parcel, parcel: { weight: 0 } });
  assert.ok(isRefusal(weightless));
  assert.deepEqual(weightless.detail, {
    code: "PARCEL.WEIGHT.INVALID",
    reason: '[{"field":"weight","message":"is required"}]',
  });
  const { shipmentId } = await quoted(easypost);
  const refused = await easypost.buy({ shipmentId, rateId: "rate_of_another" });
  assert.ok(isRefusal(refused));
  assert.equal(refused.kind, "carrier_declined");
  server.faults.push({
    path: /refund$/,
    status: 422,
    code: "SHIPMENT.REFUND.UNAVAILABLE",
    message: "too late",
  });
  const kept = await easypost.refund(shipmentId);
  assert.ok(isRefusal(kept));
  assert.equal(kept.detail.reason, "too late");
});

test(
  "whatever may be asked again throws: busy, broken, silent, undecided or unreadable",
  async (easypost, server) => {
    const { shipmentId, rateId } = await quoted(easypost);
    const buy = () => easypost.buy({ shipmentId, rateId });
    for (
      const fault of [
        { status: 429, code: "RATE_LIMITED" },
        { status: 500 },
        { status: 422, code: "SHIPMENT.PURCHASE.IN_PROGRESS" },
        { status: 422, code: "SHIPMENT.POSTAGE.TIMED_OUT" },
        { hang: true },
      ]
    ) {
      server.faults.push({ path: /buy$/, ...fault });
      await assert.rejects(buy, CarrierAway, JSON.stringify(fault));
    }
    // Bought, and the answer lost: asked again, there is one label and this is it.
    server.faults.push({ path: /buy$/, loseAnswer: true });
    await assert.rejects(buy, CarrierAway);
    const bought = await buy();
    assert.ok(!isRefusal(bought));
    assert.equal(bought.trackingCode, server.made.get(shipmentId)!.tracking_code);
    server.faults.push({ path: /^\/files/, status: 404 });
    await assert.rejects(buy, CarrierAway);
  },
);

test("a key that is not known is a refusal", async (_, server) => {
  const stranger = openEasyPost({ apiKey: "EZTK_of_nobody", baseUrl: server.url, timeoutMs: 2_000 });
  const refused = await stranger.createShipment(parcel);
  assert.ok(isRefusal(refused));
  assert.equal(refused.detail.code, "APIKEY.INACTIVE");
});
