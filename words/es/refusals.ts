import type { Words } from "../en/work.ts";

export const refusals = {
  not_a_substitute: { title: "Eso no puede sustituirlo" },
  already_asked: { title: "Ya se está preguntando al cliente" },
  not_asked: { title: "Ya no se pregunta por esto" },
  not_sorted: {
    title: "Primero hay que repartir el carro",
    detail: "Escanee los artículos de este pedido en su caja.",
  },
  unknown_bin: {
    title: "Esa casilla no existe",
    detail: "Escanee la etiqueta de una casilla de la tienda.",
  },
  wrong_zone: { title: "En esa casilla no", detail: "Estos artículos necesitan otro tipo de casilla." },
  bin_full: { title: "Esa casilla está llena", detail: "Use otra." },
  nothing_to_undo: { title: "No hay nada que deshacer" },
  too_late_to_undo: { title: "Ya no se puede deshacer", detail: "Ya pasó un minuto." },
  age_not_seen: { title: "Compruebe antes la edad del cliente" },
  override_spent: { title: "La autorización del gerente venció", detail: "Pida el PIN otra vez." },
  approval_invalid: {
    title: "Ningún gerente autorizó esto aquí",
    detail: "No entregue. Llame a un gerente.",
  },
  approval_not_enough: {
    title: "Vale demasiado para hacerlo sin red",
    detail: "El gerente puede autorizarlo cuando el teléfono tenga conexión.",
  },
  nothing_given: { title: "No se entrega nada", detail: "Indique que el cliente no lo quiere." },
  collector_not_named: {
    title: "El cliente no nombró a esta persona",
    detail: "No entregue el pedido.",
  },
  document_needed: {
    title: "Vea también un documento",
    detail: "Por su valor, estos artículos lo exigen.",
  },
  name_differs: { title: "El nombre es otro", detail: "No entregue el pedido. Llame a un gerente." },
  wrong_pin: { title: "El PIN no es correcto" },
  taken: { title: "Otra persona está recogiendo este pedido" },
  wrong_item: { title: "No es de este pedido", detail: "Devuélvalo a su lugar. No se contó nada." },
  too_many: { title: "De este ya se recogió todo", detail: "Devuelva este a su lugar. No se contó nada." },
  parcel_closed: { title: "Esta caja está cerrada", detail: "Ábrala primero." },
  parcel_open: { title: "Una caja sigue abierta", detail: "Pésela y ciérrela primero." },
  units_left: { title: "Algo no está en ninguna caja", detail: "Empáquelo primero." },
  units_packed: { title: "Esa unidad está en una caja", detail: "Sáquela primero." },
  label_missing: { title: "Una caja no tiene número", detail: "Compre su etiqueta o anote su número." },
  label_on_parcel: { title: "Esta caja tiene etiqueta", detail: "Anúlela primero." },
  carrier_declined: { title: "El transportista no lo acepta" },
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
  needs_sign_in: {
    title: "Para esto hacen falta su PIN y red",
    detail: "Bloquee el teléfono y desbloquéelo cuando vuelva la red.",
  },
  device_revoked: {
    title: "La tienda retiró este teléfono",
    detail: "Hágalo otra vez en otro teléfono, o pida a un gerente que registre este.",
  },
  not_signed_in: { title: "Su sesión está cerrada", detail: "Inicie sesión de nuevo para seguir." },
} satisfies Words["refusals"];

// The server's own words are English: better said than left out.
export const unknownRefusal: Words["unknownRefusal"] = (title) =>
  title ? `El sistema no lo aceptó: “${title}”` : "El sistema no lo aceptó";
