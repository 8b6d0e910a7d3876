import type { Section } from "../catalogue.ts";

export const networks: Section<"networks"> = {
  title: "Netzwerke",
  search: "Netzwerke suchen",
  new: "Neues Netzwerk",
  create: "Anlegen",
  newTitle: "Neues Netzwerk",
  reserve: "Adressen reservieren",
  reserveTitle: "Adressen für Sie allein reservieren",
  none: "Für Sie gibt es noch keine Netzwerke",
  noneNote: "Ein Administrator kann Ihnen welche freigeben.",
  noMatch: (search) => `Kein Netzwerk passt zu „${search}“`,
  states: { making: "Wird angelegt", ready: "Bereit", failed: "Fehlgeschlagen", deleting: "Wird gelöscht" },
  range: (first, size) => (size === 1 ? first : `${size} ab ${first}`),
  rangeOf: (size) => (size === 1 ? "1 Adresse" : `${size} Adressen`),
  reserved: "reserviert",
  addresses: "Adressen",
  used: (used, total) => `${used} von ${total} benutzt`,
  free: (free) => `${free} frei`,
  leases: "Meine Adressen",
  leasesOf: (name) => `Meine Adressen in ${name}`,
  noLeases: "Keine Ihrer Maschinen hat eine Adresse aus diesem Netzwerk.",
  machine: "Maschine",
  mac: "MAC",
  address: "Netzwerk oder erste Adresse",
  addressHint: "10.1.0.0/24, oder 10.1.0.9 und die Anzahl der Adressen.",
  first: "Erste Adresse",
  firstHint: "Lassen Sie das Feld leer, um beliebige freie zu bekommen.",
  size: "Anzahl der Adressen",
  sizeHint: "Nur nach einer ersten Adresse.",
  made: (name) => `${name} ist angelegt`,
  deleteNote: "Seine Adressen können dann an andere vergeben werden.",
  inUse: (count) =>
    count === 1
      ? "Es kann jetzt nicht gelöscht werden: Eine seiner Adressen wird benutzt."
      : `Es kann jetzt nicht gelöscht werden: ${count} seiner Adressen werden benutzt.`,
  othersUse: (count) =>
    count === 1
      ? "Eine weitere Adresse wird benutzt, aber nicht von Ihren Maschinen."
      : `${count} weitere Adressen werden benutzt, aber nicht von Ihren Maschinen.`,
};
