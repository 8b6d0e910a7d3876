import type { Section } from "../catalogue.ts";

export const signIn: Section<"signIn"> = {
  title: "Connexion",
  user: "Nom d’utilisateur",
  password: "Mot de passe",
  code: "Code",
  codeNote: "Votre compte a un second facteur : saisissez les six chiffres que votre application affiche maintenant.",
  wrongCode: "Le code ou le mot de passe est faux. Chaque code ne sert qu’une fois : attendez le suivant.",
  action: "Se connecter",
  signOut: "Se déconnecter",
  wrong: "Le nom d’utilisateur ou le mot de passe est incorrect.",
  delayed: (seconds) =>
    `Il y a eu trop de mots de passe incorrects. Réessayez dans ${seconds === 1 ? "une seconde" : `${seconds} secondes`}.`,
  cloudDown: "Le cloud ne répond pas en ce moment. Votre mot de passe n’a pas été vérifié.",
  insecure:
    "Cette page n’a pas été chargée par https. La connexion est désactivée, car votre mot de passe pourrait être lu en chemin.",
  certificate: "Se connecter avec mon certificat",
  endFirst: "Révoquer le premier et se connecter",
  ended: "Votre session est terminée",
  endedNote: "Reconnectez-vous pour reprendre où vous en étiez.",
};
