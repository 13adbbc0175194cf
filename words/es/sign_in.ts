import type { AllWords } from "../en/mod.ts";

export const signIn = {
  title: "Iniciar sesión",
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
  pin: "Su PIN",
  digits: "De cuatro a seis dígitos",
  submit: "Iniciar sesión",
  problems: {
    malformed: "El PIN tiene de cuatro a seis dígitos.",
    wrong_pin: "El PIN no es correcto",
    too_many_attempts: "Demasiados intentos; espere o llame a un gerente",
  },
} satisfies AllWords["signIn"];
