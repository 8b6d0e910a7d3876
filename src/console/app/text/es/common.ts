import type { Section } from "../catalogue.ts";

export const common: Section<"common"> = {
  loading: "Cargando…",
  close: "Cerrar",
  cancel: "Cancelar",
  required: "obligatorio",
  tryAgain: "Intentar de nuevo",
  copy: "Copiar",
  copyValue: (value) => `Copiar ${value}`,
  copied: (value) => `${value} copiado`,
  requestId: (id) => `Para el administrador: petición ${id}`,
  help: "Ayuda",
  skip: "Ir al contenido",
  whose: "Mostrar",
  delete: "Eliminar",
  deleteTitle: (name) => `¿Eliminar ${name}?`,
  inUseTitle: (name) => `${name} está en uso`,
  machinesOfOthers: (count) => (count === 1 ? "una máquina de otro usuario" : `${count} máquinas de otros usuarios`),
  rename: "Cambiar nombre",
  renameTitle: (name) => `Cambiar el nombre de ${name}`,
  name: "Nombre",
  description: "Descripción",
  save: "Guardar",
  changed: (name) => `Se ha modificado ${name}`,
  deleted: (name) => `Se ha eliminado ${name}`,
};

export const navigation: Section<"navigation"> = {
  label: "Páginas",
  machines: "Máquinas",
  new: "Nueva",
  images: "Imágenes",
  networks: "Redes",
  usage: "Consumo",
  account: "Cuenta",
};

export const keys: Section<"keys"> = {
  title: "Teclas",
  search: "Buscar (/)",
  searchNote: "Buscar en la lista",
  newNote: "Nueva máquina",
  helpNote: "Esta lista",
  escapeNote: "Cerrar un diálogo o menú",
};

export const errors: Section<"errors"> = {
  offline: "El servidor no responde.",
  offlineHint: "La página muestra su última respuesta y lo intenta de nuevo por sí sola.",
  other: (code) => `El servidor ha respondido con un error: ${code}.`,
  notFoundTitle: "Aquí no hay nada",
  notFound: "Puede que la dirección esté mal escrita, o que lo que había aquí ya no exista.",
  home: "Ir a las máquinas",
  outdated: "El servidor se ha actualizado. Recargue la página.",
  reload: "Recargar",
};
