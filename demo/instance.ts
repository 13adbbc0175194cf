// Reads an instance folder: nodes, items, stock, forecast and costs at once, events line by line as they come.
import { join } from "node:path";
import type { z } from "zod";
import {
  InstanceCosts,
  InstanceEvent,
  InstanceForecast,
  InstanceNode,
  InstanceSku,
  InstanceStock,
} from "../domain/routing/instance_types.ts";
import { setRate, setStock, type Snapshot, snapshotOf } from "../domain/routing/solver/snapshot.ts";
import { type Tariff, tariffOf } from "../domain/routing/solver/tariff.ts";
import type { Micros } from "../domain/routing/solver/types.ts";
import { StartupProblem } from "../lib/startup_problem.ts";

export interface Instance {
  snapshot: Snapshot;
  tariff: Tariff;
  horizonDays: number;
  congestion: Micros;
}

export const EVENTS = "events.jsonl";

/** A line of a file, and what is wrong with it, for whoever has to put it right. */
export function badLine(file: string, line: number, what: string): StartupProblem {
  return new StartupProblem(`${file}, line ${line}: ${what}`);
}

export function micros(dollars: number): Micros {
  return Math.round(dollars * 1_000_000);
}

export async function readInstance(folder: string): Promise<Instance> {
  const found = await Deno.stat(folder).catch(() => undefined);
  if (!found?.isDirectory) throw new StartupProblem(`There is no folder ${folder}.`);
  const costs = await readCosts(folder);
  const nodes = await readUnique(folder, "nodes.jsonl", InstanceNode);
  const skus = await readUnique(folder, "skus.jsonl", InstanceSku);
  if (nodes.length === 0) throw new StartupProblem("nodes.jsonl: there is no node.");

  const snapshot = snapshotOf(
    nodes.map((node) => ({
      ...node,
      packCost: micros(node.packCost),
      pickCost: micros(node.pickCost),
      capacityPerDay: node.capacityPerDay ?? null,
    })),
    skus.map(({ id, weightLb, price, margin, markdown }) => ({
      id,
      weight: Math.round(weightLb * 1_000_000),
      price: micros(price),
      margin: micros(price * margin),
      markdown: micros(price * markdown),
    })),
  );
  await readCells(folder, "stock.jsonl", InstanceStock, snapshot, (sku, node, { onHand }) => {
    setStock(snapshot, sku, node, onHand);
  });
  if (await exists(join(folder, "forecast.jsonl"))) {
    await readCells(folder, "forecast.jsonl", InstanceForecast, snapshot, (sku, node, { unitsPerDay }) => {
      setRate(snapshot, sku, node, unitsPerDay);
    });
  }
  return {
    snapshot,
    tariff: tariffOf({
      zoneMiles: costs.zoneMiles,
      services: costs.services.map(({ name, days, base, perLb }) => {
        return { name, days, base: base.map(micros), perLb: perLb.map(micros) };
      }),
      packaging: micros(costs.packaging),
      splitPenalty: micros(costs.splitPenalty),
      latePerDay: micros(costs.latePerDay),
      unfilledPenalty: micros(costs.unfilledPenalty),
    }),
    horizonDays: costs.horizonDays,
    congestion: micros(costs.congestion),
  };
}

/** The events' lines in order, as many at a time as have come: nobody waits for the next to answer this one. */
export function readEvents(folder: string): AsyncGenerator<{ line: number; text: string }[]> {
  return linesOf(folder, EVENTS);
}

export function parseEvent({ line, text }: { line: number; text: string }): InstanceEvent {
  return parsed(EVENTS, line, text, InstanceEvent);
}

async function readCosts(folder: string): Promise<InstanceCosts> {
  const text = await Deno.readTextFile(join(folder, "costs.json")).catch(() => {
    throw new StartupProblem(`costs.json cannot be read in ${folder}.`);
  });
  return parsed("costs.json", 1, text, InstanceCosts);
}

/** Every line of a file whose ids have to differ. */
async function readUnique<T extends { id: string }>(folder: string, file: string, schema: z.ZodType<T>) {
  const all: T[] = [];
  const seen = new Set<string>();
  for await (const lines of linesOf(folder, file)) {
    for (const { line, text } of lines) {
      const each = parsed(file, line, text, schema);
      if (seen.has(each.id)) throw badLine(file, line, `${each.id} is there twice.`);
      seen.add(each.id);
      all.push(each);
    }
  }
  return all;
}

/** Every line of a file that says one thing of an item at a node. */
async function readCells<T extends { node: string; sku: string }>(
  folder: string,
  file: string,
  schema: z.ZodType<T>,
  { nodes, nodeAt, skuAt }: Snapshot,
  keep: (sku: number, node: number, cell: T) => void,
) {
  const seen = new Set<number>();
  for await (const lines of linesOf(folder, file)) {
    for (const { line, text } of lines) {
      const cell = parsed(file, line, text, schema);
      const node = nodeAt.get(cell.node), sku = skuAt.get(cell.sku);
      if (node === undefined) throw badLine(file, line, `there is no node ${cell.node}.`);
      if (sku === undefined) throw badLine(file, line, `there is no item ${cell.sku}.`);
      const place = sku * nodes.length + node;
      if (seen.has(place)) throw badLine(file, line, `${cell.sku} at ${cell.node} is there twice.`);
      seen.add(place);
      keep(sku, node, cell);
    }
  }
}

function parsed<T>(file: string, line: number, text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badLine(file, line, "this is not JSON.");
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw badLine(file, line, [issue.path.join("."), issue.message].filter(Boolean).join(": "));
}

/** The lines that are not empty, numbered from 1, as they come from the disk or a pipe. */
async function* linesOf(folder: string, file: string): AsyncGenerator<{ line: number; text: string }[]> {
  const opened = await Deno.open(join(folder, file)).catch(() => {
    throw new StartupProblem(`${file} cannot be read in ${folder}.`);
  });
  let line = 0, begun = "";
  const numbered = (texts: string[]) =>
    texts.map((text) => ({ line: ++line, text })).filter(({ text }) => text.trim() !== "");
  for await (const chunk of opened.readable.pipeThrough(new TextDecoderStream())) {
    const texts = (begun + chunk).split("\n");
    begun = texts.pop()!;
    if (texts.length > 0) yield numbered(texts);
  }
  if (begun !== "") yield numbered([begun]);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then((found) => found.isFile, () => false);
}
