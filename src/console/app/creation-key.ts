/** Keys of creations: the same request has the same key, so that a repetition creates nothing. */
import { useMemo } from "preact/hooks";

/** Makes the keys of one form or dialog. @returns the key for the content of a request: another content has another key. */
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
