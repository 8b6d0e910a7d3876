import type { Section } from "../catalogue.ts";

export const signIn: Section<"signIn"> = {
  title: "Anmelden",
  user: "Benutzername",
  password: "Passwort",
  code: "Code",
  codeNote: "Ihr Konto hat einen zweiten Faktor: Geben Sie die sechs Ziffern ein, die Ihre App jetzt zeigt.",
  wrongCode: "Der Code oder das Passwort ist falsch. Jeder Code gilt einmal: Warten Sie auf den nächsten.",
  action: "Anmelden",
  signOut: "Abmelden",
  wrong: "Benutzername oder Passwort ist falsch.",
  delayed: (seconds) =>
    `Es gab zu viele falsche Passwörter. Versuchen Sie es in ${seconds === 1 ? "einer Sekunde" : `${seconds} Sekunden`} noch einmal.`,
  cloudDown: "Die Cloud antwortet gerade nicht. Ihr Passwort wurde nicht geprüft.",
  insecure:
    "Diese Seite wurde nicht über https geladen. Die Anmeldung ist abgeschaltet, weil Ihr Passwort unterwegs gelesen werden könnte.",
  certificate: "Mit meinem Zertifikat anmelden",
  endFirst: "Das erste widerrufen und anmelden",
  ended: "Ihre Sitzung ist beendet",
  endedNote: "Melden Sie sich wieder an, um hier weiterzumachen.",
};
