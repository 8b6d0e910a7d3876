/** Keyboard shortcuts, and the dialog that lists them. */
import { useEffect } from "preact/hooks";
import { Dialog } from "./parts/index.ts";
import { navigate } from "./router.ts";
import { text } from "./text/index.ts";

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { keys } = text.value;
  const rows = [
    ["/", keys.searchNote],
    ["n", keys.newNote],
    ["?", keys.helpNote],
    ["Esc", keys.escapeNote],
  ] as const;
  return (
    <Dialog title={keys.title} onClose={onClose}>
      <dl class="keys">
        {rows.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Whether the user types into a field or a screen. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog, [data-keys]",
    ) !== null
  );
}

/** The shortcuts of every page. */
export function useKeys(onHelp: () => void): void {
  useEffect(() => {
    const typed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") onHelp();
      else if (event.key === "n") navigate("/new");
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-search]")?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", typed);
    return () => removeEventListener("keydown", typed);
  }, [onHelp]);
}
