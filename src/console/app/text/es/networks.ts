import type { Section } from "../catalogue.ts";

export const networks: Section<"networks"> = {
  title: "Redes",
  search: "Buscar redes",
  new: "Nueva red",
  create: "Crear",
  newTitle: "Nueva red",
  reserve: "Reservar direcciones",
  reserveTitle: "Reservar direcciones solo para usted",
  none: "Todavía no hay redes para usted",
  noneNote: "Un administrador puede permitirle usar algunas.",
  noMatch: (search) => `Ninguna red coincide con «${search}»`,
  states: { making: "Creándose", ready: "Lista", failed: "Fallida", deleting: "Eliminándose" },
  range: (first, size) => (size === 1 ? first : `${size} desde ${first}`),
  rangeOf: (size) => (size === 1 ? "1 dirección" : `${size} direcciones`),
  reserved: "reservada",
  addresses: "Direcciones",
  used: (used, total) => `${used} de ${total} en uso`,
  free: (free) => `${free} ${free === "1" ? "libre" : "libres"}`,
  leases: "Mis direcciones",
  leasesOf: (name) => `Mis direcciones en ${name}`,
  noLeases: "Ninguna de sus máquinas tiene una dirección de esta red.",
  machine: "Máquina",
  mac: "MAC",
  address: "Red o primera dirección",
  addressHint: "10.1.0.0/24, o 10.1.0.9 y el número de direcciones.",
  first: "Primera dirección",
  firstHint: "Déjelo vacío para recibir cualquiera que esté libre.",
  size: "Número de direcciones",
  sizeHint: "Solo tras una primera dirección.",
  made: (name) => `Se ha creado ${name}`,
  deleteNote: "Después sus direcciones se pueden dar a otros.",
  inUse: (count) =>
    count === 1
      ? "Ahora no se puede eliminar: una de sus direcciones está en uso."
      : `Ahora no se puede eliminar: ${count} de sus direcciones están en uso.`,
  othersUse: (count) =>
    count === 1
      ? "Hay otra dirección en uso que no es de sus máquinas."
      : `Hay otras ${count} direcciones en uso que no son de sus máquinas.`,
};
