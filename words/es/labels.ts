import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const labels = {
  asking: "Consultando tarifas…",
  buy: (labels, price) =>
    `${count(labels, { one: "Comprar # etiqueta", other: "Comprar # etiquetas" })} · ${price}`,
  bought: "Las etiquetas están listas",
  buying: (carrier) => `Esperando a ${carrier}`,
  buyingDetail: "La etiqueta llega sola. Puede seguir con otro trabajo.",
  failed: "Sin etiqueta",
  noOffer: "Ningún transportista ha respondido todavía",
  pdf: "Imprimir PDF",
  zpl: "ZPL",
  void: "Anular",
  voided: "La etiqueta está anulada",
  voiding: "La etiqueta se está devolviendo",
  voidingDetail: "Después se puede abrir la caja.",
  notVoided: "El transportista no la aceptó de vuelta",
  typed: "Número anotado",
  elsewhere: "Etiqueta hecha en otro lugar",
  note: "Anotar",
  missing: "Falta una etiqueta",
  offline: "Las etiquetas necesitan conexión",
  offlineDetail:
    "Todo lo demás queda en este teléfono. Puede anotar el número de una etiqueta hecha en otro lugar.",
  needsConnection: "No se compró nada.",
  arrives: (day) => `Llega ${day}`,
  late: (day) => `Llega ${day}, después de lo prometido`,
  noTime: "No dice cuándo llega",
  packingSlip: "Lista de empaque",
} satisfies Words["labels"];
