/** Reads all pages of a list. */

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The most items that the server puts into a page. */
export const LARGEST_PAGE = 500;

/** All items. @param read a page that begins after a place; the same object when nothing has changed. */
export async function allPages<T>(read: (after: string | undefined) => Promise<Page<T>>): Promise<Page<T>[]> {
  const pages: Page<T>[] = [];
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await read(after);
    pages.push(page);
    after =
      page.next === null ? undefined : (new URL(page.next, location.origin).searchParams.get("after") ?? undefined);
  }
  return pages;
}

/**
 * Puts pages together. An item that has not changed is the same object as before, so that it is not drawn again.
 * @returns `before` itself when nothing at all has changed.
 */
export function joined<T extends { readonly id: number }>(
  pages: readonly Page<T>[],
  before: readonly T[] | undefined,
): readonly T[] {
  const old = new Map((before ?? []).map((item) => [item.id, item]));
  const items = pages
    .flatMap(({ items }) => items)
    .map((item) => {
      const known = old.get(item.id);
      return known !== undefined && (known === item || JSON.stringify(known) === JSON.stringify(item)) ? known : item;
    });
  const isSame = before?.length === items.length && items.every((item, index) => item === before[index]);
  return isSame && before !== undefined ? before : items;
}
