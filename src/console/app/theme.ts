/** Light or dark: as the system says, or as the user has chosen. */
import { effect, signal } from "@preact/signals";
import { store, stored } from "./store.ts";

export type Theme = "system" | "light" | "dark";

const before = stored("theme");
export const theme = signal<Theme>(before === "light" || before === "dark" ? before : "system");

effect(() => {
  const { value } = theme;
  if (value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  store("theme", value === "system" ? undefined : value);
});
