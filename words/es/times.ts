import type { Words } from "../en/work.ts";

const MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

export const times = {
  weekdays: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
  date: (month, day) => `${day} ${MONTHS[month]}`,
  clock: (hour, minutes) => `${hour % 12 || 12}${minutes} ${hour < 12 ? "a. m." : "p. m."}`,
  today: "hoy",
  tomorrow: "mañana",
  yesterday: "ayer",
  now: "ahora",
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  days: (count) => count === 1 ? "1 día" : `${count} días`,
  ahead: (length) => `en ${length}`,
  late: (length) => `${length} de retraso`,
  due: (when) => `Para ${when}`,
} satisfies Words["times"];
