import { hash } from "@node-rs/argon2";
import type { Sql } from "../lib/db.ts";
import { json } from "../lib/db.ts";
import type { KnownPerson } from "./demo_file.ts";
import type { DemoPerson } from "./retailer_people.ts";

type PersonWithHash = KnownPerson & { pinHash: string };

// OWASP's parameters for argon2id: 19 MiB, two passes, one lane. Four at a time, because more only take memory.
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;

/** Gives each person a new random PIN and its hash, with a salt of its own. */
export async function withNewPins(
  people: DemoPerson[],
  onEach: () => void = () => {},
): Promise<PersonWithHash[]> {
  const ready: PersonWithHash[] = [];
  for (let start = 0; start < people.length; start += AT_ONCE) {
    ready.push(
      ...await Promise.all(
        people.slice(start, start + AT_ONCE).map(async (person) => {
          const pin = newPin();
          const pinHash = await hash(pin, ARGON2ID);
          onEach();
          return { ...person, pin, pinHash };
        }),
      ),
    );
  }
  return ready;
}

/** Puts people and their roles in place; who is there already gets the new PIN. */
export async function savePeople(sql: Sql, people: PersonWithHash[]): Promise<void> {
  const rows = json(people.map(({ personId, name, role, nodeId, regionId, pinHash }) => ({
    id: personId,
    name,
    role,
    node_id: nodeId,
    region_id: regionId,
    pin_hash: pinHash,
  })));
  await sql.run`
    insert into person (id, name, pin_hash)
    select id, name, pin_hash
      from jsonb_to_recordset(${rows}::jsonb) as given (id uuid, name text, pin_hash text)
        on conflict (id) do update set pin_hash = excluded.pin_hash`;
  await sql.run`
    insert into person_role (person_id, role, node_id, region_id)
    select id, role, node_id, region_id
      from jsonb_to_recordset(${rows}::jsonb) as given (id uuid, role text, node_id text, region_id text)
        on conflict do nothing`;
}

export function withoutHash({ pinHash: _, ...person }: PersonWithHash): KnownPerson {
  return person;
}

function newPin(): string {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(drawn % 1_000_000).padStart(6, "0");
}
