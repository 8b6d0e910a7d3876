/** The title of the window, for its tab, the history and screen readers. */
import { useEffect } from "preact/hooks";
import { site } from "./site.ts";

/** @param what the page is about; undefined where another component knows it. */
export function useTitle(what: string | undefined): void {
  useEffect(() => {
    if (what !== undefined) document.title = `${what} – ${site.title}`;
  }, [what]);
}
