import type { Words } from "../en/work.ts";

export const passes = {
  not_genuine: { title: "Este pase no es auténtico", detail: "No entregue. Pida los seis dígitos." },
  other_store: { title: "Este pase es de otra tienda", detail: "La página del cliente dice cuál." },
  expired: {
    title: "Este pase ya venció",
    detail: "Pida al cliente que abra otra vez la página del pedido.",
  },
} satisfies Words["passes"];
