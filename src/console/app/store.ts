/** Small things that the browser keeps for this page: language, colours, who was signed in. */

/** Undefined where nothing is kept, or the browser keeps nothing. */
export function stored(name: string): string | undefined {
  try {
    return localStorage.getItem(`occi.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param value undefined forgets it. */
export function store(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`occi.${name}`);
    else localStorage.setItem(`occi.${name}`, value);
  } catch {
    // A browser that keeps nothing has the same page with its defaults.
  }
}
