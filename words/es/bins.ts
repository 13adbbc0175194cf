import type { AllWords } from "../en/mod.ts";

export const bins = {
  about:
    "Donde los pedidos esperan a sus clientes. El teléfono no acepta otra etiqueta ni deja poner nada donde no va.",
  none: "Todavía no hay casillas",
  noneDetail: "Mientras no haya ninguna, sirve cualquier etiqueta.",
  add: "Agregar casilla",
  label: "Etiqueta",
  zone: "Para artículos",
  capacity: "Pedidos",
  partOf: (what, bin) => `${what}: casilla ${bin}`,
  used: (used, capacity) => `${used} de ${capacity} lugares ocupados`,
  save: "Guardar",
  saveOf: (bin) => `Guardar la casilla ${bin}`,
  removeOf: (bin) => `Quitar la casilla ${bin}`,
  inUse: (bin) => `Hay pedidos en la casilla ${bin}. Muévalos primero.`,
  notRight: "Una etiqueta lleva letras y cifras, como P-12, y en una casilla caben de 1 a 999 pedidos.",
} satisfies AllWords["bins"];
