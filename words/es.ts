// Spanish as warehouses in the United States speak it. Buttons say what they do in the infinitive, sentences say usted.
// To pick is recoger, so what a shopper comes for is a retiro, and no word stands for both.
import type { Words } from "./en.ts";
import { countIn } from "./plural.ts";

const count = countIn("es-US");
const MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

export const es = {
  language: "es",
  name: "Español",

  answers: {
    dismiss: "Cerrar el aviso",
    notCounted: "No se contó",
    didNotCount: (order, step) => `Pedido ${order}: “${step}” no se contó`,
    alreadyDone: "Ya se había hecho.",
    seen: "Ya lo vi",
    more: (more) => `y ${more} más`,
  },

  counter: {
    bay: (bay) => `Lugar ${bay}`,
    atCounter: "En el mostrador",
    waiting: "esperando",
    bringFromBin: "Traer de la casilla",
    bringBin: (bin) => `Traiga la casilla ${bin}`,
    unitsFor: (units, shopper) => `${units} para ${shopper}`,
    passIsGenuine: "El pase es auténtico",
    genuinePass: "Pase auténtico",
    passRead: "Pase leído",
    giveThenPress: "Entregue los artículos y luego presione.",
    checkedWhenPressed: "El sistema de la tienda lo comprueba cuando usted presiona.",
    handOver: "Entregar",
    prove: "Escanee el pase o escriba los seis dígitos",
    checkAndHandOver: "Comprobar y entregar",
    checking: "Comprobando…",
    notChecked: "Sin comprobar: no entregue todavía",
    notAPass: "Eso no es un pase de retiro",
    notAPassDetail: "Escanee el pase en el teléfono del cliente.",
    notHere: "Este pedido no está aquí",
    notHereDetail: "Ya se entregó o se canceló.",
    anotherOrder: "Este pase es de otro pedido",
    anotherOrderDetail: (order) => `Es del pedido ${order}.`,
    notReady: "Todavía no se puede entregar",
    notReadyDetail: "El pase es correcto, pero el pedido aún no está en una casilla.",
  },

  device: {
    notSaved: "No se guardó",
    full: "La memoria de este teléfono está llena. Libere espacio y hágalo otra vez.",
    notKept: "Este teléfono no pudo guardarlo. Hágalo otra vez o use otro teléfono.",
    cannotKeep: "Este teléfono no puede guardar su trabajo",
    cannotKeepDetail: "Salga de la navegación privada o use otro teléfono.",
    needsConnection: "Para esto hace falta conexión",
    needsConnectionDetail: "Escanee el pase: se comprueba en este teléfono.",
  },

  done: {
    staged: "Listo para el retiro",
    handed_over: "Entregado",
    shipped: "Enviado",
    nothing_found: "No se encontró nada",
    isTold: "Se está avisando al cliente.",
    toldOnceSent: "Se avisará al cliente en cuanto esto se envíe.",
    binIsFree: (bin) => `La casilla ${bin} vuelve a estar libre.`,
    goesOn: "El pedido sigue sin esta tienda. Aquí ya no queda nada por hacer.",
    back: "Volver a la lista",
  },

  list: {
    title: "Pedidos",
    waiting: "Cliente esperando",
    pick: "Por recoger",
    stage: "Por colocar o enviar",
    ready: "Listos",
    find: "Buscar un pedido",
    findHint: "Número, cliente o artículo",
    showAll: "Ver todos",
    nothingToPick: "Por ahora no hay nada que recoger.",
    allDone: "Todo al día",
    allDoneDetail: "Los pedidos nuevos aparecen aquí solos.",
    noMatch: "Ningún pedido abierto coincide",
    scan: "Escanee un artículo o un pase de retiro",
    scanDetail: "O elija un pedido de la lista.",
    ordersNeedThis: (orders) =>
      count(orders, { one: "# pedido necesita esto", other: "# pedidos necesitan esto" }),
    nobodyNeedsThis: "Ningún pedido de aquí necesita esto",
    mine: (done) => `Lo recoge usted · ${done}`,
    takenBy: (name) => `Lo recoge ${name}`,
    toShip: "Empacado, por enviar",
    bin: (bin) => `Casilla ${bin}`,
  },

  methods: { pickup: "Retiro en tienda", curbside: "Entrega en el coche", delivery: "Envío" },

  offlinePage: {
    title: "Sin red",
    detail: "Esta página no se guardó en este dispositivo. Se abrirá cuando vuelva la red.",
    tryAgain: "Intentar de nuevo",
  },

  order: {
    back: "Pedidos",
    start: "Empezar a recoger",
    pickedBy: (name) => `${name} está recogiendo este pedido`,
    movesOn: "Aquí se ve cómo avanza con cada escaneo.",
    willNotCount: "Lo que escanee desde ahora no contará.",
    takeOver: "Tomar el pedido",
    takeOverFrom: (name) => `Tomar el pedido de ${name}`,
    named: (order) => `Pedido ${order}`,
    notFound: "Pedido no encontrado",
    gone: (order) => `El pedido ${order} ya no está abierto aquí`,
    notOpen: "Este pedido no está abierto aquí",
    putBack: (units) => `Devuelva al estante lo que recogió: ${units}.`,
    wentElsewhere: "Se entregó, se canceló o pasó a otra tienda.",
  },

  packing: {
    picked: (units) => `Se recogió: ${units}`,
    missing: (units) => `Falta: ${units}. El resto sigue adelante.`,
    allFound: "Se encontró todo.",
    bin: "Escanee o escriba la casilla de retiro",
    putInBin: "Colocar en la casilla",
    pack: "Empacado",
    packed: "Empacado",
    nowTracking: "Ahora, el número de rastreo.",
    tracking: "Número de rastreo",
    ship: "Enviado",
    scanTracking: "Escanee el número de la etiqueta del paquete o escríbalo.",
    notABin: "Eso no es una casilla",
    notABinDetail: "Escanee o escriba la etiqueta de la casilla de retiro.",
    isAnItem: "Eso es un artículo",
    isAnItemDetail: "Escanee la etiqueta de la casilla de retiro.",
    notTracking: "Eso no es un número de rastreo",
    notTrackingDetail: "Escanee o escriba el de la etiqueta del paquete.",
    notPacked: "Todavía sin empacar",
    notPackedDetail: "Presione Empacado y luego escanee el número de rastreo.",
  },

  passes: {
    not_genuine: { title: "Este pase no es auténtico", detail: "No entregue. Pida los seis dígitos." },
    other_store: { title: "Este pase es de otra tienda", detail: "La página del cliente dice cuál." },
    expired: {
      title: "Este pase ya venció",
      detail: "Pida al cliente que abra otra vez la página del pedido.",
    },
  },

  picking: {
    picking: (order) => `Recogiendo el pedido ${order}`,
    find: "Buscar y escanear",
    others: "Otros artículos de este pedido",
    stock: "Existencias",
    cannotFind: "No lo encuentro",
    addOne: (item) => `Agregar uno a mano: ${item}`,
    byHand: "1 a mano",
    unitsDone: "Unidades listas",
    done: (done, asked) => `${done} de ${asked}`,
    ofPicked: (asked) => `de ${asked} en mano`,
    missing: (units) => units === 1 ? "falta 1" : `faltan ${units}`,
  },

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

  refusals: {
    taken: { title: "Otra persona está recogiendo este pedido" },
    wrong_item: { title: "No es de este pedido", detail: "Devuélvalo a su lugar. No se contó nada." },
    too_many: { title: "De este ya se recogió todo", detail: "Devuelva este a su lugar. No se contó nada." },
    fulfillment_cancelled: {
      title: "El pedido se canceló",
      detail: "Devuelva sus artículos al estante.",
    },
    wrong_state: { title: "El pedido ya cambió", detail: "Ábralo otra vez para ver cómo está." },
    not_found: { title: "Este pedido ya no está aquí" },
    wrong_code: {
      title: "El código de retiro no es correcto",
      detail: "Lea otra vez los seis dígitos o escanee el pase.",
    },
    pass_invalid: {
      title: "Este pase no es válido aquí",
      detail: "Pida los seis dígitos o llame a un gerente.",
    },
    too_many_attempts: {
      title: "Demasiados códigos incorrectos",
      detail: "Escanee el pase o llame a un gerente.",
    },
    not_allowed: { title: "Usted no puede hacer esto aquí", detail: "Llame a un gerente." },
    not_signed_in: { title: "Su sesión está cerrada", detail: "Inicie sesión de nuevo para seguir." },
  },
  // The server's own words are English: better said than left out.
  unknownRefusal: (title) => title ? `El sistema no lo aceptó: “${title}”` : "El sistema no lo aceptó",

  shell: {
    skip: "Saltar al trabajo",
    signOut: "Salir",
  },

  shorts: {
    title: "No lo encuentro",
    close: "Cerrar",
    why: "¿Por qué?",
    reasons: {
      not_found: "No está en el estante",
      damaged: "Está dañado",
      mismatched: "Hay otro artículo en su lugar",
    },
    mark: (units) => `Marcar como faltante: ${units}`,
    howMany: "Cuántas unidades faltan",
    missing: "Faltan",
    oneLess: "Una menos",
    oneMore: "Una más",
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

  steps: {
    start_pick: "Empezar a recoger",
    confirm_pick: (units) => `Recoger ${units}`,
    short_pick: (units) => `Marcar como faltante: ${units}`,
    stage: (bin) => `En la casilla ${bin}`,
    hand_over: "Entregar",
    pack: "Empacar",
    ship: "Enviar",
  },

  sync: {
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
