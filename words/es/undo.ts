import type { Words } from "../en/work.ts";

export const undo = {
  undo: "Deshacer",
  undone: "Se deshizo",
} satisfies Words["undo"];
