import type { Words } from "../en/mod.ts";

export const undo = {
  undo: "Deshacer",
  undone: "Se deshizo",
} satisfies Words["undo"];
