import assert from "node:assert/strict";
import { verify } from "@node-rs/argon2";
import { join } from "node:path";
import type { Db } from "../lib/db.ts";
import { sha256 } from "../lib/tokens.ts";
import { freshDatabase } from "../tests/support/postgres.ts";
import { loadDemo } from "./load.ts";

const url = "http://localhost:8000";

async function withDatabase(name: string, work: (db: Db, dataDir: string) => Promise<void>) {
  const { db, drop } = await freshDatabase(name);
  const dataDir = await Deno.makeTempDir({ prefix: "aisle-demo-" });
  try {
    await work(db, dataDir);
  } finally {
    await drop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("the first start brings a retailer whose ledger adds up to its stock", async () => {
  await withDatabase("demo_first", async (db, dataDir) => {
    let last = [0, 1];
    const demo = await loadDemo(db, { dataDir, url }, (done, total) => last = [done, total]);
    assert.equal(demo.loaded, true);
    assert.equal(last[0], last[1]);
    assert.deepEqual(
      await db.one`
        select (select count(*) from node) as nodes, (select count(*) from item) as items,
               (select count(*) from postal_code) as zips, (select count(*) from person) as people`,
      { nodes: 65, items: 504 + 8 + 3, zips: 42_229, people: demo.people.length },
    );
    assert.deepEqual(
      await db.many`
      select * from stock
        left join (select node_id, sku, sum(d_on_hand) as on_hand, sum(d_reserved) as reserved, count(*) as movements
                     from movement group by node_id, sku) as ledger using (node_id, sku)
       where (ledger.on_hand, ledger.reserved, ledger.movements)
             is distinct from (stock.on_hand, stock.reserved, stock.movements)`,
      [],
    );
  });
});

Deno.test("demo.json names PINs and a key that are good, and can be read by its owner alone", async () => {
  await withDatabase("demo_keys", async (db, dataDir) => {
    const { people, channelKey } = await loadDemo(db, { dataDir, url });
    const file = JSON.parse(await Deno.readTextFile(join(dataDir, "demo.json")));
    assert.deepEqual(file, { url, channelKey, people });
    assert.equal((await Deno.stat(join(dataDir, "demo.json"))).mode! & 0o777, 0o600);

    const manager = people[0]!;
    const row = await db.one<{ pinHash: string }>`select pin_hash from person where id = ${manager.personId}`;
    assert.ok(await verify(row.pinHash, manager.pin));
    assert.deepEqual(await db.many`select id, key_hash from channel`, [{
      id: "web",
      keyHash: sha256(channelKey),
    }]);
  });
});

Deno.test("a second start loads nothing and hands out the same key; a lost demo.json means new secrets", async () => {
  await withDatabase("demo_again", async (db, dataDir) => {
    const first = await loadDemo(db, { dataDir, url });
    const second = await loadDemo(db, { dataDir, url: "http://localhost:9000" });
    assert.deepEqual(second, { ...first, loaded: false });
    assert.equal(
      JSON.parse(await Deno.readTextFile(join(dataDir, "demo.json"))).url,
      "http://localhost:9000",
    );

    await Deno.remove(join(dataDir, "demo.json"));
    const third = await loadDemo(db, { dataDir, url });
    assert.notEqual(third.channelKey, first.channelKey);
    assert.deepEqual(
      third.people.map(({ personId }) => personId),
      first.people.map(({ personId }) => personId),
    );
    const person = third.people.at(-1)!;
    const row = await db.one<{ pinHash: string }>`select pin_hash from person where id = ${person.personId}`;
    assert.ok(await verify(row.pinHash, person.pin));
    assert.deepEqual(
      await db.one`select count(*) as rows from movement`,
      await db.one`select count(*) as rows from stock`,
    );
  });
});

Deno.test("two starts at once load the demo once and agree on its key", async () => {
  await withDatabase("demo_twice", async (db, dataDir) => {
    const both = await Promise.all([loadDemo(db, { dataDir, url }), loadDemo(db, { dataDir, url })]);
    assert.deepEqual(both.map(({ loaded }) => loaded).sort(), [false, true]);
    const { channelKey } = JSON.parse(await Deno.readTextFile(join(dataDir, "demo.json")));
    assert.deepEqual(both.map((demo) => demo.channelKey), [channelKey, channelKey]);
    assert.deepEqual(await db.one`select key_hash from channel`, { keyHash: sha256(channelKey) });
  });
});

Deno.test("a database with a retailer of its own is left alone", async () => {
  await withDatabase("demo_foreign", async (db, dataDir) => {
    await db.run`insert into region (id, name) values ('north', 'North')`;
    await db.run`
      insert into node (id, kind, name, region_id, address, city, state, postal_code, lat, lon, time_zone,
                        opening_hours, services)
      values ('own', 'store', 'Own', 'north', '1 Main Street', 'Albany', 'NY', '12207', 42.65, -73.75,
              'America/New_York', '[null,null,null,null,null,null,null]', '{pickup}')`;
    const demo = await loadDemo(db, { dataDir, url });
    assert.deepEqual(demo, { people: [], channelKey: "", loaded: false });
    assert.deepEqual(await db.one`select count(*) as nodes from node`, { nodes: 1 });
    assert.deepEqual(await db.one`select count(*) as channels from channel`, { channels: 0 });
  });
});
