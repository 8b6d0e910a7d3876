/** Buttons, and links that look like them. */
import type { ComponentChildren } from "preact";
import { href } from "../router.ts";
import { Icon, type IconName } from "./icon.tsx";

type Look = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps {
  readonly children?: ComponentChildren;
  readonly look?: Look;
  readonly icon?: IconName | undefined;
  /** For a button without a text. */
  readonly label?: string | undefined;
  readonly onClick?: (() => void) | undefined;
  readonly submit?: boolean | undefined;
  /** Why it cannot be used; undefined when it can. Screen readers and the mouse find the reason. */
  readonly off?: string | undefined;
  /** Whether what it does is under way. */
  readonly busy?: boolean | undefined;
}

export function Button({ children, look = "plain", icon, label, onClick, submit, off, busy }: ButtonProps) {
  const isOff = off !== undefined || busy === true;
  return (
    <button
      type={submit === true ? "submit" : "button"}
      class={`button ${look}${children === undefined ? " square" : ""}`}
      aria-label={label}
      title={off ?? label}
      aria-disabled={isOff ? "true" : undefined}
      aria-busy={busy === true ? "true" : undefined}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy === true ? (
        <span class="spinner" aria-hidden="true" />
      ) : (
        icon !== undefined && <Icon name={icon} size={18} />
      )}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

interface ButtonLinkProps {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly look?: Look;
  readonly icon?: IconName;
}

/** @param to a path below /ui. */
export function ButtonLink({ to, children, look = "plain", icon }: ButtonLinkProps) {
  return (
    <a class={`button ${look}`} href={href(to)}>
      {icon !== undefined && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </a>
  );
}
