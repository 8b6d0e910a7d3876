/**
 * The screens: each has an address below /ui, and a name among the pages. A screen is in a folder of its own
 * below `screens`, exports its component as `default`, and is loaded when it is opened; only the home is part of the first
 * load. Its texts are a section of the catalogue in `text/en` (and `de`, `es`, `fr`), its styles a file in `style`.
 */
import type { ComponentType } from "preact";
import type { IconName } from "./parts/index.ts";
import type { ScreenProps } from "./screen-props.ts";
import Machines from "./screens/machines/index.tsx";
import type { Catalogue } from "./text/catalogue.ts";

interface Page {
  /** Below /ui: `/machines/:id`. */
  readonly pattern: string;
  /** Its name among the pages; left out for screens that other screens link to. */
  readonly page?: { readonly name: keyof Catalogue["navigation"]; readonly icon: IconName };
  /** Whether it fills the window, without the header of the pages. */
  readonly bare?: boolean;
}

/** A screen whose component is part of the first load, or is loaded when it is opened. */
export type Screen = Page &
  (
    | { readonly component: ComponentType<ScreenProps>; readonly load?: undefined }
    | { readonly component?: undefined; readonly load: () => Promise<ComponentType<ScreenProps>> }
  );

/** One of the screens that are loaded together. */
const more = (name: keyof typeof import("./screens/more.ts")) => async (): Promise<ComponentType<ScreenProps>> =>
  (await import("./screens/more.ts"))[name];

export const SCREENS: readonly Screen[] = [
  { pattern: "/", page: { name: "machines", icon: "machines" }, component: Machines },
  { pattern: "/new", page: { name: "new", icon: "new" }, load: more("NewMachine") },
  { pattern: "/new/:template", load: more("NewMachine") },
  { pattern: "/machines/:id", load: more("Machine") },
  {
    pattern: "/machines/:id/screen",
    bare: true,
    load: async () => (await import("./screens/screen/index.tsx")).default,
  },
  { pattern: "/images", page: { name: "images", icon: "images" }, load: more("Images") },
  { pattern: "/networks", page: { name: "networks", icon: "networks" }, load: more("Networks") },
  { pattern: "/usage", page: { name: "usage", icon: "usage" }, load: more("Usage") },
  { pattern: "/account", page: { name: "account", icon: "account" }, load: more("Account") },
];
