import { z } from "zod";
import { type Db, json } from "../lib/db.ts";
import { isRefusal, type Refusal } from "../lib/refusal.ts";
import { text } from "../lib/shapes.ts";
import { milesBetween } from "../domain/places/decide.ts";
import type { Node, OpeningHours, Point, Service } from "../domain/places/types.ts";
import { AnyText, decimal, State, Zip } from "./import_cells.ts";
import { type Options, takeIn, type Taken, unusable } from "./import_intake.ts";
import type { Source } from "./import_source.ts";
import { countChanges } from "./import_store.ts";

type StoreType = "BigBox" | "Mobile" | "Express";

/** A store that was taken in, for what follows: its stock and its people. */
export interface ImportedStore {
  id: string;
  type: StoreType;
  regionId: string;
}

// What each type of store can do. Express is a vending kiosk: nobody is there to hand anything over.
const SERVICES: Record<StoreType, Service[]> = {
  BigBox: ["pickup", "curbside", "ship"],
  Mobile: ["pickup", "ship"],
  Express: [],
};
const CAPACITY: Record<StoreType, number> = { BigBox: 300, Mobile: 80, Express: 0 };

// A ZIP's middle and a store in it are never this far apart; a wrong coordinate nearly always is.
const FARTHEST_FROM_ZIP_MILES = 25;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const columns = {
  store_id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "is not a store id" }),
  type: z.enum(["BigBox", "Mobile", "Express"]),
  name: text(120),
  address: text(200),
  city: text(80),
  state: State,
  zip: Zip,
  lat: decimal(-90, 90),
  lon: decimal(-180, 180),
  timezone: text(60).refine(isTimeZone, { error: "is not a time zone" }),
  mon: AnyText,
  tue: AnyText,
  wed: AnyText,
  thu: AnyText,
  fri: AnyText,
  sat: AnyText,
  sun: AnyText,
};
type Row = z.infer<z.ZodObject<typeof columns>>;

/** Stores as nodes, in the census division of their state. Also says which were taken. */
export async function importStores(
  db: Db,
  source: Source,
  options: Options,
): Promise<Taken & { stores: ImportedStore[] }> {
  const middles = await zipMiddles(db);
  await insertDivisions(db);
  const stores: ImportedStore[] = [];
  const taken = await takeIn(source, {
    columns,
    decide: (row) => nodeOf(row, middles),
    key: ({ id }) => `store ${id}`,
    save(batch) {
      stores.push(...batch.map(({ id, type, regionId }) => ({ id, type, regionId })));
      return countChanges(upsertNodes(db, batch));
    },
  }, options);
  return { ...taken, stores };
}

/** The node a row describes. Without any known ZIPs the coordinates are taken as they are. */
export function nodeOf(
  row: Row,
  middles: ReadonlyMap<string, Point>,
): Omit<Node, "kind"> & { type: StoreType } | Refusal<"unusable_row"> {
  const openingHours = hoursOf(row);
  if (isRefusal(openingHours)) return openingHours;
  const regionId = divisionOf(row.state);
  if (!regionId) return unusable(`${row.state} is in no region`);
  const wrong = middles.size > 0 ? whyNotThere(row, middles) : undefined;
  if (wrong) return unusable(wrong);
  return {
    id: row.store_id,
    type: row.type,
    name: row.name,
    regionId,
    address: row.address,
    city: row.city,
    state: row.state,
    postalCode: row.zip,
    lat: row.lat,
    lon: row.lon,
    timeZone: row.timezone,
    openingHours,
    services: SERVICES[row.type],
    capacityPerDay: CAPACITY[row.type],
    capacityPerHour: null,
    holdHours: 72,
  };
}

/** "10:00-21:00" as opening and closing, an empty cell as closed. */
export function dayOf(cell: string): [string, string] | null | Refusal<"unusable_row"> {
  if (cell === "") return null;
  const [, opens, closes] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(cell) ?? [];
  if (!opens || !closes || opens === closes) return unusable(`hours "${cell}" cannot be read`);
  return [opens, closes];
}

function hoursOf(row: Row): OpeningHours | Refusal<"unusable_row"> {
  const days: OpeningHours = [];
  for (const name of DAYS) {
    const day = dayOf(row[name]);
    if (isRefusal(day)) return day;
    days.push(day);
  }
  return days.every((day) => day === null) ? unusable("the store is never open") : days;
}

function whyNotThere(row: Row, middles: ReadonlyMap<string, Point>): string | undefined {
  const middle = middles.get(row.zip);
  if (!middle) return `ZIP ${row.zip} is not known`;
  const miles = milesBetween(middle, row);
  if (miles > FARTHEST_FROM_ZIP_MILES) {
    return `the coordinates are ${Math.round(miles)} miles from ZIP ${row.zip}`;
  }
  return undefined;
}

async function zipMiddles(db: Db): Promise<Map<string, Point>> {
  const places = await db.many<Point & { postalCode: string }>`
    select postal_code, lat, lon from postal_code where country = 'US'`;
  return new Map(places.map(({ postalCode, lat, lon }) => [postalCode, { lat, lon }]));
}

const known = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const answered = known.get(name);
  if (answered !== undefined) return answered;
  let is = true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    is = false;
  }
  if (known.size < 1_000) known.set(name, is);
  return is;
}

const DIVISIONS: { id: string; name: string; states: string }[] = [
  { id: "us-new-england", name: "New England Division", states: "CT ME MA NH RI VT" },
  { id: "us-middle-atlantic", name: "Middle Atlantic Division", states: "NJ NY PA" },
  { id: "us-east-north-central", name: "East North Central Division", states: "IL IN MI OH WI" },
  { id: "us-west-north-central", name: "West North Central Division", states: "IA KS MN MO NE ND SD" },
  { id: "us-south-atlantic", name: "South Atlantic Division", states: "DE DC FL GA MD NC SC VA WV PR" },
  { id: "us-east-south-central", name: "East South Central Division", states: "AL KY MS TN" },
  { id: "us-west-south-central", name: "West South Central Division", states: "AR LA OK TX" },
  { id: "us-mountain", name: "Mountain Division", states: "AZ CO ID MT NV NM UT WY" },
  { id: "us-pacific", name: "Pacific Division", states: "AK CA HI OR WA" },
];

/** The region a state belongs to: the Census Bureau's nine divisions, with Puerto Rico beside its nearest. */
export function divisionOf(state: string): string | undefined {
  return DIVISIONS.find(({ states }) => states.split(" ").includes(state))?.id;
}

async function insertDivisions(db: Db) {
  await db.run`
    insert into region (id, name)
    select id, name from jsonb_to_recordset(${json(DIVISIONS)}::jsonb) as given (id text, name text)
        on conflict (id) do nothing`;
}

function upsertNodes(db: Db, nodes: Omit<Node, "kind">[]) {
  return db.many<{ isNew: boolean }>`
    insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                      opening_hours, services, capacity_per_day, hold_hours)
    select id, 'store', name, "regionId", address, city, state, "postalCode", lat, lon, "timeZone", "openingHours",
           array(select jsonb_array_elements_text(services)), "capacityPerDay", "holdHours"
      from jsonb_to_recordset(${json(nodes)}::jsonb) as given (
             id text, name text, "regionId" text, address text, city text, state text, "postalCode" text,
             lat double precision, lon double precision, "timeZone" text, "openingHours" jsonb, services jsonb,
             "capacityPerDay" integer, "holdHours" integer)
        on conflict (id) do update
       set name = excluded.name, region_id = excluded.region_id, address = excluded.address, city = excluded.city,
           state = excluded.state, postal_code = excluded.postal_code, lat = excluded.lat, lon = excluded.lon,
           time_zone = excluded.time_zone, opening_hours = excluded.opening_hours, services = excluded.services
     where (node.name, node.region_id, node.address, node.city, node.state, node.postal_code, node.lat, node.lon,
            node.time_zone, node.opening_hours, node.services)
           is distinct from (excluded.name, excluded.region_id, excluded.address, excluded.city, excluded.state,
                             excluded.postal_code, excluded.lat, excluded.lon, excluded.time_zone,
                             excluded.opening_hours, excluded.services)
    returning xmax = 0 as is_new`;
}
