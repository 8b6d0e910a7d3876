import type { Section } from "../catalogue.ts";

export const common: Section<"common"> = {
  loading: "Wird geladen …",
  close: "Schließen",
  cancel: "Abbrechen",
  required: "erforderlich",
  tryAgain: "Noch einmal versuchen",
  copy: "Kopieren",
  copyValue: (value) => `${value} kopieren`,
  copied: (value) => `${value} ist kopiert`,
  requestId: (id) => `Für die Administration: Anfrage ${id}`,
  help: "Hilfe",
  skip: "Zum Inhalt springen",
  whose: "Anzeigen",
  delete: "Löschen",
  deleteTitle: (name) => `${name} löschen?`,
  inUseTitle: (name) => `${name} wird benutzt`,
  machinesOfOthers: (count) => (count === 1 ? "eine fremde Maschine" : `${count} fremde Maschinen`),
  rename: "Umbenennen",
  renameTitle: (name) => `${name} umbenennen`,
  name: "Name",
  description: "Beschreibung",
  save: "Speichern",
  changed: (name) => `${name} ist geändert`,
  deleted: (name) => `${name} ist gelöscht`,
};

export const navigation: Section<"navigation"> = {
  label: "Seiten",
  machines: "Maschinen",
  new: "Neu",
  images: "Images",
  networks: "Netzwerke",
  usage: "Verbrauch",
  account: "Konto",
};

export const keys: Section<"keys"> = {
  title: "Tasten",
  search: "Suchen (/)",
  searchNote: "In der Liste suchen",
  newNote: "Neue Maschine",
  helpNote: "Diese Liste",
  escapeNote: "Dialog oder Menü schließen",
};

export const errors: Section<"errors"> = {
  offline: "Der Server antwortet nicht.",
  offlineHint: "Sie sehen den letzten bekannten Stand. Die Seite versucht es von selbst wieder.",
  other: (code) => `Der Server hat einen Fehler gemeldet: ${code}.`,
  notFoundTitle: "Hier ist nichts",
  notFound: "Vielleicht ist die Adresse falsch geschrieben, oder das Gesuchte gibt es nicht mehr.",
  home: "Zu den Maschinen",
  outdated: "Der Server wurde aktualisiert. Laden Sie die Seite neu.",
  reload: "Neu laden",
};
