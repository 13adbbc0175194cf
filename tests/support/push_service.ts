// The two ends a push needs besides us: a push service on loopback, and a browser that can read what was encrypted for it.
import { Buffer } from "node:buffer";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import type { Subscription } from "../../lib/webpush.ts";

/** A push service that keeps what it got and answers as it is told. */
export function pushService(answer: () => Response | Promise<Response>) {
  const got: { headers: Headers; body: Uint8Array }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    got.push({ headers: request.headers, body: await request.bytes() });
    return await answer();
  });
  return {
    got,
    url: `http://127.0.0.1:${server.addr.port}/push/1`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The receiving end of RFC 8291, written from the standard and not from the sender. */
export function newBrowser() {
  const ecdh = createECDH("prime256v1");
  const publicKey = ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    subscribe: (endpoint: string): Subscription => ({
      endpoint,
      p256dh: publicKey.toString("base64url"),
      auth: auth.toString("base64url"),
    }),
    read(body: Uint8Array): string {
      const bytes = Buffer.from(body);
      const salt = bytes.subarray(0, 16);
      const senderKey = bytes.subarray(21, 21 + bytes[20]!);
      const record = bytes.subarray(21 + bytes[20]!);

      const info = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, senderKey]);
      const secret = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(senderKey), auth, info, 32));
      const key = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: aes128gcm\0", 16));
      const nonce = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: nonce\0", 12));

      const decipher = createDecipheriv("aes-128-gcm", key, nonce);
      decipher.setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
      return padded.subarray(0, padded.lastIndexOf(2)).toString();
    },
  };
}
