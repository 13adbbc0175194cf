import type { Words } from "../en/work.ts";

export const answers = {
  dismiss: "Cerrar el aviso",
  notCounted: "No se contó",
  didNotCount: (order, step) => `Pedido ${order}: “${step}” no se contó`,
  alreadyDone: "Ya se había hecho.",
  seen: "Ya lo vi",
  more: (more) => `y ${more} más`,
} satisfies Words["answers"];
