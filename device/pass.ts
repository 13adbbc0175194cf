// A pickup pass read on the phone: signed with Ed25519, so that it is known to be genuine with no network.

export type PassReading =
  | { kind: "genuine"; fulfillmentId: string }
  /** The browser cannot check the signature; the server will. */
  | { kind: "unchecked"; fulfillmentId: string }
  | { kind: "refused"; why: "not_genuine" | "other_store" | "expired" };

export interface PassReader {
  jwk: JsonWebKey;
  nodeId: string;
}

// Phones' clocks go wrong by this much without anybody noticing.
const TOLERANCE_SECONDS = 90;

/** What a pass is for, or why it is not taken. */
export async function readPass(pass: string, reader: PassReader, now: Date): Promise<PassReading> {
  const [header = "", payload = "", signature = ""] = pass.trim().split(".");
  const claims = parse(payload);
  if (parse(header)?.alg !== "EdDSA" || typeof claims?.sub !== "string") return refused("not_genuine");
  const isGenuine = await verify(reader.jwk, `${header}.${payload}`, signature);
  if (isGenuine === false) return refused("not_genuine");
  if (![claims.aud].flat().includes(reader.nodeId)) return refused("other_store");
  if (!(Number(claims.exp) + TOLERANCE_SECONDS > now.getTime() / 1000)) return refused("expired");
  return { kind: isGenuine ? "genuine" : "unchecked", fulfillmentId: claims.sub };
}

async function verify(jwk: JsonWebKey, signed: string, signature: string): Promise<boolean | undefined> {
  const key = await importKey(jwk);
  const bytes = fromBase64Url(signature);
  if (!bytes) return false;
  return key && await crypto.subtle.verify("Ed25519", key, bytes, new TextEncoder().encode(signed));
}

/** Nothing where the browser is too old for Ed25519, or the page is not in a secure context. */
async function importKey({ kty, crv, x }: JsonWebKey): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
  } catch {
    return undefined;
  }
}

function refused(why: "not_genuine" | "other_store" | "expired"): PassReading {
  return { kind: "refused", why };
}

function parse(part: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
