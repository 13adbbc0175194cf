import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const found = {
  isOver: "Este pedido ya terminó aquí",
  isOverDetail: "Lo que faltaba se puede volver a vender, si aparece.",
  scan: "Póngalo en su estante y escanee",
  missing: (units) => count(units, { one: "Faltaba #", other: "Faltaban #" }),
  one: "Encontré uno",
  wasMissing: (order) => `Faltaba en el pedido ${order}`,
  scanAgain: "Póngalo en su estante y escanéelo otra vez.",
  notMissing: "Eso no faltaba",
} satisfies Words["found"];
