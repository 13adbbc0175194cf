import { countIn } from "../plural.ts";

export const count = countIn("en-US");
