import { countIn } from "../plural.ts";

export const count = countIn("es-US");
