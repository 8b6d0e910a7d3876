/** Disks of a machine: attached, detached, grown, saved, and set back to snapshots. */
import { useState } from "preact/hooks";
import { useCreationKeys } from "../../creation-key.ts";
import { images } from "../../data/images.ts";
import { mebibytes } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Disk, Image, Machine } from "../../model.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Confirm, Field, Menu, type MenuItem, NameField } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { attachDisk, detachDisk, growDisk, saveDisk } from "./change.ts";
import { isPossible } from "./possible.ts";
import { SnapshotDialog, SnapshotList } from "./snapshots.tsx";

export interface PartDialogProps {
  readonly machine: Machine;
  readonly onClose: () => void;
}

/** The name of a disk in dialogs and for screen readers. */
export function diskName({ id, image, type }: Disk): string {
  return image?.name || text.value.machine.diskNumber(type ?? "", id);
}

/** Images that a machine can have as one more disk now. */
function isAttachable({ state, persistent, type }: Image): boolean {
  return ["os", "cdrom", "datablock"].includes(type) && (state === "ready" || (state === "used" && !persistent));
}

function AttachDialog({ machine, onClose }: PartDialogProps) {
  const { machine: texts, newMachine } = text.value;
  const { data } = useLive(images);
  return (
    <FormDialog
      title={texts.attachDiskTitle(machine.name)}
      action={texts.attach}
      onClose={onClose}
      run={async (value) => {
        await attachDisk(machine.id, Number(value("image")));
        notify(texts.diskAttached(machine.name));
      }}
    >
      {(fault) => (
        <Field label={newMachine.image} fault={fault("/image")} required>
          {(attributes) => (
            <select {...attributes} name="image">
              <option value="">{newMachine.choose}</option>
              {(data.value ?? []).filter(isAttachable).map(({ id, name, sizeMiB }) => (
                <option key={id} value={String(id)}>
                  {`${name} (${mebibytes(sizeMiB)})`}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </FormDialog>
  );
}

interface DiskDialogProps extends PartDialogProps {
  readonly disk: Disk;
}

function DetachDialog({ machine, disk, onClose }: DiskDialogProps) {
  const { machine: texts } = text.value;
  return (
    <Confirm
      title={texts.detachDiskTitle(diskName(disk), machine.name)}
      action={texts.detach}
      danger
      onClose={onClose}
      run={() => detachDisk(machine.id, disk.id)}
    >
      <p>{disk.image === null ? texts.detachVolatile : texts.detachNote}</p>
    </Confirm>
  );
}

function SaveDialog({ machine, disk, onClose }: DiskDialogProps) {
  const { machine: texts } = text.value;
  const keyOf = useCreationKeys();
  return (
    <FormDialog
      title={texts.saveDiskTitle(diskName(disk), machine.name)}
      action={texts.saveDisk}
      onClose={onClose}
      run={async (value) => {
        await saveDisk(machine.id, disk.id, value("name"), keyOf(value("name")));
        notify(texts.diskSaved(value("name")));
      }}
    >
      {(fault) => <NameField fault={fault("/name")} hint={texts.saveDiskHint} value={texts.copyOf(machine.name)} />}
    </FormDialog>
  );
}

const MIB_PER_GIB = 1024;

function GrowDialog({ machine, disk, onClose }: DiskDialogProps) {
  const { machine: texts } = text.value;
  const present = (disk.sizeMiB ?? 0) / MIB_PER_GIB;
  return (
    <FormDialog
      title={texts.growTitle(diskName(disk), machine.name)}
      action={texts.grow}
      onClose={onClose}
      run={async (value) => {
        await growDisk(machine.id, disk.id, Math.round(Number(value("size")) * MIB_PER_GIB));
        notify(texts.diskGrown(diskName(disk)));
      }}
    >
      {(fault) => (
        <Field
          label={texts.newSize}
          hint={texts.growHint(mebibytes(disk.sizeMiB ?? 0))}
          fault={fault("/sizeMiB")}
          required
        >
          {(attributes) => (
            <input
              {...attributes}
              name="size"
              type="number"
              step="any"
              min={present}
              defaultValue={String(Math.ceil(present + 1))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

type DiskDialog = "detach" | "save" | "grow" | "snapshot";

function DiskItem({ machine, disk }: { readonly machine: Machine; readonly disk: Disk }) {
  const { machine: texts } = text.value;
  const [dialog, setDialog] = useState<DiskDialog>();
  const close = (): void => setDialog(undefined);
  const isCd = disk.type === "cdrom" || disk.type === "swap";
  const items: MenuItem[] = [
    ...(isPossible("saveDisk", machine) && !isCd ? [{ label: texts.saveDisk, onClick: () => setDialog("save") }] : []),
    ...(isPossible("growDisk", machine) && !isCd ? [{ label: texts.grow, onClick: () => setDialog("grow") }] : []),
    ...(isPossible("diskSnapshot", machine) && disk.image !== null && !isCd
      ? [{ label: texts.takeSnapshot, onClick: () => setDialog("snapshot") }]
      : []),
    ...(isPossible("detach", machine)
      ? [{ label: texts.detach, danger: true, onClick: () => setDialog("detach") }]
      : []),
  ];
  const facts = [
    ...(disk.sizeMiB === null ? [] : [mebibytes(disk.sizeMiB)]),
    ...(disk.target === null ? [] : [disk.target]),
    ...(disk.image === null ? [] : [disk.type ?? ""]),
  ].filter((fact) => fact !== "");
  return (
    <li class="part">
      <div class="part-line">
        <div class="part-text">
          <span class="part-name">{diskName(disk)}</span>
          <span class="muted small">{facts.join(" · ")}</span>
        </div>
        {items.length > 0 && <Menu label={texts.actionsOfDisk(diskName(disk))} items={items} />}
      </div>
      {disk.snapshots.length > 0 && <SnapshotList machine={machine} disk={disk} snapshots={disk.snapshots} />}
      {dialog === "detach" && <DetachDialog machine={machine} disk={disk} onClose={close} />}
      {dialog === "save" && <SaveDialog machine={machine} disk={disk} onClose={close} />}
      {dialog === "grow" && <GrowDialog machine={machine} disk={disk} onClose={close} />}
      {dialog === "snapshot" && <SnapshotDialog machine={machine} disk={disk} onClose={close} />}
    </li>
  );
}

export function Disks({ machine }: { readonly machine: Machine }) {
  const { machine: texts } = text.value;
  const [attaching, setAttaching] = useState(false);
  return (
    <section class="card parts" aria-label={texts.disks}>
      <div class="parts-head">
        <h2>{texts.disks}</h2>
        {isPossible("attach", machine) && <Button onClick={() => setAttaching(true)}>{texts.attachDisk}</Button>}
      </div>
      {machine.disks.length === 0 && <p class="muted">{texts.noDisks}</p>}
      <ul>
        {machine.disks.map((disk) => (
          <DiskItem key={disk.id} machine={machine} disk={disk} />
        ))}
      </ul>
      {attaching && <AttachDialog machine={machine} onClose={() => setAttaching(false)} />}
    </section>
  );
}
