import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { newBrowser, pushService } from "../tests/support/push_service.ts";
import { isPublicAddress, mayReach, newVapidKeys, sendPush } from "./webpush.ts";

const push = { ...newVapidKeys(), subject: "mailto:push@aisle.example", allowLoopback: true };

Deno.test("a message arrives encrypted, signed, and only the browser can read it", async () => {
  const browser = newBrowser();
  await using service = pushService(() => new Response(null, { status: 201 }));
  const sent = await sendPush(browser.subscribe(service.url), "Your order is ready", push, {
    ttlSeconds: 60,
  });

  assert.deepEqual(sent, { outcome: "sent", status: 201 });
  const [request] = service.got;
  assert.equal(browser.read(request!.body), "Your order is ready");
  assert.equal(request!.headers.get("content-encoding"), "aes128gcm");
  assert.equal(request!.headers.get("ttl"), "60");
  assert.equal(request!.headers.get("urgency"), "high");
  await verifyVapid(request!.headers.get("authorization")!, new URL(service.url).origin);
});

Deno.test("what the push service answers becomes one of four outcomes", async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
  const answers: [Response, unknown][] = [
    [new Response("ok"), { outcome: "sent", status: 200 }],
    [new Response(null, { status: 404 }), { outcome: "gone", status: 404 }],
    [new Response(null, { status: 410 }), { outcome: "gone", status: 410 }],
    [throttle(429, "7"), { outcome: "throttled", status: 429, retryAfterSeconds: 7 }],
    [throttle(429), { outcome: "throttled", status: 429, retryAfterSeconds: 60 }],
    [throttle(429, "999999999"), { outcome: "throttled", status: 429, retryAfterSeconds: 86_400 }],
    [throttle(503, inAnHour), { outcome: "throttled", status: 503, retryAfterSeconds: 3_600 }],
    [throttle(503), { outcome: "failed", status: 503 }],
    [new Response(null, { status: 500 }), { outcome: "failed", status: 500 }],
    [Response.redirect("http://127.0.0.1:1/"), { outcome: "failed", status: 302 }],
  ];
  for (const [answer, expected] of answers) {
    await using service = pushService(() => answer);
    const sent = await sendPush(newBrowser().subscribe(service.url), "hello", push);
    assert.deepEqual(roundedToMinutes(sent), expected);
    assert.equal(service.got.length, 1);
  }
});

Deno.test("a service that does not answer is given up, and one that is not there", async () => {
  const answered = Promise.withResolvers<Response>();
  await using service = pushService(() => answered.promise);
  const { subscribe } = newBrowser();
  assert.deepEqual(await sendPush(subscribe(service.url), "hello", push, { timeoutMs: 50 }), {
    outcome: "failed",
  });
  assert.deepEqual(await sendPush(subscribe("http://127.0.0.1:1/"), "hello", push), { outcome: "failed" });
  answered.resolve(new Response());
});

Deno.test("an endpoint inside our own network is never called", async () => {
  await using service = pushService(() => new Response());
  const { subscribe } = newBrowser();
  const gone = { outcome: "gone" };
  assert.deepEqual(await sendPush(subscribe(service.url), "hello", { ...push, allowLoopback: false }), gone);
  for (
    const endpoint of [
      "http://push.example/",
      "https://10.0.0.1/",
      "https://[::1]/",
      "https://2130706433/",
      "ftp://a.b/",
      "nonsense",
      "https://intranet/",
    ]
  ) {
    assert.deepEqual(
      await sendPush(subscribe(endpoint), "hello", { ...push, allowLoopback: false }),
      gone,
      endpoint,
    );
  }
  assert.equal(service.got.length, 0);
});

Deno.test("a push service is an https name of the internet, on its own port and without a password", () => {
  const services = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com:443/wpush/v2/abc",
    "https://web.push.apple.com/abc",
  ];
  for (const endpoint of services) assert.equal(mayReach(endpoint, false), true, endpoint);
  const hosts = [
    "localhost",
    "localhost.",
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "[::ffff:10.0.0.1]",
    "db",
    "db.",
  ];
  const names = ["internal", "local", "localhost", "lan", "home", "home.arpa", "corp", "test", "invalid"];
  for (const host of [...hosts, ...names.flatMap((name) => [`db.${name}`, `DB.${name}.`]), "a.example."]) {
    assert.equal(mayReach(`https://${host}/`, false), false, host);
  }
  for (const odd of ["https://a@push.example/", "https://:b@push.example/", "https://push.example:8443/"]) {
    assert.equal(mayReach(odd, false), false, odd);
    assert.equal(mayReach(odd, true), false, odd);
  }
  assert.deepEqual(
    ["http://localhost:9/", "http://127.0.0.1:9/", "http://localhost.:9/", "http://a@localhost:9/"]
      .map((endpoint) => mayReach(endpoint, true)),
    [true, true, false, false],
  );
});

Deno.test("an address of our own network, or of this machine, is not the internet's", () => {
  const own = [
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9", "169.254.169.254"],
    ...[
      "172.16.0.1",
      "172.31.255.255",
      "192.0.0.1",
      "192.168.1.1",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...[
      "::",
      "::1",
      "::ffff:10.0.0.1",
      "::ffff:8.8.8.8",
      "64:ff9b::a00:1",
      "fc00::1",
      "fd12:3456::1",
      "fe80::1",
    ],
    ...["ff02::1", "2001::1", "2002:a00:1::1", "2::1", "200:1::1"],
  ];
  const public_ = ["8.8.8.8", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.169.0.1"];
  const publicV6 = ["2607:f8b0:4004:c07::5f", "2a00:1450:4001:81b::200a", "2001:4860:4860::8888", "3fff::1"];
  assert.deepEqual(own.filter(isPublicAddress), []);
  assert.deepEqual([...public_, ...publicV6].filter((address) => !isPublicAddress(address)), []);
});

Deno.test("a push service nobody can find may be there later", async () => {
  const { subscribe } = newBrowser();
  const sent = await sendPush(subscribe("https://push.nowhere.example/"), "hello", push);
  assert.deepEqual(sent, { outcome: "failed" });
});

Deno.test("a subscription with broken keys is gone; broken keys of our own are a fault", async () => {
  await using service = pushService(() => new Response());
  const good = newBrowser().subscribe(service.url);
  for (const broken of [{ p256dh: "AAAA" }, { auth: "AA" }, { p256dh: "B".repeat(87) }, { p256dh: "" }]) {
    assert.deepEqual(await sendPush({ ...good, ...broken }, "hello", push), { outcome: "gone" });
  }
  await assert.rejects(sendPush(good, "hello", { ...push, publicKey: "AAAA" }), /vapid/i);
  assert.equal(service.got.length, 0);
});

function throttle(status: number, wait?: string): Response {
  return new Response(null, { status, headers: wait ? { "retry-after": wait } : {} });
}

function roundedToMinutes<Sent extends { retryAfterSeconds?: number }>(sent: Sent): Sent {
  const seconds = sent.retryAfterSeconds;
  return seconds && seconds > 3_000 ? { ...sent, retryAfterSeconds: Math.ceil(seconds / 60) * 60 } : sent;
}

/** Checks the JWT of RFC 8292 with the key that came beside it. */
async function verifyVapid(authorization: string, audience: string) {
  const [, token, publicKey] = authorization.match(/^vapid t=([^,]+), ?k=(.+)$/)!;
  assert.equal(publicKey, push.publicKey);
  const [header, claims, signature] = token!.split(".");
  const key = await crypto.subtle.importKey(
    "raw",
    Buffer.from(publicKey!, "base64url"),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signed = new TextEncoder().encode(`${header}.${claims}`);
  assert.equal(
    await crypto.subtle.verify(algorithm, key, Buffer.from(signature!, "base64url"), signed),
    true,
  );
  const { aud, sub } = JSON.parse(Buffer.from(claims!, "base64url").toString());
  assert.deepEqual({ aud, sub }, { aud: audience, sub: push.subject });
}
