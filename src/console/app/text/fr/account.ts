import type { Section } from "../catalogue.ts";

export const account: Section<"account"> = {
  title: "Compte",
  userInGroup: (user, group) => `${user}, du groupe ${group}`,
  keys: "Clés SSH",
  keysNote:
    "Les nouvelles machines laissent entrer les détenteurs de ces clés. Les machines existantes gardent les clés avec lesquelles elles ont été créées.",
  noKeys: "Vous n’avez pas encore de clé SSH.",
  addKey: "Ajouter une clé",
  addKeyTitle: "Ajouter une clé SSH",
  key: "Clé publique",
  keyHint: "La ligne de ~/.ssh/id_ed25519.pub ou d’un fichier semblable.",
  keyKnown: "Vous avez déjà cette clé.",
  keyAdded: (name) => `La clé ${name} est ajoutée`,
  keyFaults: {
    empty: "Collez une clé publique.",
    private: "C’est une clé privée : gardez-la pour vous, et collez la clé publique (.pub).",
    lines: "Il y a plus d’une ligne : ajoutez les clés une par une, sans saut de ligne.",
    options:
      "Cette clé commence par des options. Retirez-les : une clé commence par son type, par exemple ssh-ed25519.",
    damaged: "Cette clé est endommagée : il en manque peut-être une partie. Copiez de nouveau la ligne entière.",
    notKey: "Ce n’est pas une clé publique SSH. Elle commence par son type, par exemple ssh-ed25519.",
  },
  removeKey: (name) => `Retirer la clé ${name}`,
  removeKeyTitle: (name) => `Retirer la clé ${name} ?`,
  removeKeyNote: "Les nouvelles machines ne l’acceptent plus. Les machines existantes, si.",
  keyRemoved: (name) => `La clé ${name} est retirée`,
  remove: "Retirer",
  tokens: "Jetons de connexion",
  tokensNote:
    "Un programme se connecte avec un jeton au lieu de votre mot de passe. Un jeton expire de lui-même, et vous pouvez le révoquer à tout moment.",
  makeToken: "Créer un jeton",
  makeTokenTitle: "Créer un jeton de connexion",
  life: "Valable pendant",
  lifeOf: (hours) =>
    hours === 1
      ? "1 heure"
      : hours < 24
        ? `${hours} heures`
        : hours === 24
          ? "1 jour"
          : hours < 8760
            ? `${hours / 24} jours`
            : "1 an",
  madeTitle: "Votre nouveau jeton de connexion",
  madeNote:
    "Copiez-le maintenant : il n’est affiché qu’une fois. Utilisez-le comme mot de passe, avec votre propre nom d’utilisateur.",
  madeDone: "Je l’ai copié",
  expires: (when) => `Valable jusqu’au ${when}`,
  expiresNever: "N’expire pas",
  thisSession: "cette session",
  endToken: "Révoquer le jeton",
  endTokenOf: (id) => `Révoquer le jeton ${id}`,
  endTokenTitle: (id) => `Révoquer le jeton ${id} ?`,
  endTokenNote: "Les programmes et navigateurs qui l’utilisent sont aussitôt déconnectés.",
  endOwnToken: "Vous êtes connecté ici par ce jeton : vous devrez vous reconnecter.",
  tokenEnded: (id) => `Le jeton ${id} est révoqué`,
  quotas: "Quotas",
  quotasNote: "Les deux limites comptent, la vôtre et celle de votre groupe. Celle qui laisse le moins est marquée.",
  what: "Quoi",
  ofYou: "Vous",
  ofGroup: (name) => `Groupe ${name}`,
  running: "Machines en marche",
  runningCpu: "CPU des machines en marche",
  runningMemory: "Mémoire des machines en marche",
  datastoreImages: (id) => `Images dans le datastore ${id}`,
  datastoreSize: (id) => `Taille des images dans le datastore ${id}`,
  networkLeases: (name) => `Adresses de ${name}`,
  imageMachines: (name) => `Machines avec ${name}`,
  page: "Cette page",
  language: "Langue",
  theme: "Couleurs",
  themes: { system: "Comme le système", light: "Clair", dark: "Sombre" },
  session: "Déconnexion",
  sessionUntil: (when) => `Vous êtes connecté jusqu’au ${when}.`,
  outHere: "Se déconnecter ici",
  outEverywhere: "Se déconnecter partout",
  outHereTitle: "Se déconnecter de ce navigateur ?",
  outHereNote: "Les envois en cours sont annulés.",
  outEverywhereTitle: "Se déconnecter partout ?",
  outEverywhereNote:
    "Tous vos jetons de connexion sont révoqués : tous les navigateurs et programmes qui en utilisent un sont déconnectés.",
};
