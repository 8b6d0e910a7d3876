/** A list that is narrowed down to the user's own objects, and to those that hold the words of a search. */
import { useState } from "preact/hooks";
import { isMine } from "../data/ownership.ts";
import { text } from "../text/index.ts";

interface Listed {
  readonly owner: { readonly id: number };
}

/** The objects that a list shows, with the state of its head and its notes. */
interface FilteredList<T> {
  readonly found: readonly T[];
  /** Props of the head. */
  readonly head: {
    readonly count: string | undefined;
    readonly hasOthers: boolean;
    readonly mine: boolean;
    readonly onMine: (mine: boolean) => void;
    readonly search: string;
    readonly onSearch: (search: string) => void;
  };
  /** The search, where nothing matches it. */
  readonly missed: string | undefined;
}

/**
 * @param all undefined before the list was read.
 * @param textsOf the texts of an object that are searched.
 */
export function useFilteredList<T extends Listed>(
  all: readonly T[] | undefined,
  textsOf: (one: T) => readonly string[],
): FilteredList<T> {
  const [search, onSearch] = useState("");
  const [mine, onMine] = useState(false);
  const own = all?.filter(isMine) ?? [];
  const shown = mine && own.length > 0 ? own : (all ?? []);
  const words = search.toLowerCase().split(/\s+/);
  const found = shown.filter((one) => {
    const texts = textsOf(one).join(" ").toLowerCase();
    return words.every((word) => texts.includes(word));
  });
  const count = all === undefined ? undefined : text.value.machines.count(found.length, shown.length);
  const hasOthers = own.length > 0 && own.length < (all?.length ?? 0);
  const missed = shown.length > 0 && found.length === 0 ? search : undefined;
  return { found, head: { count, hasOthers, mine, onMine, search, onSearch }, missed };
}
