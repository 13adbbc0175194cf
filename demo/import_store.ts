/**
 * How many rows of an upsert are new, and how many were there with something else in them. Only an updated row carries
 * the number of the transaction that replaced it (`xmax`), and Postgres 15 has no other sign of it.
 */
export async function countChanges(
  returned: Promise<{ isNew: boolean }[]>,
): Promise<{ new: number; changed: number }> {
  const rows = await returned;
  const fresh = rows.filter(({ isNew }) => isNew).length;
  return { new: fresh, changed: rows.length - fresh };
}
