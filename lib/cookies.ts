// The two cookies that say who is asking: the person's session, and the store's device it runs on. `__Host-` binds them
// to this very host, over HTTPS (or loopback), for the whole site.
const SESSION = "__Host-aisle";
const DEVICE = "__Host-aisle-device";
/** As long as browsers keep a cookie at most; it is given anew at every sign-in. */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

/** The session token a request carries, or null. */
export function sessionToken(req: Request): string | null {
  return tokenIn(req, SESSION);
}

/** The device token a request carries, or null. */
export function deviceToken(req: Request): string | null {
  return tokenIn(req, DEVICE);
}

function tokenIn(req: Request, name: string): string | null {
  const pairs = (req.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
  const value = found[0]?.slice(name.length + 1) ?? "";
  return found.length === 1 && /^[\w-]{43}$/.test(value) ? value : null;
}

/** The header that keeps a session in the browser until it runs out. */
export function sessionCookie(token: string, expiresAt: Date): string {
  return `${SESSION}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;
}

/** The header that makes a browser a store's device. */
export function deviceCookie(token: string): string {
  return `${DEVICE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${DEVICE_SECONDS}`;
}

/** The header that takes the session away. */
export function endedCookie(): string {
  return `${SESSION}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
}
