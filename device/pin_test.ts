import assert from "node:assert/strict";
import type { Kept, PhoneStore } from "./phone_store.ts";
import { isSignedWith } from "../lib/tokens.ts";
import { checkPin, forgetChangedPin, forgetOldPins, keepPin, signAs } from "./pin.ts";

const ana = { personId: "ana", name: "Ana P.", role: "associate" as const };
const PIN = "246810";
const MINUTE = 60_000;
const NINE = Date.parse("2026-06-01T09:00:00Z");

/** A phone's store without a phone: what is kept, and the key that never leaves. */
async function openStore() {
  const kept = new Map<string, Kept>();
  const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const store = {
    kept: (personId: string) => Promise.resolve(kept.get(personId)),
    allKept: () => Promise.resolve([...kept.values()]),
    keep: (each: Kept) => Promise.resolve(void kept.set(each.person.personId, each)),
    forget: (personId: string) => Promise.resolve(void kept.delete(personId)),
    key: () => Promise.resolve(key),
  } as unknown as PhoneStore;
  await keepPin(store, { person: ana, pin: PIN, deviceId: "phone-3" }, NINE);
  const check = (pin: string, now = NINE, deviceId = "phone-3") =>
    checkPin(store, { personId: "ana", pin, deviceId }, now);
  return { store, kept, check };
}

Deno.test("the right PIN opens without a network for twelve hours, and the proof tells nothing of it", async () => {
  const { kept, check } = await openStore();
  assert.ok(kept.get("ana")!.iterations >= 210_000);
  assert.equal(kept.get("ana")!.proof.byteLength, 32);
  assert.deepEqual(await check(PIN), { kind: "right", person: ana });
  assert.deepEqual(await check(PIN, NINE + 719 * MINUTE), { kind: "right", person: ana });
  assert.deepEqual(await check(PIN, NINE + 720 * MINUTE), { kind: "unknown" });
  assert.equal(kept.size, 0, "what has run out is gone");
});

Deno.test("it proves nothing in another enrolment, nor taken to another phone", async () => {
  const [here, there] = [await openStore(), await openStore()];
  assert.deepEqual(await here.check(PIN, NINE, "phone-4"), { kind: "unknown" });
  assert.equal(here.kept.size, 0);
  const stolen = (await openStore()).kept.get("ana")!;
  await there.store.keep(stolen);
  assert.equal((await there.check(PIN)).kind, "wrong");
});

Deno.test("after five wrong PINs one waits, longer each time; the right one helps only then, and ten are the end", async () => {
  const { kept, check } = await openStore();
  for (const triesLeft of [4, 3, 2, 1]) assert.deepEqual(await check("000000"), { kind: "wrong", triesLeft });
  assert.deepEqual(await check("000000"), { kind: "wait", ms: 30_000 });
  assert.deepEqual(await check(PIN, NINE + 29_000), { kind: "wait", ms: 1_000 });
  assert.deepEqual(kept.get("ana")!.tries, { count: 5, lastAt: NINE }, "a try too early is none");
  assert.deepEqual(await check(PIN, NINE + 30_000), { kind: "right", person: ana });
  assert.deepEqual(await check("000000", NINE + 30_000), { kind: "wrong", triesLeft: 4 });

  let now = NINE + MINUTE;
  for (let tries = 2; tries <= 9; tries++) {
    assert.notEqual((await check("000000", now += 20 * MINUTE)).kind, "right");
  }
  assert.deepEqual(await check("000000", now += 20 * MINUTE), { kind: "unknown" });
  assert.equal(kept.size, 0);
  assert.deepEqual(await check(PIN, now), { kind: "unknown" });
});

Deno.test("a manager's PIN opens their key on this phone and no other does; wrong ones are counted as ever", async () => {
  const { store, kept } = await openStore();
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const approvalKey = raw.toBase64({ alphabet: "base64url", omitPadding: true });
  const cleo = { personId: "cleo", name: "Cleo M.", role: "store_manager" as const };
  await keepPin(store, { person: cleo, pin: PIN, deviceId: "phone-3", approvalKey }, NINE);
  const asCleo = (pin: string, deviceId = "phone-3") =>
    signAs(store, { personId: "cleo", pin, deviceId }, "let go", NINE);
  assert.deepEqual(await asCleo("000000"), { kind: "wrong", triesLeft: 4 });
  const signed = await asCleo(PIN);
  assert.ok(signed.kind === "signed");
  assert.ok(await isSignedWith(approvalKey, "let go", signed.mac));
  assert.ok(!await isSignedWith(approvalKey, "let it go", signed.mac));
  const shut = new Uint8Array(kept.get("cleo")!.approval!.shut);
  assert.ok(!shut.toHex().includes(raw.toHex()), "the key lies there only shut");
  assert.deepEqual(await signAs(store, { personId: "ana", pin: PIN, deviceId: "phone-3" }, "let go", NINE), {
    kind: "unknown",
  });
  assert.deepEqual(await asCleo(PIN, "phone-4"), { kind: "unknown" });
});

Deno.test("a try counts before its answer is known: a phone that is switched off meanwhile has not forgotten it", async () => {
  const { store, kept, check } = await openStore();
  store.key = () => Promise.reject(new Error("switched off"));
  await assert.rejects(check("000000"));
  assert.equal(kept.get("ana")!.tries.count, 1);
});

Deno.test("a PIN that was changed elsewhere ends here; a slip of the thumb ends nothing", async () => {
  const { store, kept } = await openStore();
  await forgetChangedPin(store, "ana", "000000");
  assert.equal(kept.size, 1);
  await forgetChangedPin(store, "ana", PIN);
  assert.equal(kept.size, 0);
});

Deno.test("at its start the phone forgets what is too old or of another enrolment", async () => {
  const { store, kept } = await openStore();
  await forgetOldPins(store, "phone-3", NINE + MINUTE);
  assert.equal(kept.size, 1);
  await forgetOldPins(store, "phone-4", NINE + MINUTE);
  assert.equal(kept.size, 0);
});
