import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const putBack = {
  why: {
    cancelled: "El pedido se canceló",
    moved: "Pasado a otro lugar",
    not_collected: "Nadie vino por él",
    refused: "El cliente no lo quiso",
  },
  fromBin: (bin) => `Llévelo de la casilla ${bin} a su estante.`,
  toShelf: "Devuelva lo recogido a su estante.",
  scan: "Devolver y escanear",
  ofBack: (units) => count(units, { one: "de # devuelta", other: "de # devueltas" }),
  notOfThis: "No es de este pedido",
  notOfThisDetail: "No se contó nada.",
  allBack: "De este ya se devolvió todo",
  isBack: "Se puede vender otra vez.",
} satisfies Words["putBack"];
