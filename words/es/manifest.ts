import type { AllWords } from "../en/mod.ts";
import { count } from "./count.ts";

export const manifest = {
  toWork: "Volver al trabajo",
  nothing: "Ningún paquete espera al transportista",
  nothingDetail: "Los paquetes enviados aparecen aquí hasta que su transportista firme por ellos.",
  otherCarrier: "Otros transportistas",
  parcels: (parcels) => count(parcels, { one: "# paquete", other: "# paquetes" }),
  waiting: (parcels, since) =>
    `${count(parcels, { one: "# paquete enviado", other: "# paquetes enviados" })}, el primero ${since}.`,
  close: "Cerrar el manifiesto",
  closed: "Cerrados",
  closedBy: (at, by) => `${at}, por ${by}`,
} satisfies AllWords["manifest"];
