import type { AllWords } from "../en/mod.ts";
import { count } from "./count.ts";

export const devices = {
  title: "Dispositivos",
  purpose:
    "Un teléfono registrado muestra enseguida a su gente y envía su trabajo cuando ya se fueron a casa.",
  back: "Volver",
  none: "Todavía no hay teléfonos registrados",
  noneDetail: "Abra esta página en un teléfono de la tienda y regístrelo.",
  enrol: "Registrar este teléfono",
  enrolled: (name) => `Este teléfono es “${name}”`,
  taken: "Este teléfono fue retirado",
  takenDetail: "Lo que aún espera en él se rechaza. Regístrelo otra vez para seguir usándolo.",
  name: "Nombre de este teléfono",
  nameHint: "Teléfono 3",
  store: "Tienda",
  inUse: "En uso",
  revoked: "Retirado",
  seen: (age) => `Visto hace ${age}`,
  waiting: (steps) => count(steps, { one: "# paso espera en él", other: "# pasos esperan en él" }),
  nothingWaits: "No espera nada en él",
  enrolledBy: (name) => `Registrado por ${name}`,
  revokedBy: (name) => `Retirado por ${name}`,
  revoke: "Retirar",
  revokeWarning: "Se cierra la sesión de quien lo use, y los pasos que aún esperan en él se rechazan.",
  revokeNow: (name) => `Retirar ${name}`,
  lockAfter: "Bloquear después de",
  lockAfterAt: (store) => `Bloquear después de, en ${store}`,
  lockPurpose: "Un teléfono que nadie toca se bloquea solo. Un PIN lo abre donde se quedó.",
  seconds: (seconds) => count(seconds, { one: "# segundo", other: "# segundos" }),
  minutes: (minutes) => count(minutes, { one: "# minuto", other: "# minutos" }),
  save: "Guardar",
  problems: {
    malformed: "Un teléfono necesita un nombre de hasta 40 letras.",
    unknown_node: "Esa tienda no existe",
    already_enrolled: "Este teléfono ya está registrado",
  },
} satisfies AllWords["devices"];
