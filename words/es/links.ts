import type { Words } from "../en/work.ts";

export const links = {
  storeOf: (store) => `La tienda: ${store}`,
  bins: "Casillas",
  handovers: "Entregas",
  manifests: "Manifiestos de transporte",
} satisfies Words["links"];
