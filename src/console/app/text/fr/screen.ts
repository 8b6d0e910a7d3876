import type { Section } from "../catalogue.ts";

export const screen: Section<"screen"> = {
  title: (name) => `Écran de ${name}`,
  tools: "Ce que l’on peut faire avec l’écran",
  ctrlAltDel: "Ctrl-Alt-Suppr",
  type: "Saisir un texte",
  typeTitle: (name) => `Saisir dans ${name}`,
  typeNote: "Le texte est saisi touche par touche, comme sur un clavier américain. On peut coller un mot de passe ici.",
  typeText: "Texte",
  typeShow: "Afficher le texte",
  typeReturn: "Appuyer sur Entrée à la fin",
  typeAction: "Saisir",
  typed: "Le texte est saisi.",
  scale: "Ajuster à la fenêtre",
  full: "Plein écran",
  power: "Alimentation",
  refused: "L’écran ne peut pas être ouvert",
  again: "La connexion est perdue. Nouvelle connexion…",
  connected: "L’écran est ouvert. Toutes les touches vont à la machine ; Ctrl-Alt-Début ramène aux boutons.",
  keys: "Toutes les touches vont à la machine. Ctrl-Alt-Début mène aux boutons.",
  closed: "L’écran a été fermé",
  open: "L’ouvrir de nouveau",
  toMachines: "Vers les machines",
  wrongPassword: "Le serveur VNC refuse le mot de passe du modèle de la machine.",
  noAnswer: "Le serveur ne répond pas.",
  obstacles: {
    off: "Les écrans sont désactivés dans ce cloud.",
    right:
      "Vous ne pouvez pas ouvrir l’écran de cette machine : son propriétaire ou un administrateur accorde le droit de la gérer.",
    none: "La machine n’a pas d’écran : GRAPHICS manque dans son modèle. Un administrateur peut l’ajouter.",
    type: "L’écran de la machine n’est pas du type VNC, le seul qui puisse être affiché ici.",
    state: "La machine n’est pas en marche. Elle a un écran quand elle l’est.",
    port: "Le port de l’écran n’est pas un port VNC (5900 à 65535). Un administrateur peut corriger GRAPHICS dans le modèle.",
    listen:
      "L’écran n’est accessible que depuis l’hôte de la machine. Un administrateur met LISTEN=0.0.0.0 dans GRAPHICS du modèle.",
  },
  codes: {
    c1001: "Le serveur a été arrêté ou redémarré.",
    c4401: "Votre session est terminée. Connectez-vous de nouveau.",
    c4403: "Le droit de voir cet écran vous a été retiré.",
    c4406:
      "Le serveur VNC de la machine exige TLS, ce qu’un navigateur ne peut pas faire. Un administrateur peut le désactiver pour VNC sur l’hôte.",
    c4409: "La machine s’est arrêtée, a changé d’hôte ou n’a plus d’écran.",
    c4410: "L’hôte de la machine a fermé l’écran.",
    c4411: "L’hôte de la machine ne répond plus.",
    c4503: "Le cloud ne répond pas depuis plusieurs minutes.",
  },
};
