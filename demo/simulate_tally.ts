import { type Answer, UNREACHABLE } from "./simulate_shop.ts";

/** What has happened so far. */
export interface Tally {
  invoices: number;
  placed: Record<string, number>;
  refused: Record<string, number>;
  cancelled: number;
  tooLateToCancel: number;
  nothingToCancel: number;
  noSale: number;
  skippedLines: number;
  latencies: number[];
}

export function newTally(): Tally {
  return {
    invoices: 0,
    placed: {},
    refused: {},
    cancelled: 0,
    tooLateToCancel: 0,
    nothingToCancel: 0,
    noSale: 0,
    skippedLines: 0,
    latencies: [],
  };
}

/** Counts the answer to an order under its method, or under the reason it was refused for. */
export function countOrder(tally: Tally, answer: Answer): void {
  tally.latencies.push(answer.milliseconds);
  if (answer.status === 201 || answer.status === 200) add(tally.placed, String(answer.body?.method));
  else add(tally.refused, reasonOf(answer));
}

export function countCancellation(tally: Tally, answer: Answer): void {
  if (answer.status === 200) tally.cancelled++;
  else if (answer.status === 409) tally.tooLateToCancel++;
  else add(tally.refused, `cancellation (${reasonOf(answer)})`);
}

/** The last part of the problem's type, such as `insufficient-stock`; otherwise the bare status. */
export function reasonOf({ status, body }: Answer): string {
  if (status === UNREACHABLE) return "no answer";
  const type = typeof body?.type === "string" ? body.type.split("/").at(-1) : undefined;
  return type || `status ${status}`;
}

/** The value below which the given part of all values lies. */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** One line, for while it runs. */
export function lineOf(tally: Tally): string {
  const recent = tally.latencies.slice(-1_000);
  return [
    `${sum(tally.placed)} placed`,
    `${sum(tally.refused)} refused`,
    `${tally.cancelled} cancelled`,
    `p50 ${percentile(recent, 0.5).toFixed(0)} ms`,
    `p95 ${percentile(recent, 0.95).toFixed(0)} ms`,
  ].join("  ");
}

/** Everything, for when it has ended. */
export function summaryOf(tally: Tally, seconds: number): string {
  const cancellations = `${tally.cancelled} done, ${tally.tooLateToCancel} too late, ` +
    `${tally.nothingToCancel} with nothing open`;
  return [
    `Invoices replayed    ${tally.invoices} (${tally.noSale} without a sale; ${tally.skippedLines} lines skipped)`,
    `Orders placed        ${sum(tally.placed)}${listed(tally.placed)}`,
    `Orders refused       ${sum(tally.refused)}${listed(tally.refused)}`,
    `Cancellations        ${cancellations}`,
    `Latency of an order  p50 ${percentile(tally.latencies, 0.5).toFixed(1)} ms, ` +
    `p95 ${percentile(tally.latencies, 0.95).toFixed(1)} ms`,
    `Took                 ${seconds.toFixed(1)} s, ${
      (tally.latencies.length / seconds).toFixed(1)
    } orders a second`,
  ].join("\n");
}

function add(counts: Record<string, number>, key: string) {
  counts[key] = (counts[key] ?? 0) + 1;
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function listed(counts: Record<string, number>): string {
  const parts = Object.entries(counts).sort(([, a], [, b]) => b - a).map(([key, count]) => `${count} ${key}`);
  return parts.length > 0 ? `: ${parts.join(", ")}` : "";
}
