import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const lock = {
  title: "¿Quién tiene el teléfono?",
  back: (name) => `Volver al trabajo de ${name}`,
  somebodyElse: "Otra persona",
  pinOf: (name) => `PIN de ${name}`,
  entered: (digits) => count(digits, { one: "# dígito", other: "# dígitos" }),
  erase: "Borrar el último dígito",
  open: "Abrir",
  checking: "Comprobando…",
  wrong: "El PIN no es correcto",
  triesLeft: (tries) =>
    count(tries, {
      one: "# intento más y luego tendrá que esperar.",
      other: "# intentos más y luego tendrá que esperar.",
    }),
  wait: (seconds) =>
    count(seconds, {
      one: "Demasiados intentos. Espere # segundo.",
      other: "Demasiados intentos. Espere # segundos.",
    }),
  unknown: "Para esto hace falta red",
  unknownDetail: "Sin red solo puede volver quien inició sesión en este teléfono en las últimas 12 horas.",
  waits: (steps, name) =>
    count(steps, {
      one: `# paso de ${name} está por enviarse`,
      other: `# pasos de ${name} están por enviarse`,
    }),
  elsewhere: "Otra tienda o región",
  nobody: "Todavía no trabaja nadie aquí",
  nobodyDetail: "El gerente de la tienda agrega a las personas.",
} satisfies Words["lock"];
