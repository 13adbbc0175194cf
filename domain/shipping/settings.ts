// What a retailer ships in and at what price: its boxes, and the price lists the local rate engine reads.
import { type Sql, transact } from "../../lib/db.ts";
import { isRefusal, refuse } from "../../lib/refusal.ts";
import type { Person } from "../access/types.ts";
import { record } from "../events.ts";
import { readTable } from "./tariff_decide.ts";
import * as store from "./settings_store.ts";
import type { KeepBox, KeepTariff } from "./types.ts";

/** Every service, with its price list. */
export function listServices(sql: Sql) {
  return store.findServices(sql);
}

/** Puts a box in place, or changes it; one that was retired is taken again. */
export function keepBox(sql: Sql, actor: Person, box: KeepBox, now = new Date()) {
  return transact(sql, async (tx) => {
    await store.saveBox(tx, box);
    await told(tx, actor, { box: box.id }, now);
  });
}

/** Takes a box out of use; what lies packed in one stays in it. */
export function retireBox(sql: Sql, actor: Person, id: string, now = new Date()) {
  return transact(sql, async (tx) => {
    if (await store.retireBox(tx, id, now) === 0) return refuse("not_found", { id });
    await told(tx, actor, { box: id, retired: true }, now);
  });
}

/** Puts a service and its whole price list in place: all of it, or nothing where a line is not right. */
export function keepTariff(sql: Sql, actor: Person, { table, ...service }: KeepTariff, now = new Date()) {
  return transact(sql, async (tx) => {
    const steps = readTable(table);
    if (isRefusal(steps)) return steps;
    await store.saveService(tx, service);
    await store.replaceRates(tx, service, steps);
    await told(tx, actor, { carrier: service.carrier, service: service.service, steps: steps.length }, now);
  });
}

/** A service is offered no more. */
export function removeTariff(
  sql: Sql,
  actor: Person,
  named: { carrier: string; service: string },
  now = new Date(),
) {
  return transact(sql, async (tx) => {
    if (await store.deleteService(tx, named) === 0) return refuse("not_found", named);
    await told(tx, actor, { ...named, removed: true }, now);
  });
}

function told(tx: Sql, actor: Person, payload: Record<string, unknown>, now: Date) {
  return record(tx, { kind: "rates_changed", topic: "rates", payload, actor: { ...actor }, now });
}
