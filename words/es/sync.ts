import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const sync = {
  saved: "Todo guardado",
  waiting: (steps) => `${steps} por enviar`,
  toSend: "por enviar",
  offline: "Sin conexión: su trabajo queda guardado en este teléfono",
  signedOut: "Sesión cerrada: inicie sesión para enviar",
  signIn: "Iniciar sesión",
  yoursElsewhere: (steps) =>
    count(steps, {
      one: "# paso suyo espera a que inicie sesión donde lo hizo",
      other: "# pasos suyos esperan a que inicie sesión donde los hizo",
    }),
  others: (steps, name) =>
    count(steps, {
      one: `# paso de ${name} espera a que ${name} inicie sesión aquí`,
      other: `# pasos de ${name} esperan a que ${name} inicie sesión aquí`,
    }),
} satisfies Words["sync"];
