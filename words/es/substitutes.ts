import type { Words } from "../en/work.ts";

export const substitutes = {
  title: "Otros artículos que ofrecer",
  offer: "Ofrecer otro artículo",
  scanOther: "Escanear o escribir otro artículo",
  look: "Buscar",
  looking: "Buscando…",
  nothing: "Aquí no hay nada parecido",
  free: (units: number) => `${units} libres`,
  asking: "Preguntando al cliente",
  asked: (units: number, name: string) => `Se pregunta por ${units} × ${name}`,
  minutesLeft: (minutes: number) =>
    minutes === 0 ? "Se acabó el tiempo" : `Quedan ${minutes} min para responder`,
  forOrder: (order) => `Para el pedido ${order}`,
  taken: "El cliente lo acepta",
  declined: "El cliente no lo quiere",
  expired: "Sin respuesta a tiempo",
  insteadOf: (item) => `en lugar de ${item}`,
  waitHere: "Se espera la respuesta del cliente",
  waitHereDetail: "Siga con otro pedido mientras tanto: la respuesta se avisa aquí.",
  withdraw: "Dejar de preguntar",
  withdrawn: "Ya no se pregunta",
  needsConnection: "Hace falta conexión",
  needsConnectionDetail: "Solo se puede preguntar al cliente con conexión.",
} satisfies Words["substitutes"];
