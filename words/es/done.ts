import type { Words } from "../en/work.ts";

export const done = {
  restStays: (bin) => `El resto sigue en la casilla ${bin}.`,
  restGoesBack: "Lo que no se quiso vuelve a su estante.",
  staged: "Listo para el retiro",
  handed_over: "Entregado",
  all_refused: "No se llevó nada",
  putBackNow: "Devolverlo ahora",
  shipped: "Enviado",
  nothing_found: "No se encontró nada",
  put_back: "Todo está en su estante",
  isTold: "Se está avisando al cliente.",
  toldOnceSent: "Se avisará al cliente en cuanto esto se envíe.",
  binIsFree: (bin) => `La casilla ${bin} vuelve a estar libre.`,
  goesOn: "El pedido sigue sin esta tienda. Aquí ya no queda nada por hacer.",
  back: "Volver a la lista",
} satisfies Words["done"];
