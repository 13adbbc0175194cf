/** One invariant as it was found: how many rows were looked at, and those that break it. */
export interface Checked {
  name: string;
  rows: number;
  violations: Record<string, unknown>[];
}

/** Runs checks one after the other: they are for proof, not for speed, and must not crowd out the shop. */
export async function runChecks(
  checks: Record<string, () => Promise<Omit<Checked, "name">>>,
): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const [name, check] of Object.entries(checks)) checked.push({ name, ...await check() });
  return checked;
}
