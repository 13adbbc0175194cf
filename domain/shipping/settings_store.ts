import { json, type Sql } from "../../lib/db.ts";
import type { KeepBox, ServiceTariff, Step } from "./types.ts";

export function saveBox(
  tx: Sql,
  { id, name, sidesMm: [length, width, height], tareGrams, maxGrams }: KeepBox,
) {
  return tx.run`
    insert into box (id, name, length_mm, width_mm, height_mm, tare_grams, max_grams)
    values (${id}, ${name}, ${length}, ${width}, ${height}, ${tareGrams}, ${maxGrams})
        on conflict (id) do update
       set name = excluded.name, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
           height_mm = excluded.height_mm, tare_grams = excluded.tare_grams, max_grams = excluded.max_grams,
           retired_at = null`;
}

export function retireBox(tx: Sql, id: string, now: Date) {
  return tx.run`update box set retired_at = ${now} where id = ${id} and retired_at is null`;
}

/** Every service a carrier offers, with its whole price list. */
export function findServices(sql: Sql) {
  return sql.many<ServiceTariff>`
    with step as (
      select carrier, service, up_to_grams, array_agg(price_minor order by zone) as prices
        from carrier_rate
       group by carrier, service, up_to_grams
    )
    select service.carrier, service.service, carrier_name, service_name, currency, fuel_surcharge, cubic_mm_per_gram, days,
           coalesce(jsonb_agg(jsonb_build_object('upToGrams', up_to_grams, 'pricesMinor', prices) order by up_to_grams)
                      filter (where up_to_grams is not null), '[]') as steps
      from carrier_service as service
      left join step on step.carrier = service.carrier and step.service = service.service
     group by service.carrier, service.service
     order by service.carrier, service.service`;
}

export function saveService(tx: Sql, tariff: Omit<ServiceTariff, "steps">) {
  return tx.run`
    insert into carrier_service (carrier, service, carrier_name, service_name, currency, fuel_surcharge, cubic_mm_per_gram,
                                 days)
    values (${tariff.carrier}, ${tariff.service}, ${tariff.carrierName}, ${tariff.serviceName}, ${tariff.currency},
            ${tariff.fuelSurcharge}, ${tariff.cubicMmPerGram}, ${tariff.days})
        on conflict (carrier, service) do update
       set carrier_name = excluded.carrier_name, service_name = excluded.service_name, currency = excluded.currency,
           fuel_surcharge = excluded.fuel_surcharge, cubic_mm_per_gram = excluded.cubic_mm_per_gram, days = excluded.days`;
}

/** A service's price list in the place of the one before. */
export async function replaceRates(
  tx: Sql,
  { carrier, service }: Pick<ServiceTariff, "carrier" | "service">,
  steps: Step[],
) {
  await tx.run`delete from carrier_rate where carrier = ${carrier} and service = ${service}`;
  const rates = steps.flatMap(({ upToGrams, pricesMinor }) =>
    pricesMinor.map((priceMinor, i) => ({ zone: i + 1, grams: upToGrams, price: priceMinor }))
  );
  await tx.run`
    insert into carrier_rate (carrier, service, zone, up_to_grams, price_minor)
    select ${carrier}, ${service}, zone, grams, price
      from jsonb_to_recordset(${json(rates)}::jsonb) as rate(zone int, grams int, price bigint)`;
}

export async function deleteService(
  tx: Sql,
  { carrier, service }: Pick<ServiceTariff, "carrier" | "service">,
) {
  await tx.run`delete from carrier_rate where carrier = ${carrier} and service = ${service}`;
  return await tx.run`delete from carrier_service where carrier = ${carrier} and service = ${service}`;
}
