// Spanish as warehouses in the United States speak it. Buttons say what they do in the infinitive, sentences say usted.
// To pick is recoger, so what a shopper comes for is a retiro, and no word stands for both.
import type { Words } from "./en.ts";
import { countIn } from "./plural.ts";

const count = countIn("es");
const MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

export const es = {
  language: "es",
  name: "Español",

  methods: { pickup: "Retiro en tienda", curbside: "Entrega en el coche", delivery: "Envío" },

  problemPage: {
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
  },

  shell: {
    skip: "Saltar al trabajo",
    signOut: "Salir",
  },

  signIn: {
    title: "Iniciar sesión",
    language: "Idioma",
    where: "¿Dónde trabaja hoy?",
    searchStores: "Buscar tiendas",
    searchHint: "Tienda, ciudad o estado",
    search: "Buscar",
    noMatch: (query) => `Ninguna tienda coincide con “${query}”`,
    showAll: "Ver todas las tiendas",
    noStores: "Todavía no hay tiendas",
    noStoresDetail: "Aparecerán aquí cuando se importen.",
    moreStores: "Hay más tiendas. Busque la suya.",
    regionalManagers: "Gerentes regionales",
    allOfRegion: "Todas las tiendas de la región",
    changeStore: "Cambiar de tienda",
    who: "¿Quién es usted?",
    nobody: "Todavía no trabaja nadie aquí",
    nobodyDetail: "El gerente de la tienda agrega a las personas.",
    somebodyElse: "Otra persona",
    pin: "Su PIN de seis dígitos",
    sixDigits: "Seis dígitos",
    submit: "Iniciar sesión",
    roles: {
      associate: "Asociado",
      store_manager: "Gerente de tienda",
      regional_manager: "Gerente regional",
    },
    problems: {
      malformed: "El PIN tiene seis dígitos.",
      wrong_pin: "El PIN no es correcto",
      too_many_attempts: "Demasiados intentos; espere o llame a un gerente",
    },
  },

  states: {
    open: "Por recoger",
    picking: "Recogiendo",
    picked: "Recogido",
    staged: "Listo",
    arrived: "El cliente está aquí",
    handed_over: "Entregado",
    packed: "Empacado",
    shipped: "Enviado",
    cancelled: "Cancelado",
  },

  times: {
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
  },

  units: (units) => count(units, { one: "# unidad", other: "# unidades" }),
} satisfies Words;
