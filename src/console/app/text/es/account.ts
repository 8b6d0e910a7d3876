import type { Section } from "../catalogue.ts";

export const account: Section<"account"> = {
  title: "Cuenta",
  userInGroup: (user, group) => `${user}, del grupo ${group}`,
  keys: "Claves SSH",
  keysNote:
    "Las máquinas nuevas dejan entrar a quienes tienen estas claves. Las máquinas que ya existen conservan las claves con las que se crearon.",
  noKeys: "Todavía no tiene claves SSH.",
  addKey: "Añadir una clave",
  addKeyTitle: "Añadir una clave SSH",
  key: "Clave pública",
  keyHint: "La línea de ~/.ssh/id_ed25519.pub o de un archivo parecido.",
  keyKnown: "Ya tiene esta clave.",
  keyAdded: (name) => `Se ha añadido la clave ${name}`,
  keyFaults: {
    empty: "Pegue una clave pública.",
    private: "Es una clave privada: no la comparta, y pegue la pública (.pub).",
    lines: "Es más de una línea: añada las claves de una en una, sin saltos de línea.",
    options: "Esta clave empieza con opciones. Quítelas: una clave empieza con su tipo, por ejemplo ssh-ed25519.",
    damaged: "Esta clave está dañada: quizá falta una parte. Copie otra vez la línea entera.",
    notKey: "No es una clave pública de SSH. Empieza con su tipo, por ejemplo ssh-ed25519.",
  },
  removeKey: (name) => `Quitar la clave ${name}`,
  removeKeyTitle: (name) => `¿Quitar la clave ${name}?`,
  removeKeyNote: "Las máquinas nuevas ya no la admiten. Las que ya existen, sí.",
  keyRemoved: (name) => `Se ha quitado la clave ${name}`,
  remove: "Quitar",
  tokens: "Tokens de acceso",
  tokensNote:
    "Un programa entra con un token en lugar de su contraseña. Un token caduca solo, y usted puede anularlo en cualquier momento.",
  makeToken: "Crear un token",
  makeTokenTitle: "Crear un token de acceso",
  life: "Válido durante",
  lifeOf: (hours) =>
    hours === 1
      ? "1 hora"
      : hours < 24
        ? `${hours} horas`
        : hours === 24
          ? "1 día"
          : hours < 8760
            ? `${hours / 24} días`
            : "1 año",
  madeTitle: "Su nuevo token de acceso",
  madeNote: "Cópielo ahora: solo se muestra esta vez. Úselo como contraseña, con su propio nombre de usuario.",
  madeDone: "Token copiado",
  expires: (when) => `Válido hasta ${when}`,
  expiresNever: "No caduca",
  thisSession: "esta sesión",
  endToken: "Anular el token",
  endTokenOf: (id) => `Anular el token ${id}`,
  endTokenTitle: (id) => `¿Anular el token ${id}?`,
  endTokenNote: "Los programas y navegadores que lo usan pierden el acceso de inmediato.",
  endOwnToken: "Su sesión de aquí usa este token: tendrá que volver a entrar.",
  tokenEnded: (id) => `Se ha anulado el token ${id}`,
  quotas: "Cuotas",
  quotasNote: "Se aplican los dos límites, el suyo y el de su grupo. El que deja menos está marcado.",
  what: "Qué",
  ofYou: "Usted",
  ofGroup: (name) => `Grupo ${name}`,
  running: "Máquinas en marcha",
  runningCpu: "CPU de máquinas en marcha",
  runningMemory: "Memoria de máquinas en marcha",
  datastoreImages: (id) => `Imágenes en el almacén ${id}`,
  datastoreSize: (id) => `Tamaño de las imágenes en el almacén ${id}`,
  networkLeases: (name) => `Direcciones de ${name}`,
  imageMachines: (name) => `Máquinas con ${name}`,
  page: "Esta página",
  language: "Idioma",
  theme: "Colores",
  themes: { system: "Como el sistema", light: "Claro", dark: "Oscuro" },
  session: "Cerrar sesión",
  sessionUntil: (when) => `Su sesión dura hasta el ${when}.`,
  outHere: "Cerrar sesión aquí",
  outEverywhere: "Cerrar sesión en todas partes",
  outHereTitle: "¿Cerrar sesión en este navegador?",
  outHereNote: "Se cancelan las subidas en curso.",
  outEverywhereTitle: "¿Cerrar sesión en todas partes?",
  outEverywhereNote:
    "Se anulan todos sus tokens de acceso: pierden el acceso todos los navegadores y programas que usan uno.",
};
