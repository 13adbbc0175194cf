import type { LedgerLine } from "../../domain/fulfillment/types.ts";

export const WIDTH = 1000;
export const HEIGHT = 200;

/** A page of the ledger as lines that step: a count stays what it is until the next movement. */
export function drawSteps(ledger: LedgerLine[], end: Date) {
  const moments = ledger.toReversed();
  const first = moments[0];
  if (!first) return undefined;
  const from = first.at.getTime();
  const span = Math.max(1, end.getTime() - from);
  const top = Math.max(1, ...moments.map(({ onHand, reserved }) => Math.max(onHand, reserved)));
  const x = (at: Date) => round(Math.min(1, Math.max(0, (at.getTime() - from) / span)) * WIDTH);
  const y = (units: number) => round(HEIGHT - Math.max(0, units) / top * HEIGHT);
  const line = (unitsOf: (moment: LedgerLine) => number) => {
    const steps = moments.slice(1).map((moment) => `H${x(moment.at)}V${y(unitsOf(moment))}`).join("");
    return `M0 ${y(unitsOf(first))}${steps}H${WIDTH}`;
  };
  const onHand = line((moment) => moment.onHand);
  const reserved = line((moment) => moment.reserved);
  return { onHand, reserved, reservedArea: `${reserved}V${HEIGHT}H0Z`, top, from: first.at };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
