import type { Words } from "../en/work.ts";

export const device = {
  notSaved: "No se guardó",
  full: "La memoria de este teléfono está llena. Libere espacio y hágalo otra vez.",
  notKept: "Este teléfono no pudo guardarlo. Hágalo otra vez o use otro teléfono.",
  cannotKeep: "Este teléfono no puede guardar su trabajo",
  cannotKeepDetail: "Salga de la navegación privada o use otro teléfono.",
  needsConnection: "Para esto hace falta conexión",
  needsConnectionDetail: "Escanee el pase: se comprueba en este teléfono.",
} satisfies Words["device"];
