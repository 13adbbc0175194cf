/** A test that stands beside an island is none itself. */
export function notAnIsland() {}
