import assert from "node:assert/strict";
import { type Keys, signPass } from "../lib/tokens.ts";
import { readPass } from "./pass.ts";

const now = new Date("2026-06-01T12:00:00Z");
const inAnHour = new Date("2026-06-01T13:00:00Z");
const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
const reader = { jwk: await crypto.subtle.exportKey("jwk", pair.publicKey), nodeId: "soho" };
const keys = { passPrivate: pair.privateKey } as Keys;

const sign = (audience = "soho", expiresAt = inAnHour) =>
  signPass(keys, { subject: "fulfillment-1", audience, expiresAt });

Deno.test("a pass the server signed is genuine on the phone, with no network", async () => {
  assert.deepEqual(await readPass(await sign(), reader, now), {
    kind: "genuine",
    fulfillmentId: "fulfillment-1",
  });
});

Deno.test("a pass for another store, or one that has run out, is not taken", async () => {
  assert.deepEqual(await readPass(await sign("depot"), reader, now), { kind: "refused", why: "other_store" });
  const old = await sign("soho", new Date("2026-06-01T11:58:00Z"));
  assert.deepEqual(await readPass(old, reader, now), { kind: "refused", why: "expired" });
});

Deno.test("a phone's clock may be a minute ahead", async () => {
  const justOver = await sign("soho", new Date("2026-06-01T11:59:00Z"));
  assert.equal((await readPass(justOver, reader, now)).kind, "genuine");
});

Deno.test("a changed, forged or unsigned pass is not genuine", async () => {
  const notGenuine = { kind: "refused", why: "not_genuine" };
  const [header, , signature] = (await sign()).split(".") as [string, string, string];
  const claims = { sub: "fulfillment-2", aud: "soho", exp: inAnHour.getTime() / 1000 };
  const payload = btoa(JSON.stringify(claims)).replaceAll("=", "");
  assert.deepEqual(await readPass(`${header}.${payload}.${signature}`, reader, now), notGenuine);

  const none = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
  assert.deepEqual(await readPass(`${none}.${payload}.`, reader, now), notGenuine);
  assert.deepEqual(await readPass("not a pass", reader, now), notGenuine);

  const other = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  const forged = await signPass({ passPrivate: other.privateKey } as Keys, {
    subject: "fulfillment-1",
    audience: "soho",
    expiresAt: inAnHour,
  });
  assert.deepEqual(await readPass(forged, reader, now), notGenuine);
});

Deno.test("where the phone cannot check signatures, the pass is read and the server decides", async () => {
  const tooOld = { ...reader, jwk: { kty: "OKP", crv: "X448", x: reader.jwk.x } };
  assert.deepEqual(await readPass(await sign(), tooOld, now), {
    kind: "unchecked",
    fulfillmentId: "fulfillment-1",
  });
});
