// The one cookie that says who one is. `__Host-` binds it to this very host, over HTTPS (or loopback), for the whole site.
const NAME = "__Host-aisle";

/** The session token a request carries, or null. */
export function sessionToken(req: Request): string | null {
  const pairs = (req.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.filter((pair) => pair.startsWith(`${NAME}=`));
  const value = found[0]?.slice(NAME.length + 1) ?? "";
  return found.length === 1 && /^[\w-]{43}$/.test(value) ? value : null;
}

/** The header that keeps a session in the browser until it runs out. */
export function sessionCookie(token: string, expiresAt: Date): string {
  return `${NAME}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;
}

/** The header that takes it away. */
export function endedCookie(): string {
  return `${NAME}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
}
