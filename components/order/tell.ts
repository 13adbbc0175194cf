/** Tells the store something about the order, by the address under the order's own page; whether it was taken. */
export type Tell = (path: "arrival" | "departure" | "collector", body: object) => Promise<boolean>;
