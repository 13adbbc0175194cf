import type { Words } from "../en/work.ts";

export const order = {
  back: "Pedidos",
  start: "Empezar a recoger",
  pickedBy: (name) => `${name} está recogiendo este pedido`,
  movesOn: "Aquí se ve cómo avanza con cada escaneo.",
  willNotCount: "Lo que escanee desde ahora no contará.",
  join: "Recoger juntos",
  carryOn: "Seguir recogiendo",
  takeOver: "Tomar el pedido",
  takeOverFrom: (name) => `Tomar el pedido de ${name}`,
  named: (order) => `Pedido ${order}`,
  notFound: "Pedido no encontrado",
  gone: (order) => `El pedido ${order} ya no está abierto aquí`,
  notLoaded: "Esta pantalla no se cargó",
  notLoadedDetail: "Necesita conexión, solo esta vez.",
  tryAgain: "Intentar de nuevo",
  notOpen: "Este pedido no está abierto aquí",
  putBack: (units) => `Devuelva al estante lo que recogió: ${units}.`,
  wentElsewhere: "Se entregó, se canceló o pasó a otra tienda.",
} satisfies Words["order"];
