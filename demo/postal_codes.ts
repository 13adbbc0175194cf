// @ts-types="./zipcodes.d.ts"
import zipcodes from "zipcodes";

export interface PostalCode {
  postalCode: string;
  lat: number;
  lon: number;
  city: string;
  state: string;
}

/** Every US ZIP whose middle is known, in order. */
export function usPostalCodes(): PostalCode[] {
  return Object.values(zipcodes.codes)
    .filter((zip) => zip.country === "US")
    .map(({ zip, latitude, longitude, city, state }) => ({
      postalCode: zip,
      lat: latitude,
      lon: longitude,
      city,
      state,
    }))
    .filter((place) => !whyNotInTheStates(place));
}

/** One ZIP of the list; a fault when it is not there. */
export function usPostalCode(postalCode: string): PostalCode {
  const zip = zipcodes.lookup(postalCode);
  if (!zip) throw new Error(`no ZIP ${postalCode}`);
  return { postalCode, lat: zip.latitude, lon: zip.longitude, city: zip.city, state: zip.state };
}

// The only ones across the date line or overseas: Pacific islands and military mail.
const EAST_OF_GREENWICH = new Set(["GU", "MP", "PW", "FM", "MH", "AE", "AP"]);

/** What is wrong with a ZIP's coordinates, if anything: lists hold zeros, and here and there a lost minus sign. */
export function whyNotInTheStates({ lat, lon, state }: { lat: number; lon: number; state: string }) {
  if (lat === 0 || lon === 0) return "no coordinates";
  if (lat < -15 || lat > 72) return `latitude ${lat} is nowhere in the United States`;
  if (lon > 0 && !EAST_OF_GREENWICH.has(state)) return `longitude ${lon} is not in ${state}`;
  return undefined;
}

/** State names as people write them, by their two letters. */
export function usStateNames(): Map<string, string> {
  const small = new Set(["OF"]);
  const written = (word: string) =>
    small.has(word) ? word.toLowerCase() : word.charAt(0) + word.slice(1).toLowerCase();
  return new Map(
    Object.entries(zipcodes.states.abbr).map(([letters, name]) => [
      letters,
      name.split(" ").map(written).join(" "),
    ]),
  );
}
