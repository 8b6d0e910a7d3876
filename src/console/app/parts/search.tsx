/** The field that filters a list; the key `/` moves the focus to it. */
import { text } from "../text/index.ts";
import { Icon } from "./icon.tsx";

interface SearchProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export function Search({ label, value, onInput }: SearchProps) {
  return (
    <label class="search">
      <Icon name="search" size={18} />
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        title={text.value.keys.search}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
