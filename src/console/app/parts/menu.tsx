/** A button that opens a list of actions. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

interface MenuProps {
  /** What the button is called: with the name of the thing. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: IconName;
  /** What the button says; only its icon when it is left out. */
  readonly shown?: string;
}

export function Menu({ label, items, icon = "more", shown }: MenuProps) {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = (): HTMLElement[] => [...(element.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  // At once, not after the next picture: a fast typist has pressed the next key by then.
  useLayoutEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && element.current?.contains(event.target) === false) setOpen(false);
    };
    const move = (event: KeyboardEvent): void => {
      const all = entries();
      const at = all.indexOf(document.activeElement as HTMLElement);
      const steps: Readonly<Record<string, number>> = {
        ArrowDown: at + 1,
        ArrowUp: at - 1,
        Home: 0,
        End: all.length - 1,
      };
      const next = steps[event.key];
      if (event.key === "Escape") close();
      else if (next === undefined) return;
      else all[(next + all.length) % all.length]?.focus();
      event.preventDefault();
      event.stopPropagation();
    };
    const { current } = element;
    current?.addEventListener("keydown", move);
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      current?.removeEventListener("keydown", move);
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
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
