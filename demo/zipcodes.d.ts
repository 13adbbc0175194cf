// The package has no types of its own, and reading them out of its five megabytes of literals is slow.
export interface Zip {
  zip: string;
  latitude: number;
  longitude: number;
  city: string;
  state: string;
  country: string;
}

declare const zipcodes: {
  codes: Record<string, Zip>;
  lookup(zip: string): Zip | undefined;
  states: { abbr: Record<string, string> };
};
export default zipcodes;
