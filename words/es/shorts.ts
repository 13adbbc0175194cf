import type { Words } from "../en/work.ts";

export const shorts = {
  title: "No lo encuentro",
  close: "Cerrar",
  why: "¿Por qué?",
  reasons: {
    not_found: "No está en el estante",
    damaged: "Está dañado",
    mismatched: "Hay otro artículo en su lugar",
  },
  mark: (units) => `Marcar como faltante: ${units}`,
  everywhere: (orders) => `Dejarlo en todos los pedidos abiertos (${orders})`,
  markEverywhere: (orders) => `Dejarlo en ${orders} pedidos`,
  rejected: (orders) => `Se dejó en ${orders} pedidos`,
  howMany: "Cuántas unidades faltan",
  missing: "Faltan",
  oneLess: "Una menos",
  oneMore: "Una más",
} satisfies Words["shorts"];
