/** Snapshots of a machine or of one of its disks. */
import { useState } from "preact/hooks";
import type { Disk, Machine, Snapshot } from "../../model.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Confirm, Field, Menu, type MenuItem } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { deleteSnapshot, revert, takeSnapshot } from "./change.ts";
import { isPossible } from "./possible.ts";

interface PlaceProps {
  readonly machine: Machine;
  /** Undefined for the whole machine. */
  readonly disk?: Disk;
}

export function SnapshotDialog({ machine, disk, onClose }: PlaceProps & { readonly onClose: () => void }) {
  const { machine: texts, newMachine } = text.value;
  return (
    <FormDialog
      title={texts.snapshotTitle(machine.name)}
      action={texts.takeSnapshot}
      onClose={onClose}
      run={async (value) => {
        await takeSnapshot(machine.id, disk?.id, value("name"));
        notify(texts.snapshotTaken(value("name")));
      }}
    >
      {(fault) => (
        <Field label={newMachine.name} fault={fault("/name")} required>
          {(attributes) => <input {...attributes} name="name" maxLength={128} autocomplete="off" />}
        </Field>
      )}
    </FormDialog>
  );
}

type Asked = "revert" | "delete";

function SnapshotItem({ machine, disk, snapshot }: PlaceProps & { readonly snapshot: Snapshot }) {
  const { machine: texts, machines } = text.value;
  const [asked, setAsked] = useState<Asked>();
  const isDisk = disk !== undefined;
  const name = snapshot.name || texts.snapshotNumber(snapshot.id);
  const items: MenuItem[] = [
    ...(isPossible(isDisk ? "revertDisk" : "snapshot", machine)
      ? [{ label: texts.revert, onClick: () => setAsked("revert") }]
      : []),
    // The one that the disk stands on cannot be deleted.
    ...(isPossible(isDisk ? "deleteDiskSnapshot" : "snapshot", machine) && !(isDisk && snapshot.active)
      ? [{ label: machines.actions.delete, danger: true, onClick: () => setAsked("delete") }]
      : []),
  ];
  return (
    <li class="part-line">
      <div class="part-text">
        <span class="part-name">{name}</span>
        {snapshot.active && <span class="muted small">{texts.activeSnapshot}</span>}
      </div>
      {items.length > 0 && <Menu label={texts.actionsOfSnapshot(name)} items={items} />}
      {asked !== undefined && (
        <Confirm
          title={asked === "revert" ? texts.revertTitle(machine.name, name) : texts.deleteSnapshotTitle(name)}
          action={asked === "revert" ? texts.revert : machines.actions.delete}
          danger
          onClose={() => setAsked(undefined)}
          run={() =>
            asked === "revert"
              ? revert(machine.id, disk?.id, snapshot.id)
              : deleteSnapshot(machine.id, disk?.id, snapshot.id)
          }
        >
          <p>{asked === "revert" ? texts.revertNote : texts.deleteSnapshotNote(machine.name)}</p>
        </Confirm>
      )}
    </li>
  );
}

export function SnapshotList({ machine, disk, snapshots }: PlaceProps & { readonly snapshots: readonly Snapshot[] }) {
  return (
    <ul class="snapshots" aria-label={text.value.machine.snapshots}>
      {snapshots.map((snapshot) => (
        <SnapshotItem key={snapshot.id} machine={machine} {...(disk !== undefined && { disk })} snapshot={snapshot} />
      ))}
    </ul>
  );
}

/** Snapshots of the whole machine, with its memory. */
export function Snapshots({ machine }: { readonly machine: Machine }) {
  const { machine: texts } = text.value;
  const [taking, setTaking] = useState(false);
  const mayTake = isPossible("snapshot", machine);
  if (!mayTake && machine.snapshots.length === 0) return null;
  return (
    <section class="card parts" aria-label={texts.snapshots}>
      <div class="parts-head">
        <h2>{texts.snapshots}</h2>
        {mayTake && <Button onClick={() => setTaking(true)}>{texts.takeSnapshot}</Button>}
      </div>
      {machine.snapshots.length === 0 ? (
        <p class="muted">{texts.noSnapshots}</p>
      ) : (
        <SnapshotList machine={machine} snapshots={machine.snapshots} />
      )}
      {taking && <SnapshotDialog machine={machine} onClose={() => setTaking(false)} />}
    </section>
  );
}
