import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const picking = {
  nothingHere: "Nada que recoger en este estante",
  picking: (order) => `Recogiendo el pedido ${order}`,
  find: "Buscar y escanear",
  others: "Otros artículos de este pedido",
  stock: "Existencias",
  cannotFind: "No lo encuentro",
  addOne: (item) => `Agregar uno a mano: ${item}`,
  byHand: "1 a mano",
  unitsDone: "Unidades listas",
  done: (done, asked) => `${done} de ${asked}`,
  ofPicked: (asked) => count(asked, { one: "de # recogida", other: "de # recogidas" }),
  missing: (units) => units === 1 ? "falta 1" : `faltan ${units}`,
} satisfies Words["picking"];
