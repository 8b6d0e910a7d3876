/** The routes of the console: paths below /ui, kept in the history of the browser. */
import { signal } from "@preact/signals";
import { BASE } from "./site.ts";

/** The path below /ui without a slash at its end; "/" for the home page. */
function currentPath(): string {
  const path = location.pathname;
  const rest = path.startsWith(BASE) ? path.slice(BASE.length) : path;
  return rest.replace(/\/+$/, "") || "/";
}

export interface Route {
  readonly path: string;
  readonly query: URLSearchParams;
}

const currentRoute = (): Route => ({ path: currentPath(), query: new URLSearchParams(location.search) });

export const route = signal<Route>(currentRoute());

/** The address of a path below /ui. */
export function href(path: string): string {
  return path === "/" ? `${BASE}/` : BASE + path;
}

/** Shows another page. @param replace whether the present one is left out of the history. */
export function navigate(path: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", href(path));
  route.value = currentRoute();
  scrollTo(0, 0);
}

addEventListener("popstate", () => {
  route.value = currentRoute();
});

// A link within the console changes the route; it does not load the page again.
document.addEventListener("click", (event) => {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return;
  event.preventDefault();
  navigate((link.pathname.slice(BASE.length) || "/") + link.search);
});

/**
 * Matches a path against a pattern such as `/machines/:id`.
 * @returns the values of its parameters, as they are in the address; undefined when it does not match.
 */
export function matchRoute(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split("/");
  const found = path.split("/");
  if (wanted.length !== found.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = found[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
