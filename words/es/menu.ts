import type { Words } from "../en/work.ts";

export const menu = {
  open: "Más",
  order: "Este pedido",
  walk: "Este recorrido",
  giveBack: "Devolverlo a la lista",
  giveBackWalk: "Devolver todo el recorrido a la lista",
  givenBack: "Devuelto a la lista",
  decline: "No podemos hacer este pedido",
  declineDetail: "Lo que no se ha recogido pasa a otra tienda.",
  busy: "Hoy no hay tiempo",
  declineNow: "Dejar el pedido",
  declined: "Se dejó el pedido",
  findAgain: (item) => `Apareció uno después de todo: ${item}`,
  foundAgain: "Vuelve a contar como existencia",
} satisfies Words["menu"];
