import type { Section } from "../catalogue.ts";

export const networks: Section<"networks"> = {
  title: "Réseaux",
  search: "Rechercher des réseaux",
  new: "Nouveau réseau",
  create: "Créer",
  newTitle: "Nouveau réseau",
  reserve: "Réserver des adresses",
  reserveTitle: "Réserver des adresses pour vous seul",
  none: "Il n’y a pas encore de réseau pour vous",
  noneNote: "Un administrateur peut vous en ouvrir.",
  noMatch: (search) => `Aucun réseau ne correspond à « ${search} »`,
  states: { making: "En création", ready: "Prêt", failed: "En échec", deleting: "En suppression" },
  range: (first, size) => (size === 1 ? first : `${size} à partir de ${first}`),
  rangeOf: (size) => (size === 1 ? "1 adresse" : `${size} adresses`),
  reserved: "réservé",
  addresses: "Adresses",
  used: (used, total) => `${used} sur ${total} utilisées`,
  free: (free) => `${free} ${free === "1" ? "libre" : "libres"}`,
  leases: "Mes adresses",
  leasesOf: (name) => `Mes adresses dans ${name}`,
  noLeases: "Aucune de vos machines n’a d’adresse de ce réseau.",
  machine: "Machine",
  mac: "MAC",
  address: "Réseau ou première adresse",
  addressHint: "10.1.0.0/24, ou 10.1.0.9 et le nombre d’adresses.",
  first: "Première adresse",
  firstHint: "Laissez vide pour en recevoir parmi celles qui sont libres.",
  size: "Nombre d’adresses",
  sizeHint: "Seulement après une première adresse.",
  made: (name) => `${name} est créé`,
  deleteNote: "Ses adresses pourront ensuite être données à d’autres.",
  inUse: (count) =>
    count === 1
      ? "Il ne peut pas être supprimé maintenant : une de ses adresses est utilisée."
      : `Il ne peut pas être supprimé maintenant : ${count} de ses adresses sont utilisées.`,
  othersUse: (count) =>
    count === 1
      ? "Une autre adresse est utilisée, mais pas par vos machines."
      : `${count} autres adresses sont utilisées, mais pas par vos machines.`,
};
