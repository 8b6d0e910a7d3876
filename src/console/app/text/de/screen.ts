import type { Section } from "../catalogue.ts";

export const screen: Section<"screen"> = {
  title: (name) => `Bildschirm von ${name}`,
  tools: "Werkzeuge für den Bildschirm",
  ctrlAltDel: "Strg-Alt-Entf",
  type: "Text tippen",
  typeTitle: (name) => `In ${name} tippen`,
  typeNote:
    "Der Text wird Taste für Taste getippt, wie auf einer Tastatur mit US-Belegung. Passwörter können hier eingefügt werden.",
  typeText: "Text",
  typeShow: "Text anzeigen",
  typeReturn: "Am Ende die Eingabetaste drücken",
  typeAction: "Tippen",
  typed: "Der Text wurde getippt.",
  scale: "An das Fenster anpassen",
  full: "Vollbild",
  power: "Ein/Aus",
  refused: "Der Bildschirm lässt sich nicht öffnen",
  again: "Die Verbindung ist abgebrochen und wird neu aufgebaut …",
  connected:
    "Der Bildschirm ist offen. Alle Tasten gehen an die Maschine; Strg-Alt-Pos1 führt zu den Schaltflächen zurück.",
  keys: "Alle Tasten gehen an die Maschine. Strg-Alt-Pos1 führt zu den Schaltflächen.",
  closed: "Der Bildschirm wurde geschlossen",
  open: "Wieder öffnen",
  toMachines: "Zu den Maschinen",
  wrongPassword: "Der VNC-Server nimmt das Passwort aus der Vorlage der Maschine nicht an.",
  noAnswer: "Der Server antwortet nicht.",
  obstacles: {
    off: "Bildschirme sind in dieser Cloud abgeschaltet.",
    right:
      "Sie dürfen den Bildschirm dieser Maschine nicht öffnen. Das Recht, sie zu verwalten, gibt der Besitzer oder ein Administrator.",
    none: "Die Maschine hat keinen Bildschirm: In ihrer Vorlage fehlt GRAPHICS. Ein Administrator kann es ergänzen.",
    type: "Der Bildschirm der Maschine ist nicht vom Typ VNC; nur dieser kann hier gezeigt werden.",
    state: "Die Maschine läuft nicht. Einen Bildschirm hat sie, wenn sie läuft.",
    port: "Der Port des Bildschirms ist keiner von VNC (5900 bis 65535). Ein Administrator kann GRAPHICS in der Vorlage berichtigen.",
    listen:
      "Der Bildschirm ist nur vom Host der Maschine selbst zu erreichen. Ein Administrator setzt LISTEN=0.0.0.0 in GRAPHICS der Vorlage.",
  },
  codes: {
    c1001: "Der Server wurde gestoppt oder neu gestartet.",
    c4401: "Ihre Sitzung ist zu Ende. Melden Sie sich wieder an.",
    c4403: "Das Recht auf diesen Bildschirm wurde Ihnen entzogen.",
    c4406:
      "Der VNC-Server der Maschine verlangt TLS, was ein Browser nicht kann. Ein Administrator kann es am Host für VNC abschalten.",
    c4409: "Die Maschine wurde gestoppt, ist auf einen anderen Host umgezogen oder hat keinen Bildschirm mehr.",
    c4410: "Der Host der Maschine hat den Bildschirm geschlossen.",
    c4411: "Der Host der Maschine antwortet nicht mehr.",
    c4503: "Die Cloud hat minutenlang nicht geantwortet.",
  },
};
