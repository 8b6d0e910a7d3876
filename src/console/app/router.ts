/** Addresses of the console: a part of the path below /ui each, over the browser's history. */
import { signal } from "@preact/signals";
import { BASE } from "./site.ts";

/** The path below /ui without a slash at its end; "/" for the home. */
function current(): string {
  const path = location.pathname;
  const rest = path.startsWith(BASE) ? path.slice(BASE.length) : path;
  return rest.replace(/\/+$/, "") || "/";
}

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const here = (): Place => ({ path: current(), query: new URLSearchParams(location.search) });

export const place = signal<Place>(here());

/** Asked before another place is shown; false stays. A screen with unsaved work sets it, and takes it back. */
export const leaving: { mayLeave: () => boolean } = { mayLeave: () => true };

/** The address of a path below /ui. */
export function href(path: string): string {
  return path === "/" ? `${BASE}/` : BASE + path;
}

/** Shows another place. @param replace whether the present one is left out of the history. */
export function navigate(path: string, { replace = false } = {}): void {
  if (!leaving.mayLeave()) return;
  history[replace ? "replaceState" : "pushState"](null, "", href(path));
  place.value = here();
  scrollTo(0, 0);
}

addEventListener("popstate", () => {
  place.value = here();
});

// Links within the console need no page of the server.
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
 * Whether a path is of a pattern such as `/machines/:id`.
 * @returns what stands in the place of the members, as it is in the address; undefined when it is not.
 */
export function matched(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
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
