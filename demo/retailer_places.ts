// Where the demo retailer stands: invented stores at real ZIPs.
import type { Node, OpeningHours, Service } from "../domain/places/types.ts";
import { usPostalCode } from "./postal_codes.ts";
import { oneOf, seeded, wholeBetween } from "./random.ts";

type Size = "flagship" | "standard" | "small";

interface Place {
  id: string;
  name: string;
  zip: string;
  timeZone: string;
  size: Size;
  without?: Service[];
}

const EAST = "America/New_York";
const CENTRAL = "America/Chicago";
const ROCKIES = "America/Denver";
const WEST = "America/Los_Angeles";

function place(
  [id, name, zip, timeZone]: readonly [string, string, string, string],
  size: Size = "standard",
  without: Service[] = [],
): Place {
  return { id, name, zip, timeZone, size, without };
}

const REGIONS: { id: string; name: string; stores: Place[] }[] = [
  {
    id: "new-york",
    name: "New York",
    stores: [
      place(["soho", "SoHo", "10012", EAST], "flagship"),
      place(["tribeca", "Tribeca", "10013", EAST], "small", ["curbside"]),
      place(["chelsea", "Chelsea", "10011", EAST], "standard", ["curbside"]),
      place(["upper-west-side", "Upper West Side", "10024", EAST], "standard", ["curbside"]),
      place(["upper-east-side", "Upper East Side", "10028", EAST], "standard", ["curbside"]),
      place(["harlem", "Harlem", "10027", EAST]),
      place(["brooklyn", "Brooklyn Heights", "11201", EAST], "flagship"),
      place(["williamsburg", "Williamsburg", "11211", EAST]),
      place(["park-slope", "Park Slope", "11215", EAST], "small", ["ship"]),
      place(["astoria", "Astoria", "11103", EAST]),
      place(["hoboken", "Hoboken", "07030", EAST]),
      place(["jersey-city", "Jersey City", "07302", EAST]),
      place(["white-plains", "White Plains", "10601", EAST], "flagship"),
      place(["garden-city", "Garden City", "11530", EAST], "small", ["ship"]),
    ],
  },
  {
    id: "new-england",
    name: "New England",
    stores: [
      place(["boston", "Boston Back Bay", "02116", EAST], "flagship"),
      place(["cambridge", "Cambridge", "02139", EAST]),
      place(["providence", "Providence", "02903", EAST]),
      place(["portland-maine", "Portland Old Port", "04101", EAST], "small"),
      place(["hartford", "Hartford", "06103", EAST]),
      place(["burlington", "Burlington", "05401", EAST], "small", ["ship"]),
    ],
  },
  {
    id: "mid-atlantic",
    name: "Mid-Atlantic",
    stores: [
      place(["philadelphia", "Philadelphia Rittenhouse", "19103", EAST], "flagship"),
      place(["princeton", "Princeton", "08540", EAST], "small", ["ship"]),
      place(["baltimore", "Baltimore Harbor", "21202", EAST]),
      place(["georgetown", "Georgetown", "20007", EAST], "standard", ["curbside"]),
      place(["arlington", "Arlington", "22201", EAST]),
      place(["richmond", "Richmond", "23220", EAST]),
      place(["pittsburgh", "Pittsburgh Strip District", "15222", EAST]),
    ],
  },
  {
    id: "southeast",
    name: "Southeast",
    stores: [
      place(["charlotte", "Charlotte Uptown", "28202", EAST]),
      place(["raleigh", "Raleigh", "27601", EAST]),
      place(["charleston", "Charleston", "29401", EAST], "small", ["ship"]),
      place(["atlanta", "Atlanta Midtown", "30309", EAST], "flagship"),
      place(["nashville", "Nashville", "37203", CENTRAL]),
      place(["miami", "Miami Brickell", "33131", EAST], "flagship"),
      place(["tampa", "Tampa", "33602", EAST]),
      place(["orlando", "Orlando", "32801", EAST]),
    ],
  },
  {
    id: "great-lakes",
    name: "Great Lakes",
    stores: [
      place(["chicago", "Chicago River North", "60611", CENTRAL], "flagship"),
      place(["evanston", "Evanston", "60201", CENTRAL]),
      place(["milwaukee", "Milwaukee", "53202", CENTRAL]),
      place(["minneapolis", "Minneapolis North Loop", "55401", CENTRAL]),
      place(["detroit", "Detroit", "48226", "America/Detroit"]),
      place(["columbus", "Columbus Short North", "43215", EAST]),
      place(["cleveland", "Cleveland", "44113", EAST]),
      place(["indianapolis", "Indianapolis", "46204", "America/Indiana/Indianapolis"]),
    ],
  },
  {
    id: "south-central",
    name: "South Central",
    stores: [
      place(["austin", "Austin", "78701", CENTRAL]),
      place(["dallas", "Dallas", "75201", CENTRAL], "flagship"),
      place(["houston", "Houston", "77002", CENTRAL]),
      place(["san-antonio", "San Antonio", "78205", CENTRAL]),
      place(["new-orleans", "New Orleans", "70130", CENTRAL], "small"),
      place(["kansas-city", "Kansas City", "64108", CENTRAL]),
    ],
  },
  {
    id: "mountain",
    name: "Mountain",
    stores: [
      place(["denver", "Denver", "80202", ROCKIES], "flagship"),
      place(["boulder", "Boulder", "80302", ROCKIES], "small"),
      place(["salt-lake-city", "Salt Lake City", "84101", ROCKIES]),
      place(["albuquerque", "Albuquerque", "87102", ROCKIES]),
      place(["boise", "Boise", "83702", "America/Boise"], "small"),
      place(["phoenix", "Phoenix", "85004", "America/Phoenix"]),
    ],
  },
  {
    id: "pacific",
    name: "Pacific",
    stores: [
      place(["seattle", "Seattle", "98101", WEST], "flagship"),
      place(["portland", "Portland Pearl District", "97209", WEST]),
      place(["san-francisco", "San Francisco", "94103", WEST], "flagship"),
      place(["oakland", "Oakland", "94612", WEST]),
      place(["san-jose", "San Jose", "95113", WEST]),
      place(["santa-monica", "Santa Monica", "90401", WEST]),
      place(["pasadena", "Pasadena", "91101", WEST], "small", ["ship"]),
      place(["san-diego", "San Diego", "92101", WEST]),
    ],
  },
];

const DEPOTS: (Place & { regionId: string })[] = [
  { ...place(["allentown-depot", "Allentown depot", "18104", EAST]), regionId: "mid-atlantic" },
  { ...place(["reno-depot", "Reno depot", "89502", WEST]), regionId: "mountain" },
];

const CAPACITY: Record<Size, number> = { flagship: 320, standard: 200, small: 110 };

const STREETS = ["Market", "Union", "Chestnut", "Harbor", "Spring", "Mercer", "Linden", "Water", "Grand"];

/** The regions of the demo retailer. */
export function demoRegions(): { id: string; name: string }[] {
  return REGIONS.map(({ id, name }) => ({ id, name }));
}

/** The stores, region by region, and then the depots. */
export function demoNodes(): Node[] {
  const stores = REGIONS.flatMap(({ id, stores }) => stores.map((store) => storeNode(store, id)));
  return [...stores, ...DEPOTS.map(depotNode)];
}

/** How much of the assortment a store has room for. */
export function sizeOf(node: Node): Size | "depot" {
  if (node.kind === "depot") return "depot";
  if (node.capacityPerDay === CAPACITY.flagship) return "flagship";
  return node.capacityPerDay === CAPACITY.small ? "small" : "standard";
}

function storeNode(store: Place, regionId: string): Node {
  const services: Service[] = ["pickup", "curbside", "ship"];
  return {
    ...anyNode(store, regionId),
    kind: "store",
    openingHours: storeHours(store),
    services: services.filter((service) => !store.without?.includes(service)),
    capacityPerDay: CAPACITY[store.size],
    capacityPerHour: null,
    holdHours: store.size === "small" ? 48 : 72,
  };
}

function depotNode(depot: Place & { regionId: string }): Node {
  const day: [string, string] = ["06:00", "22:00"];
  return {
    ...anyNode(depot, depot.regionId),
    kind: "depot",
    openingHours: [day, day, day, day, day, ["06:00", "18:00"], null],
    services: ["ship"],
    capacityPerDay: 2_000,
    capacityPerHour: null,
    holdHours: 72,
  };
}

function anyNode({ id, name, zip, timeZone }: Place, regionId: string) {
  const { lat, lon, city, state } = usPostalCode(zip);
  const random = seeded(`address:${id}`);
  const address = `${wholeBetween(random, [10, 980])} ${oneOf(random, STREETS)} Street`;
  return { id, name, regionId, address, city, state, postalCode: zip, lat, lon, timeZone };
}

function storeHours({ id, size }: Place): OpeningHours {
  const weekday: [string, string] = size === "small" ? ["10:00", "19:00"] : ["10:00", "21:00"];
  const saturday: [string, string] = size === "flagship" ? ["09:00", "22:00"] : weekday;
  const sunday: [string, string] | null = size === "small" ? ["12:00", "17:00"] : ["11:00", "19:00"];
  // One store that is shut on Mondays and one that closes after midnight, because real chains have both.
  const monday = id === "burlington" ? null : weekday;
  const friday: [string, string] = id === "new-orleans" ? ["10:00", "00:30"] : weekday;
  return [monday, weekday, weekday, weekday, friday, saturday, sunday];
}
