import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import type { Db } from "../lib/db.ts";
import { isRefusal } from "../lib/refusal.ts";
import { freshDatabase } from "../tests/support/postgres.ts";
import { importFolder, type Reporter } from "./import.ts";
import { itemOf } from "./import_products.ts";
import { csvLine } from "./import_rejects.ts";
import { textSource } from "./import_source.ts";
import { dayOf, divisionOf } from "./import_stores.ts";
import { importProducts } from "./import_products.ts";
import { importTaxRates, importZips } from "./import_zips.ts";

const days = "mon,tue,wed,thu,fri,sat,sun";
const weekdays = "10:00-21:00,10:00-21:00,10:00-21:00,10:00-21:00,10:00-22:00,10:00-22:00";

const files: Record<string, string> = {
  "zips/zips.csv": `zip,lat,lon,city,state,county
10012,40.7255,-73.9983,"New York",NY,x
11201,40.6937,-73.9897,Brooklyn,NY,x
09002,0,0,Apo,AE,
10200,40.77,73.95,"New York",NY,x
`,
  "stores/stores-derived.csv": `store_id,type,name,address,city,state,zip,lat,lon,timezone,${days},services
1,BigBox,Houston St,1 Houston St,New York,NY,10012,40.7255,-73.9983,America/New_York,${weekdays},,Repairs
2,Mobile,Court St,2 Court St,Brooklyn,NY,11201-1234,40.69,-73.99,America/New_York,${weekdays},11:00-20:00,
3,BigBox,Far off,3 Road,New York,NY,10012,34.05,-118.24,America/New_York,${weekdays},11:00-20:00,
4,BigBox,Odd hours,4 Road,New York,NY,10012,40.72,-73.99,America/New_York,${weekdays},11-8 pm,
5,BigBox,Unknown ZIP,5 Road,New York,NY,99999,40.72,-73.99,America/New_York,${weekdays},11:00-20:00,
`,
  "products/est-weight-dims.csv": `sku,est_weight_kg,est_len_cm,est_wid_cm,est_hgt_cm
A-1,0.25,10,7.25,3
A-2,1.5,20,14,11.5
`,
  "products/products.csv": `sku,name,theme,UPC,EAN,USD,ownedBy
A-1,Castle,Kits,036000291452,,19.99,900
A-2,Ship,Kits,036000291452,4006381333931,0,50
A-3,"=cmd()",Kits,036000291453,,9.99,10
A-4,Tower,Kits,,4006381333931,nine,10
`,
  "tax/zip_rates.csv": `zip,state,region,combined,state_rate,county,city,special
10012,NY,NEW YORK CITY,0.08875,0.04,0,0.045,0.00375
13421,NY,ONEIDA,0.2,0.04,0.04,0.04,0.08
11201,NY,NEW YORK CITY,0.09,0.04,0,0.045,0.00375
`,
  "zones/zip3_zone_pairs.csv": `origin_zip3,dest_zip3,zone
100,112,1
100,900,8
100,901,12
`,
};

const silent: Reporter = { onProgress() {}, onTaken() {}, onMissing() {}, onAdded() {} };

async function withFolder(
  name: string,
  work: (world: { db: Db; folder: string; dataDir: string }) => Promise<void>,
) {
  const { db, drop } = await freshDatabase(name);
  const folder = await Deno.makeTempDir({ prefix: "aisle-import-" });
  try {
    for (const [path, content] of Object.entries(files)) await put(folder, path, content);
    await work({ db, folder, dataDir: join(folder, "data") });
  } finally {
    await drop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function put(folder: string, path: string, content: string) {
  await Deno.mkdir(join(folder, path, ".."), { recursive: true });
  await Deno.writeTextFile(join(folder, path), content);
}

function counted(taken: { name: string; new: number; changed: number; same: number; refused: number }[]) {
  return Object.fromEntries(taken.map((t) => [t.name, [t.new, t.changed, t.same, t.refused]]));
}

/** Everything an import may touch, to compare. */
async function snapshot(db: Db) {
  return {
    nodes: await db.many`select * from node order by id`,
    items: await db.many`select * from item order by sku`,
    barcodes: await db.many`select * from barcode order by gtin, sku`,
    zips: await db.many`select * from postal_code order by postal_code`,
    tax: await db.many`select * from tax_rate order by postal_code`,
    zones: await db.many`select * from carrier_zone order by origin_zip3, destination_zip3`,
    stock: await db.many`select * from stock order by node_id, sku`,
    movements: await db.many`select * from movement order by node_id, sku, number`,
    people: await db.many`select * from person order by id`,
    roles: await db.many`select * from person_role order by person_id`,
    channels: await db.many`select * from channel`,
  };
}

Deno.test("a folder is taken in, its bad rows are refused with their reasons, and again changes nothing", async () => {
  await withFolder("import_twice", async ({ db, folder, dataDir }) => {
    const options = { dataDir, url: "http://localhost:8000", reporter: silent };
    const first = await importFolder(db, folder, options);
    assert.deepEqual(counted(first), {
      "zips.csv": [2, 0, 0, 2],
      "stores-derived.csv": [2, 0, 0, 3],
      "est-weight-dims.csv": [0, 0, 2, 0],
      "products.csv": [2, 0, 0, 2],
      "zip_rates.csv": [1, 0, 0, 2],
      "zip3_zone_pairs.csv": [2, 0, 0, 1],
    });
    const before = await snapshot(db);
    assert.equal(before.stock.length, 4);
    assert.deepEqual(
      before.movements.map((m) => [m.nodeId, m.sku, m.number, m.dOnHand, m.reason]),
      before.stock.map((s) => [s.nodeId, s.sku, 1, s.onHand, "received"]),
    );

    const second = await importFolder(db, folder, options);
    assert.deepEqual(counted(second), {
      "zips.csv": [0, 0, 2, 2],
      "stores-derived.csv": [0, 0, 2, 3],
      "est-weight-dims.csv": [0, 0, 2, 0],
      "products.csv": [0, 0, 2, 2],
      "zip_rates.csv": [0, 0, 1, 2],
      "zip3_zone_pairs.csv": [0, 0, 2, 1],
    });
    assert.deepEqual(await snapshot(db), before);
  });
});

Deno.test("what changed in the files changes in the database, and only that", async () => {
  await withFolder("import_changed", async ({ db, folder, dataDir }) => {
    const options = { dataDir, url: "http://localhost:8000", reporter: silent };
    await importFolder(db, folder, options);
    const before = await snapshot(db);
    const dearer = files["products/products.csv"]!.replace("19.99", "21.99").replace(
      ",4006381333931,0,",
      ",,0,",
    );
    await put(folder, "products/products.csv", dearer);
    await Deno.remove(join(folder, "products/est-weight-dims.csv"));

    const taken = counted(await importFolder(db, folder, options));
    assert.deepEqual(taken["products.csv"], [0, 2, 0, 2]);
    const after = await snapshot(db);
    const packed = after.items.map((
      { sku, priceMinor, weightGrams, lengthMm, widthMm, heightMm },
    ) => [sku, priceMinor, weightGrams, lengthMm, widthMm, heightMm]);
    assert.deepEqual(packed, [["A-1", 2_199, 250, 100, 73, 30], ["A-2", 0, 1_500, 200, 140, 115]]);
    assert.deepEqual(after.barcodes, [
      { gtin: "00036000291452", sku: "A-1" },
      { gtin: "00036000291452", sku: "A-2" },
    ]);
    assert.deepEqual({ ...after, items: [], barcodes: [] }, { ...before, items: [], barcodes: [] });
  });
});

Deno.test("refused rows are listed with row number and reason, and no cell of them is a formula", async () => {
  await withFolder("import_rejects", async ({ db, folder, dataDir }) => {
    await importFolder(db, folder, { dataDir, url: "http://localhost:8000", reporter: silent });
    const rejects = async (name: string) =>
      (await Deno.readTextFile(join(dataDir, "imports", `${name}.rejects.csv`))).trimEnd().split("\r\n")
        .slice(1)
        .map((line) => line.split('","').slice(0, 2).join(" ").slice(1));
    assert.deepEqual(await rejects("stores-derived"), [
      "4 the coordinates are 2446 miles from ZIP 10012",
      '5 hours ""11-8 pm"" cannot be read',
      "6 ZIP 99999 is not known",
    ]);
    assert.deepEqual(await rejects("products"), [
      "4 UPC 036000291453 has a wrong check digit",
      "5 USD: is not a price",
    ]);
    assert.deepEqual(await rejects("zips"), ["4 no coordinates", "5 longitude 73.95 is not in NY"]);
    assert.deepEqual(await rejects("zip_rates"), [
      "3 a combined rate of 0.2 is out of range",
      "4 the combined rate 0.09 is not the sum of its parts, 0.088750",
    ]);
    const list = await Deno.readTextFile(join(dataDir, "imports", "products.rejects.csv"));
    assert.ok(list.includes(`"A-3","'=cmd()"`));
  });
});

Deno.test("an empty folder is said to lack each file, and nothing happens", async () => {
  await withFolder("import_missing", async ({ db, folder, dataDir }) => {
    const missing: string[] = [];
    const reporter = { ...silent, onMissing: (file: string) => missing.push(file) };
    const taken = await importFolder(db, join(folder, "nothing"), { dataDir, url: "", reporter });
    assert.deepEqual(taken, []);
    assert.deepEqual(missing, Object.keys(files).map((file) => file));
    assert.deepEqual((await snapshot(db)).nodes, []);
  });
});

Deno.test("people are put in imported stores once, with their PINs in demo.json", async () => {
  await withFolder("import_people", async ({ db, folder, dataDir }) => {
    const options = { dataDir, url: "http://localhost:8000", reporter: silent };
    await importFolder(db, folder, options);
    const first = await Deno.readTextFile(join(dataDir, "demo.json"));
    const { people, channelKey } = JSON.parse(first);
    assert.deepEqual(
      people.map((one: Record<string, unknown>) => [one.role, one.nodeId, one.regionId]),
      [["store_manager", "1", null], ["associate", "1", null], [
        "regional_manager",
        null,
        "us-middle-atlantic",
      ]],
    );
    assert.match(channelKey, /^aisle_/);
    await importFolder(db, folder, options);
    assert.equal(await Deno.readTextFile(join(dataDir, "demo.json")), first);
  });
});

Deno.test("a file that breaks off is taken up to there; one that is no CSV of its kind is refused whole", async () => {
  await withFolder("import_broken", async ({ db, folder }) => {
    const options = { rejectsDir: join(folder, "rejects") };
    const head = "zip,lat,lon,city,state\n10012,40.7255,-73.9983,New York,NY\n";
    const broken = await importZips(db, textSource("zips.csv", `${head}11201,40.69,-73.98,"Brook`), options);
    assert.deepEqual([broken.new, broken.refused], [1, 1]);
    const short = await importZips(db, textSource("zips.csv", `${head}11201,40.69\n`), options);
    assert.deepEqual([short.same, short.refused], [1, 1]);
    const other = await importZips(db, textSource("zips.csv", "sku,name\nA,B\n"), options);
    assert.deepEqual([other.new, other.refused], [0, 1]);
    const list = await Deno.readTextFile(join(folder, "rejects", "zips.rejects.csv"));
    assert.match(list, /the file lacks the columns zip, lat, lon, city, state/);
    assert.equal((await db.many`select from postal_code`).length, 1);
  });
});

Deno.test("a gzipped file that is cut off is taken up to there", async () => {
  await withFolder("import_gzip", async ({ db, folder, dataDir }) => {
    const rows = Array.from(
      { length: 5_000 },
      (_, n) => `${String(n).padStart(3, "0").slice(-3)},${n % 900},1`,
    );
    const whole = gzipSync(`origin_zip3,dest_zip3,zone\n${rows.join("\n")}\n`);
    await Deno.remove(join(folder, "zones/zip3_zone_pairs.csv"));
    await Deno.writeFile(join(folder, "zones/zip3_zone_pairs.csv.gz"), whole.subarray(0, whole.length / 2));
    const taken = await importFolder(db, folder, { dataDir, url: "", reporter: silent });
    const list = await Deno.readTextFile(join(dataDir, "imports", "zip3_zone_pairs.rejects.csv"));
    assert.match(list, /the file cannot be read on from here/);
    assert.ok(taken.some(({ name }) => name === "zips.csv"));
  });
});

Deno.test("the first row of a name counts: a ZIP that stands twice is taken once", async () => {
  await withFolder("import_double", async ({ db, folder }) => {
    const text = "zip,state,region,combined,state_rate,county,city,special\n" +
      "19973,DE,SEAFORD,0,0,0,0,0\n19973,MD,DORCHESTER,0.06,0.06,0,0,0\n";
    const options = { rejectsDir: join(folder, "rejects") };
    const taken = await importTaxRates(db, textSource("zip_rates.csv", text), options);
    assert.deepEqual([taken.new, taken.refused], [1, 1]);
    assert.deepEqual(await db.many`select state, combined from tax_rate`, [{
      state: "DE",
      combined: "0.000000",
    }]);
  });
});

Deno.test("text the database cannot hold is a refused row", async () => {
  await withFolder("import_bytes", async ({ db, folder }) => {
    const text =
      "sku,name,theme,UPC,EAN,USD,ownedBy\nA-9,Bro\u0000ken,Kits,,,1.00,1\nA-8,Whole,Kits,,,1.00,\n";
    const taken = await importProducts(db, textSource("products.csv", text), {
      rejectsDir: join(folder, "rejects"),
    });
    assert.deepEqual([taken.new, taken.refused], [1, 1]);
  });
});

Deno.test("hours are read as opening and closing, an empty day as closed, anything else not at all", () => {
  assert.deepEqual(dayOf("10:00-21:30"), ["10:00", "21:30"]);
  assert.equal(dayOf(""), null);
  for (const wrong of ["10-9:30", "24:00-25:00", "10:00", "10:00-10:00", "10:00-21:00 ", "closed"]) {
    assert.ok(isRefusal(dayOf(wrong)), wrong);
  }
});

Deno.test("every state has a region, and no other two letters do", () => {
  assert.equal(divisionOf("NY"), "us-middle-atlantic");
  assert.equal(divisionOf("PR"), "us-south-atlantic");
  assert.equal(divisionOf("XX"), undefined);
});

Deno.test("a UPC and an EAN are one GTIN-14 each, and the same code twice is one barcode", () => {
  const row = {
    sku: "A",
    name: "A",
    theme: "T",
    UPC: "036000291452",
    EAN: "0036000291452",
    USD: "4.9",
    ownedBy: 1,
  };
  const item = itemOf(row);
  assert.ok(!isRefusal(item));
  assert.deepEqual([item.gtins, item.priceMinor], [["00036000291452"], 490]);
});

Deno.test("a negative number stays a number in the list of refused rows; a formula does not stay one", () => {
  assert.equal(csvLine(["-73.99", "-1+2", '=A1"', "+44", "@x"]), `"-73.99","'-1+2","'=A1""","+44","'@x"\r\n`);
});
