import type { Role } from "../domain/access/types.ts";
import { demoNodes, demoRegions } from "./retailer_places.ts";
import { oneOf, seeded, shuffled, uuidFrom, wholeBetween } from "./random.ts";

/** Somebody of the demo: a first name, an initial, and the one place they work for. */
export interface DemoPerson {
  personId: string;
  name: string;
  role: Role;
  nodeId: string | null;
  regionId: string | null;
}

const FIRST_NAMES = [
  "Ana Ben Carla Dev Elena Farid Grace Hugo Ines Jamal Kira Leo Maya Nico Olive Pavel Quinn Rosa Sam Tara",
  "Uma Victor Wendy Xavier Yara Zane Amir Bea Cole Dana Emil Fern Gita Hank Iris Joel Kofi Lena Milo Nora",
  "Omar Priya Rafa Sofia Theo Vera Walt Yuki Zoe Abel Cleo Dina Ezra Faye Gus Hana Ivan June Karl Lucia",
].flatMap((names) => names.split(" "));

/** Stores whose people are named first wherever people are listed. */
const FEATURED = ["soho", "brooklyn", "hoboken"];

/** Everybody: the regional managers, and in each store a manager and two or three associates; featured ones first. */
export function demoPeople(): DemoPerson[] {
  const stores = demoNodes().filter(({ kind }) => kind === "store").map(({ id }) => id);
  const featured = FEATURED.flatMap(storePeople);
  const others = stores.filter((id) => !FEATURED.includes(id)).flatMap(storePeople);
  return [...featured, ...demoRegions().map(({ id }) => regionalManager(id)), ...others];
}

/** The manager and the first associates of a store, by name the same every time. */
export function storePeople(nodeId: string): DemoPerson[] {
  const random = seeded(`people:${nodeId}`);
  const count = 3 + wholeBetween(random, [0, 1]);
  return shuffled(random, FIRST_NAMES).slice(0, count).map((first, index) => ({
    personId: uuidFrom(`person:${nodeId}:${index}`),
    name: `${first} ${initial(random)}.`,
    role: index === 0 ? "store_manager" : "associate",
    nodeId,
    regionId: null,
  }));
}

export function regionalManager(regionId: string): DemoPerson {
  const random = seeded(`people:region:${regionId}`);
  return {
    personId: uuidFrom(`person:region:${regionId}`),
    name: `${oneOf(random, FIRST_NAMES)} ${initial(random)}.`,
    role: "regional_manager",
    nodeId: null,
    regionId,
  };
}

function initial(random: () => number): string {
  return oneOf(random, [..."ABCDEFGHJKLMNOPRSTVW"]);
}
