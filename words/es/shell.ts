import type { Words } from "../en/mod.ts";

export const shell = {
  skip: "Saltar al trabajo",
  signOut: "Salir",
} satisfies Words["shell"];
