/**
 * The screens: each has an address below /ui, and what it is called among the pages. A screen lives in a folder of its own
 * below `screens`, exports its component as `default`, and is loaded when it is opened; only the home is part of the first
 * load. Its texts are a section of the catalogue in `text/en` (and `de`, `es`, `fr`), its styles a file in `style`.
 */
import type { ComponentType } from "preact";
import type { IconName } from "./parts/index.ts";
import Machines from "./screens/machines/index.tsx";
import type { Catalogue } from "./text/index.ts";

export interface ScreenProps {
  /** What stands in the address in the place of `:id` and the like. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Screen {
  /** Below /ui: `/machines/:id`. */
  readonly pattern: string;
  /** What it is called among the pages; left out for screens that others lead to. */
  readonly page?: { readonly name: keyof Catalogue["navigation"]; readonly icon: IconName };
  readonly component: ComponentType<ScreenProps> | (() => Promise<{ readonly default: ComponentType<ScreenProps> }>);
  readonly lazy?: boolean;
  /** Whether it has the window for itself, without the frame of the pages. */
  readonly bare?: boolean;
}

/** One of the screens that are loaded together. */
const more =
  (name: keyof typeof import("./screens/more.ts")) =>
  async (): Promise<{ readonly default: ComponentType<ScreenProps> }> => ({
    default: (await import("./screens/more.ts"))[name],
  });

export const SCREENS: readonly Screen[] = [
  { pattern: "/", page: { name: "machines", icon: "machines" }, component: Machines },
  {
    pattern: "/new",
    page: { name: "new", icon: "new" },
    lazy: true,
    component: more("NewMachine"),
  },
  { pattern: "/new/:template", lazy: true, component: more("NewMachine") },
  { pattern: "/machines/:id", lazy: true, component: more("Machine") },
  {
    pattern: "/machines/:id/screen",
    lazy: true,
    bare: true,
    component: () => import("./screens/screen/index.tsx"),
  },
  {
    pattern: "/images",
    page: { name: "images", icon: "images" },
    lazy: true,
    component: more("Images"),
  },
  {
    pattern: "/networks",
    page: { name: "networks", icon: "networks" },
    lazy: true,
    component: more("Networks"),
  },
  {
    pattern: "/usage",
    page: { name: "usage", icon: "usage" },
    lazy: true,
    component: more("Usage"),
  },
  {
    pattern: "/account",
    page: { name: "account", icon: "account" },
    lazy: true,
    component: more("Account"),
  },
];
