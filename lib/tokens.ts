// Things handed to people that must not be guessed or forged: signed passes, signed links, short codes.
import { createHash } from "node:crypto";
import { type JWK, jwtVerify, SignJWT } from "jose";

const encoder = new TextEncoder();

/** The process's keys, ready to use. */
export interface Keys {
  /** HMAC key for links and codes. */
  secret: CryptoKey;
  passPrivate: CryptoKey;
  passPublic: CryptoKey;
  /** For devices, which verify passes with no network. */
  passPublicJwk: JWK;
}

/** Imports the settings' secret (base64url) and Ed25519 private JWK (JSON). */
export async function importKeys(settings: { secret: string; passKey: string }): Promise<Keys> {
  const raw = Uint8Array.fromBase64(settings.secret, { alphabet: "base64url" });
  const jwk = JSON.parse(settings.passKey) as JWK;
  const passPublicJwk = { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
  return {
    secret: await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
    passPrivate: await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]),
    passPublic: await crypto.subtle.importKey("jwk", passPublicJwk, "Ed25519", true, ["verify"]),
    passPublicJwk,
  };
}

export interface Pass {
  subject: string;
  audience: string;
  expiresAt: Date;
}

/** A pass signed with Ed25519 (RFC 8037): whoever has the public key can tell it is genuine, with no network. */
export function signPass(keys: Keys, pass: Pass): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: "EdDSA" })
    .setSubject(pass.subject)
    .setAudience(pass.audience)
    .setExpirationTime(Math.floor(pass.expiresAt.getTime() / 1000))
    .sign(keys.passPrivate);
}

/** What a pass is for, or undefined when it is not genuine, for another audience, or has run out. */
export async function readPass(
  keys: Keys,
  pass: string,
  audience: string,
  now: Date,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(pass, keys.passPublic, {
      algorithms: ["EdDSA"],
      audience,
      currentDate: now,
      requiredClaims: ["exp", "sub"],
    });
    return payload.sub;
  } catch {
    return undefined;
  }
}

/** Six digits that stand for `subject`, made from the secret: nothing to store, nothing to leak. */
export async function sixDigits(keys: Keys, subject: string): Promise<string> {
  const mac = new DataView((await hmac(keys, subject)).buffer);
  return String(mac.getUint32(0) % 1_000_000).padStart(6, "0");
}

/** A link's secret part: 16 bytes of id and 16 of HMAC, base64url. */
export async function signId(keys: Keys, purpose: string, id: string): Promise<string> {
  const bytes = Uint8Array.fromHex(id.replaceAll("-", ""));
  const mac = (await hmac(keys, `${purpose}:${id}`)).slice(0, 16);
  return new Uint8Array([...bytes, ...mac]).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The id in a signed link, or undefined when the link was not made by us for this purpose. */
export async function readSignedId(keys: Keys, purpose: string, token: string): Promise<string | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const bytes = Uint8Array.fromBase64(token, { alphabet: "base64url" });
  const hex = bytes.slice(0, 16).toHex();
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const mac = (await hmac(keys, `${purpose}:${id}`)).slice(0, 16);
  return sameBytes(mac, bytes.slice(16)) ? id : undefined;
}

/** A key made from the secret for one purpose: nothing to store. 32 bytes, base64url. */
export async function derivedKey(keys: Keys, purpose: string): Promise<string> {
  return (await hmac(keys, `key:${purpose}`)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Whether a text was signed with a derived key, by HMAC. */
export async function isSignedWith(key: string, text: string, mac: string): Promise<boolean> {
  const raw = Uint8Array.fromBase64(key, { alphabet: "base64url" });
  const hmacKey = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, encoder.encode(text)));
  return sameText(signed.toBase64({ alphabet: "base64url", omitPadding: true }), mac);
}

/** 32 random bytes, base64url: whoever has it is who it was given to. */
export function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  return sameBytes(encoder.encode(a), encoder.encode(b));
}

/** SHA-256 in hex: for random tokens and for "is it the same body?", never for PINs. */
export function sha256(text: string): string {
  // At once: a promise of the engine's own took longer than the hash, and every call of a channel has one.
  return createHash("sha256").update(text).digest("hex");
}

async function hmac(keys: Keys, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", keys.secret, encoder.encode(text)));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}
