/** One machine of the list. */
import { useState } from "preact/hooks";
import { age, dateTime, fromNow } from "../../format.ts";
import type { Machine, MachineAction } from "../../model.ts";
import { Button, Copy, Menu, memo } from "../../parts/index.ts";
import { href } from "../../router.ts";
import { text } from "../../text/index.ts";
import { act, firstAction } from "./actions.ts";
import { State } from "./state.tsx";

interface RowProps {
  readonly machine: Machine;
  readonly position: number;
  readonly total: number;
  /** Name of its template; undefined where it is not known. */
  readonly template: string | undefined;
  /** Whether it belongs to another user. */
  readonly foreign: boolean;
  readonly selected: boolean;
  readonly onSelect: (id: number, selected: boolean) => void;
  readonly onDelete: (machine: Machine) => void;
}

/** In a window of its own: it is looked at beside the list, and takes all keys. */
export function openScreen(id: number): void {
  open(href(`/machines/${id}/screen`), "_blank", "noopener");
}

function About({ machine, template, foreign }: Pick<RowProps, "machine" | "template" | "foreign">) {
  const { machines } = text.value;
  const { createdAt, endsAt, owner } = machine;
  return (
    <div class="row-about">
      {template !== undefined && <span>{template}</span>}
      <span title={dateTime(createdAt)}>{machines.age(age(createdAt))}</span>
      {endsAt !== null && (
        <span class="row-ends" title={dateTime(endsAt)}>
          {machines.ends(fromNow(endsAt))}
        </span>
      )}
      {foreign && <span>{machines.owner(owner.name)}</span>}
    </div>
  );
}

function Row({ machine, position, total, template, foreign, selected, onSelect, onDelete }: RowProps) {
  const { machines } = text.value;
  const [busy, setBusy] = useState(false);
  const { id, name, addresses, actions } = machine;
  const first = firstAction(actions);
  const run = (action: MachineAction): void => {
    if (action === "delete") {
      onDelete(machine);
      return;
    }
    setBusy(true);
    void act([machine], action).finally(() => setBusy(false));
  };
  const others = actions.filter((action) => action !== first);
  const items = [
    ...(machine.screen.available
      ? [{ label: machines.screen, icon: "screen" as const, onClick: () => openScreen(id) }]
      : []),
    ...others.map((action) => ({
      label: machines.actions[action],
      danger: action === "delete",
      onClick: () => run(action),
    })),
  ];
  return (
    <li class={`row${selected ? " selected" : ""}`} aria-setsize={total} aria-posinset={position}>
      <input
        type="checkbox"
        class="row-check"
        aria-label={machines.select(name)}
        checked={selected}
        onChange={(event) => onSelect(id, event.currentTarget.checked)}
      />
      <div class="row-name">
        <a class="name" href={href(`/machines/${id}`)}>
          {name}
        </a>
        <About machine={machine} template={template} foreign={foreign} />
      </div>
      <State machine={machine} />
      <div class="row-addresses">
        {addresses.length === 0 ? (
          <span class="muted small">{machines.noAddress}</span>
        ) : (
          addresses.map((address) => <Copy key={address} value={address} />)
        )}
      </div>
      <div class="row-actions">
        {first !== undefined && (
          <Button busy={busy} label={`${machines.actions[first]} ${name}`} onClick={() => run(first)}>
            {machines.actions[first]}
          </Button>
        )}
        {items.length > 0 && <Menu label={machines.actionsOf(name)} items={items} />}
      </div>
    </li>
  );
}

/** Drawn again only when something of it has changed. */
export const MachineRow = memo(Row);
