import type { AllWords } from "../en/mod.ts";

export const offlinePage = {
  title: "Sin red",
  detail: "Esta página no se guardó en este dispositivo. Se abrirá cuando vuelva la red.",
  tryAgain: "Intentar de nuevo",
} satisfies AllWords["offlinePage"];
