// The proof that runs beside the shop. The ledger of every row that moved is added up from where it was last proved, so a
// turn costs what moved and not what ever happened. Rows that did not move are compared with what was proved of them, and
// once a day each ledger is added up from its beginning: somebody may have touched a count, or an old page.
//
// Looking takes no lock. Every change of a row commits with its movement and its reservation, so one statement, which
// sees one moment, sees them agree; and a movement once committed never changes, so what is read in stretches of
// different moments is still one history. Only what looks wrong is locked, looked at again, and put right.
import { type Sql, transact } from "../../lib/db.ts";
import { refuse } from "../../lib/refusal.ts";
import type { Person } from "../access/types.ts";
import { record } from "../events.ts";
import { byNode } from "./decide.ts";
import {
  driftId,
  endFinding,
  type Finding,
  historyFindings,
  ledgerDifference,
  ledgerFinding,
  orphanFinding,
  reservedFinding,
  whyNotReserved,
} from "./drift.ts";
import * as proofs from "./proof_store.ts";
import type { Point, Proved } from "./proof_store.ts";
import { lockStock, move } from "./store.ts";

const TURN_MS = 300_000;
/** In how many turns of the clock every node is proved from the beginning: a day's. */
const DAY_TURNS = 288;
/** Nodes of which every row is compared in one turn; where there are many more, each has its turn within the hour. */
const COMPARED = { nodes: 100, turns: 12 };
/** Rows looked at in one statement, and movements of each. */
const BATCH = { rows: 500, movements: 20_000 };
/** A movement may be written a while after the moment it names, and be seen later still. */
const LATE_MS = 2 * TURN_MS;

/** What a turn did. */
export interface Turn {
  rows: number;
  movements: number;
  drifts: number;
}

/** A turn at work: what it did, and what agreed and is still to be written down. */
interface Work extends Turn {
  agreed: (Point & { nodeId: string })[];
}

/**
 * One turn of the proof: the ledgers of what has moved; every row of the nodes whose turn it is, against what was proved
 * and what is promised; and the nodes whose turn it is from the beginning.
 */
export async function proveStock(sql: Sql, now = new Date()): Promise<Turn> {
  const turn: Work = { rows: 0, movements: 0, drifts: 0, agreed: [] };
  const nodes = await proofs.findNodeIds(sql);
  const moved = byNode(await proofs.findMoved(sql, new Date(now.getTime() - LATE_MS)));
  const round = Math.min(COMPARED.turns, Math.ceil(nodes.length / COMPARED.nodes));
  const faults: unknown[] = [];
  const prove = async <Node>(of: Node[], work: (node: Node) => Promise<void>) => {
    // A node that cannot be proved does not keep the others from it; what went wrong there is thrown at the end.
    for (const node of of) await work(node).catch((fault) => faults.push(fault));
    await writeDown(sql, turn, now);
  };
  await prove(moved, ([nodeId, rows]) => proveRows(sql, nodeId, rows, turn, now));
  await prove(inTurn(nodes, round, now), async ({ nodeId }) => {
    await proveRows(sql, nodeId, await proofs.findUnproved(sql, nodeId), turn, now);
  });
  await prove(inTurn(nodes, DAY_TURNS, now), ({ nodeId }) => proveWhole(sql, nodeId, turn, now));
  if (faults.length > 0) throw new AggregateError(faults, "Not every node could be proved");
  return figuresOf(turn);
}

/** Those whose turn it is, of a round of so many turns; whom a late turn passes over has the next round's. */
function inTurn<Node>(nodes: Node[], round: number, now: Date): Node[] {
  const turn = Math.floor(now.getTime() / TURN_MS) % round;
  return nodes.filter((_, i) => i % round === turn);
}

/** Proves everything of a node from its first movement. */
export async function proveNode(sql: Sql, nodeId: string, now = new Date()): Promise<Turn> {
  const turn: Work = { rows: 0, movements: 0, drifts: 0, agreed: [] };
  await proveWhole(sql, nodeId, turn, now);
  await writeDown(sql, turn, now);
  return figuresOf(turn);
}

function figuresOf({ rows, movements, drifts }: Work): Turn {
  return { rows, movements, drifts };
}

/** Writes down what agreed, of many nodes at once: each commit waits for the disk, and a lost one is proved again. */
async function writeDown(sql: Sql, turn: Work, now: Date) {
  const points = turn.agreed.splice(0);
  if (points.length > 0) await proofs.saveProved(sql, points, now);
}

async function proveWhole(sql: Sql, nodeId: string, turn: Work, now: Date) {
  await proveRows(sql, nodeId, await proofs.findStarts(sql, nodeId), turn, now);
  const ends = await proofs.findUnendedPromises(sql, nodeId, null);
  const orphans = await proofs.findOrphans(sql, nodeId);
  await report(sql, nodeId, [...ends.map(endFinding), ...orphans.map(orphanFinding)], turn, now);
}

async function proveRows(sql: Sql, nodeId: string, from: Point[], turn: Work, now: Date) {
  for (let i = 0; i < from.length; i += BATCH.rows) {
    await proveBatch(sql, nodeId, from.slice(i, i + BATCH.rows), turn, now);
  }
}

/** Reads the ledgers of some rows to their ends, writes down what agrees, and mends what does not. */
async function proveBatch(sql: Sql, nodeId: string, from: Point[], turn: Work, now: Date) {
  const ended: Proved[] = [];
  const withEnds = new Set<string>();
  for (let left = from; left.length > 0;) {
    const read = await proofs.prove(sql, nodeId, left, BATCH.movements);
    turn.movements += read.reduce((sum, row) => sum + row.read, 0);
    await report(sql, nodeId, read.flatMap(historyFindings), turn, now);
    for (const { sku, ends } of read) if (ends > 0) withEnds.add(sku);
    ended.push(...read.filter((row) => row.read < BATCH.movements));
    left = read.filter((row) => row.read === BATCH.movements);
  }
  await reportWrongEnds(sql, nodeId, from.filter(({ sku }) => withEnds.has(sku)), turn, now);
  turn.agreed.push(...ended.filter(agrees).map((point) => ({ nodeId, ...point })));
  if (turn.agreed.length >= BATCH.rows) await writeDown(sql, turn, now);
  await settle(sql, nodeId, ended.filter((row) => !agrees(row)), turn, now);
  turn.rows += from.length;
}

/** Looked at after the ledgers, so that every end that was read there is among them. */
async function reportWrongEnds(sql: Sql, nodeId: string, from: Point[], turn: Work, now: Date) {
  if (from.length === 0) return;
  const ends = await proofs.findWrongEnds(sql, nodeId, from);
  await report(sql, nodeId, ends.map(endFinding), turn, now);
}

/** Row, ledger and promises say the same of a row that is there. */
function agrees(row: Proved): boolean {
  return !row.isOrphan && !isLedgerWrong(row) && row.number === row.movements &&
    row.promised === row.rowReserved;
}

/** The numbering may run ahead of a ledger that lost its end; never behind it, or the next movement has no number. */
function isLedgerWrong(row: Proved): boolean {
  return row.number > row.movements || Object.values(ledgerDifference(row)).some((units) => units !== 0);
}

async function settle(sql: Sql, nodeId: string, wrong: Proved[], turn: Work, now: Date) {
  if (wrong.length === 0) return;
  for (const row of wrong) await mend(sql, nodeId, row, turn, now);
  const ends = await proofs.findUnendedPromises(sql, nodeId, wrong.map((row) => row.sku));
  await report(sql, nodeId, ends.map(endFinding), turn, now);
}

/** Looks again at a row that looked wrong, now that nobody can change it, and puts right what a movement can. */
function mend(sql: Sql, nodeId: string, seen: Proved, turn: Work, now: Date) {
  return transact(sql, async (tx) => {
    await lockStock(tx, nodeId, [seen.sku]);
    const [row] = await proofs.prove(tx, nodeId, [seen], BATCH.movements);
    if (!row || row.read === BATCH.movements) return; // so busy that the next turn goes on from here
    if (row.isOrphan) return await reportOrphan(tx, nodeId, row, turn, now);
    await report(tx, nodeId, historyFindings({ ...row, gaps: [...row.gaps, ...lostEnd(row)] }), turn, now);
    let last = Math.max(row.number, row.movements);
    if (isLedgerWrong(row)) {
      const finding = ledgerFinding(row);
      const { sku } = row;
      const correction = { sku, number: ++last, ...ledgerDifference(row), note: finding.explanation };
      await proofs.appendCorrection(tx, nodeId, correction, now);
      await report(tx, nodeId, [finding], turn, now, last);
    }
    if (row.promised !== row.rowReserved) last = await mendReserved(tx, nodeId, row, last, turn, now);
    const { rowOnHand: onHand, rowDamaged: damaged } = row;
    const reserved = whyNotReserved(row) === null ? row.promised : row.rowReserved;
    await proofs.saveProved(tx, [{ nodeId, sku: row.sku, number: last, onHand, reserved, damaged }], now);
  });
}

/** Movements that the row has counted and the ledger does not have at its end. */
function lostEnd({ number, movements }: Proved): [number, number][] {
  return number < movements ? [[number + 1, movements]] : [];
}

/** Brings reserved to what is promised. Where that cannot be, a person must look; told once, kept up to date. */
async function mendReserved(tx: Sql, nodeId: string, row: Proved, last: number, turn: Work, now: Date) {
  const refusal = whyNotReserved(row);
  const finding = reservedFinding(row, refusal);
  const open = await proofs.findOpenDrift(tx, nodeId, row.sku, "reserved");
  if (refusal !== null) {
    if (!open) await report(tx, nodeId, [finding], turn, now);
    else await proofs.updateDrift(tx, { ...open, ...finding });
    return last;
  }
  const dReserved = row.promised - row.rowReserved;
  const note = finding.explanation;
  await move(tx, nodeId, [{ sku: row.sku, dOnHand: 0, dReserved, reason: "corrected", note }], now);
  if (!open) await report(tx, nodeId, [finding], turn, now, last + 1);
  else await proofs.updateDrift(tx, { ...open, ...finding, movement: last + 1, settledAt: now });
  return last + 1;
}

function reportOrphan(tx: Sql, nodeId: string, row: Proved, turn: Work, now: Date) {
  const orphan = orphanFinding({ nodeId, sku: row.sku, movements: row.number, promises: row.promised });
  return report(tx, nodeId, [orphan], turn, now);
}

/** Writes down and tells what is news; settled at once when a movement has put it right. */
async function report(
  sql: Sql,
  nodeId: string,
  findings: Finding[],
  turn: Work,
  now: Date,
  movement: number | null = null,
) {
  for (const finding of findings) {
    const { mark: _, ...said } = finding;
    const id = driftId(nodeId, finding);
    const settledAt = movement === null ? null : now;
    await transact(sql, async (tx) => {
      const isNews = await proofs.insertDrift(tx, { ...said, nodeId, id, movement, foundAt: now, settledAt });
      if (!isNews) return;
      turn.drifts++;
      const payload = { nodeId, driftId: id, sku: said.sku, drift: said.kind, movement };
      await record(tx, { kind: "stock_drifted", topic: `node:${nodeId}`, payload, now });
    });
  }
}

/** A manager has looked at a difference that no movement could put right, and says what it was. */
export function settleDrift(
  sql: Sql,
  actor: Person,
  drift: { nodeId: string; sku: string; driftId: string; note: string },
  now = new Date(),
) {
  const { nodeId, sku, driftId: id, note } = drift;
  return transact(sql, async (tx) => {
    const found = await proofs.lockDrift(tx, nodeId, id);
    if (!found || found.sku !== sku) return refuse("not_found", { driftId: id });
    if (found.settledAt !== null) return refuse("drift_settled", { driftId: id });
    const settled = { ...found, settledAt: now };
    await proofs.updateDrift(tx, settled);
    // Under the difference's own id, so that who settled it is found beside it.
    const payload = { nodeId, driftId: id, sku, note };
    await record(tx, {
      kind: "drift_settled",
      topic: `node:${nodeId}`,
      id,
      payload,
      now,
      actor: { ...actor },
    });
    return settled;
  });
}
