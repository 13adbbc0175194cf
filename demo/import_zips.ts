import { z } from "zod";
import { type Db, json } from "../lib/db.ts";
import { text } from "../lib/shapes.ts";
import { decimal, State, Zip, Zip3 } from "./import_cells.ts";
import { type Options, takeIn, type Taken, unusable } from "./import_intake.ts";
import type { Source } from "./import_source.ts";
import { countChanges } from "./import_store.ts";
import { whyNotInTheStates } from "./postal_codes.ts";

/** ZIPs and where their middles are. */
export function importZips(db: Db, source: Source, options: Options): Promise<Taken> {
  return takeIn(source, {
    columns: { zip: Zip, lat: decimal(-90, 90), lon: decimal(-180, 180), city: text(80), state: State },
    decide(row) {
      const wrong = whyNotInTheStates(row);
      return wrong ? unusable(wrong) : row;
    },
    key: ({ zip }) => `ZIP ${zip}`,
    save: (batch) =>
      countChanges(db.many<{ isNew: boolean }>`
        insert into postal_code (country, postal_code, lat, lon, city, state)
        select 'US', zip, lat, lon, city, state
          from jsonb_to_recordset(${json(batch)}::jsonb) as given (
                 zip text, lat double precision, lon double precision, city text, state text)
            on conflict (country, postal_code) do update
           set lat = excluded.lat, lon = excluded.lon, city = excluded.city, state = excluded.state
         where (postal_code.lat, postal_code.lon, postal_code.city, postal_code.state)
               is distinct from (excluded.lat, excluded.lon, excluded.city, excluded.state)
        returning xmax = 0 as is_new`),
  }, options);
}

// Some tribal jurisdictions reach 17.5 percent; nowhere in the country is it more than this.
const HIGHEST_TAX = 0.18;
// The published parts are rounded, so their sum may be off by this much.
const ROUNDING = 0.001;

/** Sales tax by ZIP. */
export function importTaxRates(db: Db, source: Source, options: Options): Promise<Taken> {
  const rate = decimal(0, 1);
  return takeIn(source, {
    columns: {
      zip: Zip,
      state: State,
      region: text(120),
      combined: rate,
      state_rate: rate,
      county: rate,
      city: rate,
      special: rate,
    },
    decide(row) {
      if (row.combined > HIGHEST_TAX) return unusable(`a combined rate of ${row.combined} is out of range`);
      const sum = row.state_rate + row.county + row.city + row.special;
      if (Math.abs(sum - row.combined) > ROUNDING) {
        return unusable(`the combined rate ${row.combined} is not the sum of its parts, ${sum.toFixed(6)}`);
      }
      return row;
    },
    key: ({ zip }) => `ZIP ${zip}`,
    save: (batch) =>
      countChanges(db.many<{ isNew: boolean }>`
        insert into tax_rate (country, postal_code, state, region, combined, state_rate, county, city, special)
        select 'US', zip, state, region, combined, state_rate, county, city, special
          from jsonb_to_recordset(${json(batch)}::jsonb) as given (
                 zip text, state text, region text, combined numeric(8, 6), state_rate numeric(8, 6),
                 county numeric(8, 6), city numeric(8, 6), special numeric(8, 6))
            on conflict (country, postal_code) do update
           set state = excluded.state, region = excluded.region, combined = excluded.combined,
               state_rate = excluded.state_rate, county = excluded.county, city = excluded.city,
               special = excluded.special
         where (tax_rate.state, tax_rate.region, tax_rate.combined, tax_rate.state_rate, tax_rate.county,
                tax_rate.city, tax_rate.special)
               is distinct from (excluded.state, excluded.region, excluded.combined, excluded.state_rate,
                                 excluded.county, excluded.city, excluded.special)
        returning xmax = 0 as is_new`),
  }, options);
}

/** Carrier zones between three-digit ZIPs. */
export function importCarrierZones(db: Db, source: Source, options: Options): Promise<Taken> {
  return takeIn(source, {
    columns: {
      origin_zip3: Zip3,
      dest_zip3: Zip3,
      zone: z.string().regex(/^[1-9]$/, { error: "is not a zone from 1 to 9" }).transform(Number),
    },
    decide: (row) => row,
    key: ({ origin_zip3, dest_zip3 }) => `${origin_zip3} to ${dest_zip3}`,
    save: (batch) =>
      countChanges(db.many<{ isNew: boolean }>`
        insert into carrier_zone (origin_zip3, destination_zip3, zone)
        select origin_zip3, dest_zip3, zone
          from unnest(${batch.map((row) => row.origin_zip3)}::text[], ${
        batch.map((row) => row.dest_zip3)
      }::text[],
                      ${batch.map((row) => row.zone)}::integer[]) as given (origin_zip3, dest_zip3, zone)
            on conflict (origin_zip3, destination_zip3) do update
           set zone = excluded.zone
         where carrier_zone.zone is distinct from excluded.zone
        returning xmax = 0 as is_new`),
  }, options);
}
