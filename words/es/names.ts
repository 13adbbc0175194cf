import type { Words } from "../en/work.ts";
import { count } from "./count.ts";

export const methods = {
  pickup: "Retiro en tienda",
  curbside: "Entrega en el coche",
  delivery: "Envío",
} satisfies Words["methods"];

export const roles = {
  associate: "Asociado",
  store_manager: "Gerente de tienda",
  regional_manager: "Gerente regional",
} satisfies Words["roles"];

export const states = {
  open: "Por recoger",
  picking: "Recogiendo",
  picked: "Recogido",
  staged: "Listo",
  arrived: "El cliente está aquí",
  to_put_back: "Por devolver al estante",
  handed_over: "Entregado",
  packed: "Empacado",
  shipped: "Enviado",
  cancelled: "Cancelado",
} satisfies Words["states"];

export const zones = {
  ambient: "Normales",
  oversize: "Grandes",
  chilled: "Refrigerados",
  frozen: "Congelados",
} satisfies Words["zones"];

export const units: Words["units"] = (units) => count(units, { one: "# unidad", other: "# unidades" });
