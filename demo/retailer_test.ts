import assert from "node:assert/strict";
import { hasRightCheckDigit, readScan } from "../domain/catalog/decide.ts";
import { NodeId } from "../domain/places/types.ts";
import { milesBetween } from "../domain/places/decide.ts";
import { usPostalCode, usPostalCodes } from "./postal_codes.ts";
import { demoBins, demoCounterItems, demoCounterStock, zoneOf } from "./retailer_counter.ts";
import { demoItems, SHARED_GTIN } from "./retailer_items.ts";
import { demoPeople } from "./retailer_people.ts";
import { demoNodes, demoRegions } from "./retailer_places.ts";
import { demoStock } from "./retailer_stock.ts";

Deno.test("every barcode of the demo retailer is an in-store GTIN-14 with a right check digit", () => {
  for (const { gtins } of demoItems()) {
    for (const gtin of gtins) {
      assert.match(gtin, /^02[0-9]\d{11}$/);
      assert.ok(hasRightCheckDigit(gtin));
      assert.deepEqual(readScan(gtin.slice(1)), { kind: "gtin", gtin });
    }
  }
});

Deno.test("504 items, no SKU or name twice, every price and weight above nothing", () => {
  const items = demoItems();
  assert.equal(items.length, 504);
  assert.equal(new Set(items.map(({ sku }) => sku)).size, 504);
  assert.equal(new Set(items.map(({ name }) => name)).size, 504);
  assert.ok(items.every(({ sku }) => /^HM-1\d{4}$/.test(sku)));
  assert.ok(items.every(({ priceMinor, weightGrams }) => priceMinor > 0 && weightGrams > 0));
  assert.ok(items.every(({ sidesMm }) => sidesMm.every((side) => side >= 5 && side <= 2_500)));
});

Deno.test("one barcode names two items, some items have two, all others one of their own", () => {
  const items = demoItems();
  const carriers = Map.groupBy(
    items.flatMap(({ sku, gtins }) => gtins.map((gtin) => ({ sku, gtin }))),
    (b) => b.gtin,
  );
  const shared = [...carriers.values()].filter((of) => of.length > 1).map((of) => of.map(({ sku }) => sku));
  assert.deepEqual(shared, [[SHARED_GTIN.first, SHARED_GTIN.second]]);
  assert.equal(items.filter(({ gtins }) => gtins.length === 2).length, 14);
});

Deno.test("the retailer is the same every time it is made", () => {
  const make = () => {
    const items = demoItems();
    return {
      items,
      nodes: demoNodes(),
      people: demoPeople(),
      stock: demoNodes().map((n) => demoStock(n, items)),
    };
  };
  assert.deepEqual(make(), make());
});

Deno.test("63 stores and 2 depots stand in 8 regions, at places and times that exist", () => {
  const nodes = demoNodes();
  const regions = new Set(demoRegions().map(({ id }) => id));
  assert.equal(regions.size, 8);
  assert.deepEqual([nodes.filter((n) => n.kind === "store").length, nodes.length], [63, 65]);
  assert.equal(new Set(nodes.map(({ id }) => id)).size, 65);
  for (const node of nodes) {
    assert.equal(NodeId.parse(node.id), node.id);
    assert.ok(regions.has(node.regionId));
    assert.equal(node.openingHours.length, 7);
    assert.ok(milesBetween(node, usPostalCode(node.postalCode)) < 1);
    assert.doesNotThrow(() => new Intl.DateTimeFormat("en", { timeZone: node.timeZone }));
  }
});

Deno.test("every store hands over at the counter, and a depot only ships", () => {
  for (const { kind, services } of demoNodes()) {
    if (kind === "depot") assert.deepEqual(services, ["ship"]);
    else assert.ok(services.includes("pickup"));
  }
  const soho = demoNodes().find(({ id }) => id === "soho");
  assert.deepEqual(soho?.services, ["pickup", "curbside", "ship"]);
});

Deno.test("a store keeps 250 to 400 items on named shelves, a depot all of them", () => {
  const items = demoItems();
  for (const node of demoNodes()) {
    const stock = demoStock(node, items);
    assert.equal(new Set(stock.map(({ sku }) => sku)).size, stock.length);
    assert.ok(stock.every(({ onHand, safetyStock }) => onHand > safetyStock && safetyStock >= 0));
    assert.ok(stock.every(({ location }) => /^[A-M]-[0-2]\d$/.test(location)));
    if (node.kind === "depot") assert.equal(stock.length, 504);
    else assert.ok(stock.length >= 250 && stock.length <= 400, `${node.id}: ${stock.length}`);
  }
});

Deno.test("each store has one manager and two or three associates, each region a manager", () => {
  const people = demoPeople();
  assert.equal(new Set(people.map(({ personId }) => personId)).size, people.length);
  assert.equal(people.filter(({ role }) => role === "regional_manager").length, 8);
  for (const { id, kind } of demoNodes()) {
    const staff = people.filter(({ nodeId }) => nodeId === id);
    if (kind === "depot") assert.equal(staff.length, 0);
    else {
      assert.equal(staff.filter(({ role }) => role === "store_manager").length, 1);
      assert.ok(staff.length === 3 || staff.length === 4);
      assert.equal(new Set(staff.map(({ name }) => name)).size, staff.length);
    }
  }
  assert.equal(people[0]?.nodeId, "soho");
});

Deno.test("ZIPs without coordinates, or with a lost minus sign, are not among the ZIPs", () => {
  const zips = new Map(usPostalCodes().map((place) => [place.postalCode, place]));
  assert.equal(zips.size, 42_229);
  assert.deepEqual(zips.get("10012"), {
    postalCode: "10012",
    lat: 40.7255,
    lon: -73.9983,
    city: "New York",
    state: "NY",
  });
  assert.equal(zips.has("09002"), false);
  assert.equal(zips.has("10200"), false);
});

Deno.test("every store has a bin for each kind of goods it has, and something of each that asks more than a smile", () => {
  const counter = demoCounterItems();
  const gtins = [...demoItems(), ...counter].flatMap((item) => item.gtins);
  assert.ok(counter.every((item) => item.gtins.every((gtin) => hasRightCheckDigit(gtin))));
  assert.equal(new Set(gtins).size, gtins.length - 1); // the one that two items share
  assert.ok(counter.some(({ minAge }) => minAge === 21) && counter.some((each) => each.priceMinor > 50_000));
  for (const node of demoNodes()) {
    const zones = new Set(demoBins(node).map(({ zone }) => zone));
    const needed = [...demoItems().map(zoneOf), ...counter.map(({ zone }) => zone)];
    if (node.kind === "depot") assert.deepEqual([...zones, ...demoCounterStock(node)], []);
    else assert.deepEqual(zones, zones.union(new Set(needed)));
  }
});
