import type { Section } from "../catalogue.ts";

export const common: Section<"common"> = {
  loading: "Chargement…",
  close: "Fermer",
  cancel: "Annuler",
  required: "obligatoire",
  tryAgain: "Réessayer",
  copy: "Copier",
  copyValue: (value) => `Copier ${value}`,
  copied: (value) => `${value} est copié`,
  requestId: (id) => `Pour l’administrateur : requête ${id}`,
  help: "Aide",
  skip: "Aller au contenu",
  whose: "Afficher",
  delete: "Supprimer",
  deleteTitle: (name) => `Supprimer ${name} ?`,
  inUseTitle: (name) => `${name} est utilisé`,
  machinesOfOthers: (count) =>
    count === 1 ? "une machine d’un autre utilisateur" : `${count} machines d’autres utilisateurs`,
  rename: "Renommer",
  renameTitle: (name) => `Renommer ${name}`,
  name: "Nom",
  description: "Description",
  save: "Enregistrer",
  changed: (name) => `${name} est modifié`,
  deleted: (name) => `${name} est supprimé`,
};

export const navigation: Section<"navigation"> = {
  label: "Pages",
  machines: "Machines",
  new: "Nouvelle",
  images: "Images",
  networks: "Réseaux",
  usage: "Usage",
  account: "Compte",
};

export const keys: Section<"keys"> = {
  title: "Touches",
  search: "Rechercher (/)",
  searchNote: "Rechercher dans la liste",
  newNote: "Nouvelle machine",
  helpNote: "Cette liste",
  escapeNote: "Fermer un dialogue ou un menu",
};

export const errors: Section<"errors"> = {
  offline: "Le serveur ne répond pas.",
  offlineHint: "La page montre sa dernière réponse, et réessaie d’elle-même.",
  other: (code) => `Le serveur a répondu par une erreur : ${code}.`,
  notFoundTitle: "Il n’y a rien ici",
  notFound: "L’adresse est peut-être mal écrite, ou ce qui était ici n’existe plus.",
  home: "Vers les machines",
  outdated: "Le serveur a été mis à jour. Rechargez la page.",
  reload: "Recharger",
};
