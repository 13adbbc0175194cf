import type { Words } from "../en/work.ts";

export const shell = {
  skip: "Saltar al trabajo",
  signOut: "Salir",
} satisfies Words["shell"];
