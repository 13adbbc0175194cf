import type { AllWords } from "../en/mod.ts";

export const handovers = {
  about: "Quién entregó qué a quién, y con qué prueba. De aquí nunca se borra nada.",
  none: "Todavía no se ha entregado nada",
  noneDetail: "La primera entrega aparece aquí sola.",
  pages: "Más entregas",
  newest: "Las últimas",
  older: "Anteriores",
  proofs: {
    pass: "Pase de retiro",
    code: "Seis dígitos",
    document: "Identificación vista",
    override: "Palabra del gerente",
    approval: "Palabra del gerente, sin red",
  },
  undone: "Se deshizo",
  gave: (name, units) => `${name} entregó ${units}`,
  tookBack: (name) => `Se rechazó todo; ${name} se quedó con ello`,
  byManager: (name, reason) => `${name} autorizó sin prueba: ${reason}`,
  collectedBy: (name) => `Lo retiró ${name}`,
  document: (name, lastFour) => `Identificación de ${name}, termina en ${lastFour}`,
  ageSeen: "Se comprobó la edad",
  show: (what) => `Ver ${what}`,
  kinds: { signature: "la firma", photo: "la foto" },
  pictureOf: (what, order) => `${what} del pedido ${order}`,
} satisfies AllWords["handovers"];
