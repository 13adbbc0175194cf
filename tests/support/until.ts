/** Long enough for a busy machine. It says only how late a test that fails does so. */
const PATIENCE_MS = 60_000;

/** Looks again and again until there is an answer; what others do is done a moment later. */
export async function until<Found>(
  what: string,
  find: () => Found | undefined | null | false | Promise<Found | undefined | null | false>,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
    const found = await find();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error(`Waited in vain: ${what}`);
}
