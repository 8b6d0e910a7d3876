/** The head of a machine's page: its name, its state, and what can be done to it now. */
import { useState } from "preact/hooks";
import type { Machine, MachineAction } from "../../model.ts";
import { Button, Confirm, Icon, Menu, type MenuItem } from "../../parts/index.ts";
import { href, navigate } from "../../router.ts";
import { text } from "../../text/index.ts";
import { useTitle } from "../../title.ts";
import { notify } from "../../toast.ts";
import { act, firstAction } from "../machines/actions.ts";
import { openScreen } from "../machines/row.tsx";
import { State } from "../machines/state.tsx";

/** Actions that have a form by force, for a machine that does not answer. */
const FORCED: readonly MachineAction[] = ["stop", "reboot", "undeploy"];

interface Asked {
  readonly action: MachineAction;
  readonly force: boolean;
}

function ActionDialog({
  machine,
  asked: { action, force },
  onClose,
}: {
  readonly machine: Machine;
  readonly asked: Asked;
  readonly onClose: () => void;
}) {
  const { machines, machine: texts } = text.value;
  const { name } = machine;
  const isDeletion = action === "delete";
  return (
    <Confirm
      title={isDeletion ? machines.deleteTitle(1, name) : texts.forceTitle(machines.actions[action], name)}
      action={isDeletion ? machines.actions.delete : texts.byForce(machines.actions[action])}
      danger
      onClose={onClose}
      run={async () => {
        const done = await act([machine], action, force);
        if (done === 0 || !isDeletion) return;
        notify(machines.deleted(1, name));
        navigate("/");
      }}
    >
      <p>{isDeletion ? machines.deleteNote : texts.forceNote}</p>
    </Confirm>
  );
}

function Actions({ machine }: { readonly machine: Machine }) {
  const { machines, machine: texts } = text.value;
  const [busy, setBusy] = useState<MachineAction>();
  const [asked, setAsked] = useState<Asked>();
  const { id, name, actions, screen } = machine;
  const first = firstAction(actions);
  const run = (action: MachineAction): void => {
    setBusy(action);
    void act([machine], action).finally(() => setBusy(undefined));
  };
  const forced: MenuItem[] = FORCED.filter((action) => actions.includes(action)).map((action) => ({
    label: texts.byForce(machines.actions[action]),
    danger: true,
    onClick: () => setAsked({ action, force: true }),
  }));
  const shown = [...(first === undefined ? [] : [first]), ...actions.filter((action) => action !== first)];
  return (
    <div class="machine-actions">
      {screen.available && (
        <Button look="primary" icon="screen" onClick={() => openScreen(id)}>
          {machines.screen}
        </Button>
      )}
      {shown
        .filter((action) => action !== "delete")
        .map((action) => (
          <Button key={action} busy={busy === action} onClick={() => run(action)}>
            {machines.actions[action]}
          </Button>
        ))}
      {actions.includes("delete") && (
        <Button look="danger" onClick={() => setAsked({ action: "delete", force: false })}>
          {machines.actions.delete}
        </Button>
      )}
      {forced.length > 0 && <Menu label={machines.actionsOf(name)} items={forced} />}
      {asked !== undefined && <ActionDialog machine={machine} asked={asked} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

export function Head({ machine }: { readonly machine: Machine }) {
  useTitle(machine.name);
  return (
    <header class="machine-head">
      <a class="back" href={href("/")}>
        <Icon name="back" size={18} />
        {text.value.machine.back}
      </a>
      <div class="machine-title">
        <div class="machine-name">
          <h1>{machine.name}</h1>
          <State machine={machine} />
        </div>
        <Actions machine={machine} />
      </div>
    </header>
  );
}
