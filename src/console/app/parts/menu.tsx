/** A button that opens a list of actions. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

interface MenuProps {
  /** The accessible name of the button, which contains the name of the object. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: IconName;
  /** The label of the button; it shows its icon alone when this is left out. */
  readonly shown?: string;
}

/**
 * While the menu is open, arrow keys move the focus, Escape closes it, and so does a click or a focus elsewhere.
 * @param close gives the focus back to the button. @param leave does not.
 */
function useOpenMenu(
  element: RefObject<HTMLElement | null>,
  open: boolean,
  close: () => void,
  leave: () => void,
): void {
  // A layout effect, for a fast typist has pressed the next key before the next frame.
  useLayoutEffect(() => {
    const { current } = element;
    if (!open || current === null) return;
    const entries = (): HTMLElement[] => [...current.querySelectorAll<HTMLElement>("[role=menuitem]")];
    entries()[0]?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !current.contains(event.target)) leave();
    };
    const move = (event: KeyboardEvent): void => {
      const all = entries();
      const at = all.indexOf(document.activeElement as HTMLElement);
      const targets: Readonly<Record<string, number>> = {
        ArrowDown: at + 1,
        ArrowUp: at - 1,
        Home: 0,
        End: all.length - 1,
      };
      const next = targets[event.key];
      if (event.key === "Escape") close();
      else if (next === undefined) return;
      else all[(next + all.length) % all.length]?.focus();
      event.preventDefault();
      event.stopPropagation();
    };
    current.addEventListener("keydown", move);
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      current.removeEventListener("keydown", move);
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
}

export function Menu({ label, items, icon = "more", shown }: MenuProps) {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useOpenMenu(element, open, close, () => setOpen(false));
  return (
    <div class="menu" ref={element}>
      <button
        type="button"
        ref={button}
        class={`button quiet${shown === undefined ? " square" : ""}`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={shown === undefined ? label : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={18} />
        {shown !== undefined && <span>{shown}</span>}
      </button>
      {open && (
        <div class="menu-list" role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger === true ? "danger" : ""}
              onClick={() => {
                close();
                item.onClick();
              }}
            >
              {item.icon !== undefined && <Icon name={item.icon} size={18} />}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
