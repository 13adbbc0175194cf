// What waits, in a manager's words.

export interface Done {
  act: "try_again" | "give_up";
  /** Lines that were asked for, and on how many of them something was done. */
  asked: number;
  lines: number;
  units: number;
  /** Lines that did not wait any more. */
  gone: number;
}

/** A wait as a form names it: this one, and none of the same line after it. */
export function keyOf(wait: { orderId: string; lineNo: number; enteredAt: Date }): string {
  return `${wait.orderId}.${wait.lineNo}.${wait.enteredAt.getTime()}`;
}

/** "2 lines, 3 units given up and to be paid back." */
export function doneWords({ act, asked, lines, units, gone }: Done): string {
  const already = gone === 0 ? "" : ` ${count(gone, "line")} did not wait any more.`;
  const done = `${count(lines, "line")}, ${count(units, "unit")}`;
  if (act === "give_up") {
    return (lines === 0 ? "Nothing was given up." : `${done} given up and to be paid back.`) + already;
  }
  const still = asked - lines - gone;
  const waits = still === 0 ? "" : ` Nobody has ${count(still, "line")} yet.`;
  return (lines === 0 ? "Nothing found a place." : `${done} found a place.`) + waits + already;
}

export function count(n: number, one: string): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : `${one}s`}`;
}

export const whyWaits = {
  nobody_has_it: "nobody has it",
  tried_everywhere: "five places had it in vain",
};
