/** The head of a list: its title, how many there are, and what narrows it down; behind that what can be done. */
import type { ComponentChildren } from "preact";
import { OwnerFilter } from "./owner-filter.tsx";
import { Search } from "./search.tsx";

interface ListHeadProps {
  readonly title: string;
  /** Undefined before the list was read. */
  readonly count: string | undefined;
  /** Whether there are objects of the user and of others. */
  readonly hasOthers: boolean;
  readonly mine: boolean;
  readonly onMine: (mine: boolean) => void;
  /** The label of the search field. */
  readonly searchLabel: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly children: ComponentChildren;
}

export function ListHead(props: ListHeadProps) {
  const { title, count, hasOthers, mine, onMine, searchLabel, search, onSearch, children } = props;
  return (
    <div class="head">
      <h1>{title}</h1>
      {count !== undefined && <span class="count">{count}</span>}
      <div class="head-tools">
        {hasOthers && <OwnerFilter mine={mine} onChange={onMine} />}
        <Search label={searchLabel} value={search} onInput={onSearch} />
        {children}
      </div>
    </div>
  );
}
