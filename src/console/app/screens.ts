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

export const SCREENS: readonly Screen[] = [
  { pattern: "/", page: { name: "machines", icon: "machines" }, component: Machines },
  {
    pattern: "/new",
    page: { name: "new", icon: "new" },
    lazy: true,
    component: () => import("./screens/new/index.tsx"),
  },
  { pattern: "/new/:template", lazy: true, component: () => import("./screens/new/index.tsx") },
  { pattern: "/machines/:id", lazy: true, component: () => import("./screens/machine/index.tsx") },
  {
    pattern: "/machines/:id/screen",
    lazy: true,
    bare: true,
    component: () => import("./screens/screen/index.tsx"),
  },
  {
    pattern: "/account",
    page: { name: "account", icon: "account" },
    lazy: true,
    component: () => import("./screens/account/index.tsx"),
  },
];
