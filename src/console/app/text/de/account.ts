import type { Section } from "../catalogue.ts";

export const account: Section<"account"> = {
  title: "Konto",
  userInGroup: (user, group) => `${user} in der Gruppe ${group}`,
  keys: "SSH-Schlüssel",
  keysNote:
    "Wer einen dieser Schlüssel besitzt, kann sich an neuen Maschinen anmelden. Bestehende Maschinen behalten die Schlüssel, mit denen sie angelegt wurden.",
  noKeys: "Sie haben noch keine SSH-Schlüssel.",
  addKey: "Schlüssel hinzufügen",
  addKeyTitle: "SSH-Schlüssel hinzufügen",
  key: "Öffentlicher Schlüssel",
  keyHint: "Die Zeile aus ~/.ssh/id_ed25519.pub oder einer ähnlichen Datei.",
  keyKnown: "Diesen Schlüssel haben Sie schon.",
  keyAdded: (name) => `Der Schlüssel ${name} ist hinzugefügt`,
  keyFaults: {
    empty: "Fügen Sie einen öffentlichen Schlüssel ein.",
    private: "Das ist ein privater Schlüssel: Behalten Sie ihn für sich, und fügen Sie den öffentlichen ein (.pub).",
    lines: "Das ist mehr als eine Zeile: Fügen Sie die Schlüssel einzeln hinzu, ohne Zeilenumbrüche.",
    options:
      "Dieser Schlüssel beginnt mit Optionen. Lassen Sie sie weg: Ein Schlüssel beginnt mit seiner Art, zum Beispiel ssh-ed25519.",
    damaged: "Dieser Schlüssel ist beschädigt: Vielleicht fehlt ein Teil. Kopieren Sie die ganze Zeile noch einmal.",
    notKey: "Das ist kein öffentlicher SSH-Schlüssel. Er beginnt mit seiner Art, zum Beispiel ssh-ed25519.",
  },
  removeKey: (name) => `Schlüssel ${name} entfernen`,
  removeKeyTitle: (name) => `Schlüssel ${name} entfernen?`,
  removeKeyNote: "Neue Maschinen nehmen ihn nicht mehr an, bestehende schon.",
  keyRemoved: (name) => `Der Schlüssel ${name} ist entfernt`,
  remove: "Entfernen",
  tokens: "Anmeldetoken",
  tokensNote:
    "Ein Programm meldet sich mit einem Token statt mit Ihrem Passwort an. Ein Token läuft von selbst ab, und Sie können es jederzeit widerrufen.",
  makeToken: "Token erstellen",
  makeTokenTitle: "Anmeldetoken erstellen",
  life: "Gültig für",
  lifeOf: (hours) =>
    hours === 1
      ? "1 Stunde"
      : hours < 24
        ? `${hours} Stunden`
        : hours === 24
          ? "1 Tag"
          : hours < 8760
            ? `${hours / 24} Tage`
            : "1 Jahr",
  madeTitle: "Ihr neues Anmeldetoken",
  madeNote:
    "Kopieren Sie es jetzt: Es wird nur dieses eine Mal angezeigt. Verwenden Sie es als Passwort, mit Ihrem eigenen Benutzernamen.",
  madeDone: "Ich habe es kopiert",
  expires: (when) => `Gültig bis ${when}`,
  expiresNever: "Unbegrenzt gültig",
  thisSession: "diese Anmeldung",
  endToken: "Token widerrufen",
  endTokenOf: (id) => `Token ${id} widerrufen`,
  endTokenTitle: (id) => `Token ${id} widerrufen?`,
  endTokenNote: "Programme und Browser, die es verwenden, sind sofort abgemeldet.",
  endOwnToken: "Sie sind hier mit diesem Token angemeldet: Sie müssen sich danach neu anmelden.",
  tokenEnded: (id) => `Das Token ${id} ist widerrufen`,
  quotas: "Kontingente",
  quotasNote: "Beide Grenzen gelten, Ihre und die Ihrer Gruppe. Die, die weniger übrig lässt, ist markiert.",
  what: "Was",
  ofYou: "Sie",
  ofGroup: (name) => `Gruppe ${name}`,
  running: "Laufende Maschinen",
  runningCpu: "CPU laufender Maschinen",
  runningMemory: "Speicher laufender Maschinen",
  datastoreImages: (id) => `Images im Datastore ${id}`,
  datastoreSize: (id) => `Größe der Images im Datastore ${id}`,
  networkLeases: (name) => `Adressen aus ${name}`,
  imageMachines: (name) => `Maschinen mit ${name}`,
  page: "Diese Seite",
  language: "Sprache",
  theme: "Farben",
  themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
  session: "Abmelden",
  sessionUntil: (when) => `Sie sind bis ${when} angemeldet.`,
  outHere: "Hier abmelden",
  outEverywhere: "Überall abmelden",
  outHereTitle: "Von diesem Browser abmelden?",
  outHereNote: "Laufende Uploads werden abgebrochen.",
  outEverywhereTitle: "Überall abmelden?",
  outEverywhereNote:
    "Alle Ihre Anmeldetoken werden widerrufen: Alle Browser und Programme, die eines verwenden, werden abgemeldet.",
};
