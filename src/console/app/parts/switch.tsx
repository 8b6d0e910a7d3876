/** A toggle button. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface SwitchProps {
  readonly icon: IconName;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ComponentChildren;
}

export function Switch({ icon, on, onChange, children }: SwitchProps) {
  return (
    <button type="button" class={`button plain${on ? " pressed" : ""}`} aria-pressed={on} onClick={() => onChange(!on)}>
      <Icon name={icon} size={18} />
      <span>{children}</span>
    </button>
  );
}
