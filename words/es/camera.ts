import type { Words } from "../en/work.ts";

export const camera = {
  open: "Escanear con la cámara",
  title: "Cámara",
  aim: "Ponga un código de barras a la vista",
  light: "Luz",
  close: "Cerrar la cámara",
  asking: "Abriendo la cámara",
  askingDetail: "Si el teléfono lo pide, permítalo.",
  denied: "Aquí no se permite la cámara",
  deniedDetail:
    "Permítala para esta página en los ajustes del navegador. El escáner sigue funcionando, y también escribir.",
  none: "Aquí no hay cámara",
  noneDetail: "Use un escáner o escriba lo que dice la etiqueta.",
  busy: "Otra aplicación usa la cámara",
  busyDetail: "Ciérrela e intente de nuevo. El escáner sigue funcionando, y también escribir.",
  no_reader: "No se cargó el lector de códigos",
  no_readerDetail: "Intente de nuevo con conexión. El escáner sigue funcionando, y también escribir.",
  tryAgain: "Intentar de nuevo",
} satisfies Words["camera"];
