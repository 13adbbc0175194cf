// A small retailer for tests, made where it can be read: three stores, a depot, four items.
import { hash } from "@node-rs/argon2";
import type { Person, Role } from "../../domain/access/types.ts";
import { withCheckDigit } from "../../domain/catalog/decide.ts";
import type { Operation } from "../../domain/fulfillment/operation_types.ts";
import { countStock } from "../../domain/inventory/mod.ts";
import type { PlaceOrder } from "../../domain/orders/types.ts";
import { checkInvariants } from "../../domain/invariants.ts";
import { json, type Sql } from "../../lib/db.ts";
import { isRefusal, type Refusal } from "../../lib/refusal.ts";
import { importKeys, sha256 } from "../../lib/tokens.ts";

const everyDay = Array(7).fill(["00:00", "23:59"]);
const counter = ["pickup", "curbside", "ship"];

export const nodes = [
  {
    id: "soho",
    name: "Soho",
    kind: "store",
    city: "New York",
    state: "NY",
    postal_code: "10012",
    lat: 40.7256,
    lon: -73.9983,
    services: counter,
  },
  {
    id: "hoboken",
    name: "Hoboken",
    kind: "store",
    city: "Hoboken",
    state: "NJ",
    postal_code: "07030",
    lat: 40.7445,
    lon: -74.0329,
    services: counter,
  },
  {
    id: "albany",
    name: "Albany",
    kind: "store",
    city: "Albany",
    state: "NY",
    postal_code: "12207",
    lat: 42.6572,
    lon: -73.7496,
    services: ["pickup", "ship"],
  },
  {
    id: "reno",
    name: "Reno depot",
    kind: "depot",
    city: "Reno",
    state: "NV",
    postal_code: "89502",
    lat: 39.4972,
    lon: -119.7648,
    services: ["ship"],
  },
];

export const items = ["mug", "lamp", "rug", "kettle"].map((sku, i) => ({
  sku,
  name: `Blue ${sku}`,
  category: "home",
  price_minor: 1200 + i * 500,
  weight_grams: 400 + i * 600,
  gtin: withCheckDigit(`20000000000${i}`).padStart(14, "0"),
}));

/** Puts the retailer in place. Shelves are empty: see `stockUp`. */
export async function openShop(sql: Sql) {
  await sql.run`insert into region (id, name) values ('east', 'East'), ('west', 'West')`;
  await sql.run`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone, opening_hours,
                      services)
    select id, kind, name, case when id = 'reno' then 'west' else 'east' end, '1 Main Street', city, state, postal_code,
           lat, lon, 'America/New_York', ${json(everyDay)}::jsonb, services
      from jsonb_to_recordset(${json(nodes)}::jsonb)
             as n(id text, kind text, name text, city text, state text, postal_code text, lat float8, lon float8,
                  services text[])`;
  await sql.run`
    insert into postal_code (country, postal_code, lat, lon, city, state)
    select 'US', postal_code, lat, lon, city, state from node`;
  await sql.run`
    insert into item (sku, name, category, price_minor, weight_grams)
    select sku, name, category, price_minor, weight_grams
      from jsonb_to_recordset(${json(items)}::jsonb)
             as i(sku text, name text, category text, price_minor int, weight_grams int)`;
  await sql.run`
    insert into barcode (gtin, sku)
    select gtin, sku from jsonb_to_recordset(${json(items)}::jsonb) as i(gtin text, sku text)`;
  await sql.run`insert into channel (id, name, key_hash) values ('web', 'Web shop', 'test')`;
}

/** Puts units on a node's shelves, counted as a person would. */
export async function stockUp(sql: Sql, nodeId: string, shelves: Record<string, number>) {
  const counts = Object.entries(shelves).map(([sku, counted]) => ({ nodeId, sku, counted }));
  agreed(await countStock(sql, { counts }));
}

let orders = 0;

/** A pickup order at a store, for Maya. */
export function pickup(
  nodeId: string,
  wanted: Record<string, number>,
  more: Partial<PlaceOrder> = {},
): PlaceOrder {
  return { ...ordered(wanted), method: "pickup", nodeId, ...more } as PlaceOrder;
}

/** A delivery order to lower Manhattan, for Maya. */
export function delivery(wanted: Record<string, number>, more: Partial<PlaceOrder> = {}): PlaceOrder {
  const shipTo = {
    line1: "5 Spring Street",
    city: "New York",
    state: "NY",
    postalCode: "10012",
    country: "US",
  };
  return { ...ordered(wanted), method: "delivery", shipTo, ...more } as PlaceOrder;
}

function ordered(wanted: Record<string, number>) {
  return {
    channelOrderId: `W-${++orders}`,
    shopper: { name: "Maya Reyes", email: "maya@example.com" },
    lines: Object.entries(wanted).map(([sku, quantity]) => ({
      sku,
      quantity,
      unitPrice: { amount: items.find((item) => item.sku === sku)?.price_minor ?? 100, currency: "USD" },
    })),
  };
}

/** An associate of a store. */
export function associate(nodeId: string, name = "Ana P."): Person {
  return { kind: "person", personId: crypto.randomUUID(), name, role: "associate", nodeId, regionId: null };
}

type Did = { [T in Operation["type"]]: [T, Extract<Operation, { type: T }>["body"]] }[Operation["type"]];

/** An operation as a device would send it. */
export function operation([type, body]: Did, seq = 1, id: string = crypto.randomUUID()): Operation {
  return { id, seq, type, body, at: new Date().toISOString() } as Operation;
}

/** Keys of one test run. */
export async function testKeys() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as CryptoKeyPair;
  const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const secret = crypto.getRandomValues(new Uint8Array(32)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
  return importKeys({ secret, passKey: JSON.stringify(jwk) });
}

/** The value, where a refusal would be the test's own mistake. */
export function agreed<Value>(value: Value): Exclude<Value, Refusal> {
  if (isRefusal(value)) throw new Error(`refused: ${value.kind} ${JSON.stringify(value.detail)}`);
  return value as Exclude<Value, Refusal>;
}

/** Stock as numbers: on hand and reserved of one item at one node. */
export async function stockOf(sql: Sql, nodeId: string, sku: string): Promise<[number, number]> {
  const row = await sql.one<{ onHand: number; reserved: number }>`
    select on_hand, reserved from stock where node_id = ${nodeId} and sku = ${sku}`;
  return [row.onHand, row.reserved];
}

/** Every invariant's violations: none is the only good answer. */
export async function violations(sql: Sql) {
  return (await checkInvariants(sql)).violations;
}

/** A channel key of the test shop, as a caller presents it. */
export async function channelKey(sql: Sql, key = "aisle_test_key_of_the_web_shop"): Promise<string> {
  await sql.run`update channel set key_hash = ${sha256(key)} where id = 'web'`;
  return key;
}

/** A person who can sign in at a place with the PIN 123456; answers their id. */
export async function hire(
  sql: Sql,
  person: { name: string; role: Role; nodeId?: string; regionId?: string },
): Promise<string> {
  const { name, role, nodeId = null, regionId = null } = person;
  const { id } = await sql.one<{ id: string }>`
    insert into person (id, name, pin_hash) values (gen_random_uuid(), ${name}, ${await pinHash}) returning id`;
  await sql.run`
    insert into person_role (person_id, role, node_id, region_id) values (${id}, ${role}, ${nodeId}, ${regionId})`;
  return id;
}

const pinHash = hash("123456");
