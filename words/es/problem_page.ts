import type { AllWords } from "../en/mod.ts";

export const problemPage = {
  problem: (status) => `Problema ${status}`,
  nothingHere: "Aquí no hay nada",
  nothingHereDetail: "El enlace puede ser antiguo o estar mal escrito.",
  oneMoment: "Un momento, por favor",
  oneMomentDetail: "No se perdió nada. Inténtelo de nuevo en unos segundos.",
  ourFault: "Algo falló de nuestro lado",
  ourFaultDetail: "Quedó registrado. Inténtelo de nuevo.",
  signIn: "Iniciar sesión",
  tryAgain: "Intentar de nuevo",
  toStart: "Ir al inicio",
} satisfies AllWords["problemPage"];
