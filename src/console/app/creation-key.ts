/** Keys of creations: the same request has the same key, so that a repetition makes nothing new. */
import { useMemo } from "preact/hooks";

/** Of one form or dialog: another request has another key. @returns the key for the content of a request. */
export function creationKeys(): (content: unknown) => string {
  let last: { readonly content: string; readonly key: string } | undefined;
  return (content) => {
    const written = JSON.stringify(content);
    if (last?.content !== written) last = { content: written, key: crypto.randomUUID() };
    return last.key;
  };
}

/** The same for a component, as long as it is shown. */
export function useCreationKeys(): (content: unknown) => string {
  return useMemo(creationKeys, []);
}
