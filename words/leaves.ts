/** Every word of a catalogue, by its path: "list.title". A list of words is one. */
export function leavesOf(catalogue: object, under = ""): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, value] of Object.entries(catalogue)) {
    const isSection = typeof value === "object" && !Array.isArray(value);
    const found = isSection ? leavesOf(value, `${under}${key}.`) : [[`${under}${key}`, value] as const];
    for (const [path, word] of found) leaves.set(path, word);
  }
  return leaves;
}
