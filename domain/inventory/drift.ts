// What a difference between the book, its ledger and its promises is called, in a sentence a manager understands.
import { createHash } from "node:crypto";
import type { Counts, Drift, Orphan, Proved, WrongEnd } from "./proof_store.ts";

/** A difference as it was found, before it is anybody's to settle. */
export type Finding = Pick<Drift, "sku" | "kind" | "found" | "explanation"> & {
  /** What tells it from every other difference of the item: the same mark is the same difference, found again. */
  mark: string;
};

/** The id is a hash of what was found, so that what is found again tomorrow is not news. (UUID version 8.) */
export function driftId(nodeId: string, { sku, kind, mark }: Finding): string {
  const hex = createHash("sha256").update(JSON.stringify([nodeId, sku, kind, mark])).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}

/** What the history of a row tells that no movement of today can put right. */
export function historyFindings({ sku, gaps, spells }: Pick<Proved, "sku" | "gaps" | "spells">): Finding[] {
  return [...gaps.map((gap) => gapFinding(sku, gap)), ...spells.map((spell) => momentFinding(sku, spell))];
}

/** How much the row says beyond its ledger: what a compensating movement has to add. */
export function ledgerDifference(proved: Proved): Counts {
  return {
    onHand: proved.rowOnHand - proved.onHand,
    reserved: proved.rowReserved - proved.reserved,
    damaged: proved.rowDamaged - proved.damaged,
  };
}

export function ledgerFinding(proved: Proved): Finding {
  const row = { onHand: proved.rowOnHand, reserved: proved.rowReserved, damaged: proved.rowDamaged };
  const ledger = { onHand: proved.onHand, reserved: proved.reserved, damaged: proved.damaged };
  const difference = ledgerDifference(proved);
  const isSame = Object.values(difference).every((units) => units === 0);
  const explanation = isSame
    ? `The ledger goes on to movement ${proved.number}, but the stock row counts only ${proved.movements}. ` +
      `The counts themselves agree.`
    : `The stock row says ${countsWords(row)}, but its movements add up to ${countsWords(ledger)}. ` +
      `A correcting movement of ${
        differenceWords(difference)
      } makes them agree again; count the shelf to be sure.`;
  return {
    sku: proved.sku,
    kind: "ledger",
    found: { row, ledger, movements: proved.movements },
    explanation,
    mark: `${Math.max(proved.number, proved.movements)}`,
  };
}

/** Reserved and the open promises differ; `refusal` is why no movement can say so, null when one does. */
export function reservedFinding(proved: Proved, refusal: string | null): Finding {
  const { sku, rowReserved: reserved, rowOnHand: onHand, promised } = proved;
  const difference = promised - reserved;
  const said = `${units(reserved)} booked as reserved, but the open promises come to ${promised}.`;
  const done = `A correcting movement of ${signed(difference)} reserved makes them agree again.`;
  return {
    sku,
    kind: "reserved",
    found: { reserved, promised, onHand },
    explanation: `${said} ${refusal ?? done}`,
    mark: `${proved.movements}`,
  };
}

/** Why reserved cannot be brought to what is promised; null when it can. */
export function whyNotReserved({ rowOnHand, promised }: Proved): string | null {
  if (promised <= rowOnHand) return null;
  return `Only ${rowOnHand} on hand, so ${units(promised - rowOnHand)} promised that nobody has: ` +
    `count the shelf, or give promises back.`;
}

export function endFinding(end: WrongEnd): Finding {
  return {
    sku: end.sku,
    kind: "closing",
    found: {
      reservationId: end.reservationId,
      movements: end.movements,
      reason: end.reason,
      units: end.units,
      state: end.state,
      quantity: end.quantity,
    },
    explanation: endWords(end),
    mark: end.reservationId,
  };
}

export function orphanFinding({ sku, movements, promises }: Orphan): Finding {
  const what = [
    ...(movements > 0 ? [many(movements, "movement")] : []),
    ...(promises > 0 ? [many(promises, "promise")] : []),
  ];
  return {
    sku,
    kind: "orphan",
    found: { movements, promises },
    explanation:
      `There ${movements + promises === 1 ? "is" : "are"} ${what.join(" and ")} of this item here, ` +
      `but no stock row that they belong to.`,
    mark: "row",
  };
}

function gapFinding(sku: string, [from, to]: [number, number]): Finding {
  const which = from === to ? `Movement ${from} is` : `Movements ${from} to ${to} are`;
  return {
    sku,
    kind: "ledger",
    found: { missing: [from, to] },
    explanation: `${which} missing from the ledger. What was written there cannot be known any more.`,
    mark: `missing ${from}-${to}`,
  };
}

function momentFinding(sku: string, moment: Counts & { number: number }): Finding {
  const { number, onHand, reserved, damaged } = moment;
  const fault = onHand < 0
    ? "on hand was below nothing"
    : reserved < 0
    ? "reserved was below nothing"
    : damaged < 0
    ? "damaged was below nothing"
    : "more was promised than there was";
  return {
    sku,
    kind: "moment",
    found: { number, onHand, reserved, damaged },
    explanation: `After movement ${number} the ledger stood at ${countsWords(moment)}: ${fault}. ` +
      `What has happened cannot be corrected afterwards; look at what was written there.`,
    mark: `${number}`,
  };
}

function endWords({ state, reason, quantity, units: told, movements }: WrongEnd): string {
  if (state === null) return `The ledger ends a promise of ${units(told)} (${reason}) that is not there.`;
  if (["held", "allocated", "picked"].includes(state)) {
    return `The ledger ends a promise of ${units(quantity ?? 0)} (${reason}), but the promise is still open.`;
  }
  const promise = `A promise of ${units(quantity ?? 0)} ended (${state})`;
  if (movements === 0) return `${promise}, but no movement in the ledger ended it.`;
  if (movements > 1) return `${promise} once, but ${movements} movements in the ledger ended it.`;
  return `${promise}, but the ledger ended ${units(told)} (${reason}).`;
}

function countsWords({ onHand, reserved, damaged }: Counts): string {
  return `${onHand} on hand, ${reserved} reserved${damaged === 0 ? "" : `, ${damaged} damaged`}`;
}

function differenceWords({ onHand, reserved, damaged }: Counts): string {
  const parts = [[onHand, "on hand"], [reserved, "reserved"], [damaged, "damaged"]] as const;
  return parts.filter(([units]) => units !== 0).map(([units, word]) => `${signed(units)} ${word}`).join(", ");
}

function signed(units: number): string {
  return units < 0 ? `−${-units}` : `+${units}`;
}

function units(count: number): string {
  return many(count, "unit");
}

function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
