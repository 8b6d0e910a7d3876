/** The language of the console. English is part of the first load; the others are loaded when they are chosen. */
import { signal } from "@preact/signals";
import { store, stored } from "../store.ts";
import type { Catalogue } from "./catalogue.ts";
import * as en from "./en/index.ts";
import { named } from "./named.ts";

export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", fr: "Français" } as const;
export type Language = keyof typeof LANGUAGES;

/** The bundler packs other languages without the names of their texts. */
function texts(module: Catalogue | { readonly default: readonly unknown[] }): Catalogue {
  return "default" in module ? named<Catalogue>(en, module.default) : module;
}

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => en,
  de: async () => texts(await import("./de/index.ts")),
  es: async () => texts(await import("./es/index.ts")),
  fr: async () => texts(await import("./fr/index.ts")),
};

const isLanguage = (text: string | undefined): text is Language => text !== undefined && Object.hasOwn(LANGUAGES, text);

/** As chosen, else the first of the browser's that there is. */
function preferred(): Language {
  const chosen = stored("language");
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** As components read it: `text.value.machines.title`. */
export const text = signal<Catalogue>(en);
export const language = signal<Language>("en");

async function use(chosen: Language): Promise<void> {
  text.value = await LOADERS[chosen]();
  language.value = chosen;
  document.documentElement.lang = chosen;
}

/** Takes the user's choice into use, and keeps it. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await use(chosen);
  store("language", chosen);
}

/** Loads the language that the browser asks for. English stays where it cannot be loaded. */
export async function startLanguage(): Promise<void> {
  await use(preferred()).catch(() => use("en"));
}
