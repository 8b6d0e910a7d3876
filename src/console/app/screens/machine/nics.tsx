/** NICs of a machine: in which networks it is, and with which addresses. */
import { useState } from "preact/hooks";
import { networks } from "../../data/networks.ts";
import { number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Machine, Nic } from "../../model.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Confirm, Copy, Field, Menu } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { attachNic, detachNic } from "./change.ts";
import type { PartDialogProps } from "./disks.tsx";
import { isPossible } from "./possible.ts";

function AttachDialog({ machine, onClose }: PartDialogProps) {
  const { machine: texts, newMachine } = text.value;
  const { data } = useLive(networks);
  return (
    <FormDialog
      title={texts.attachNicTitle(machine.name)}
      action={texts.attach}
      onClose={onClose}
      run={async (value) => {
        await attachNic(machine.id, Number(value("network")));
        notify(texts.nicAttached(machine.name));
      }}
    >
      {(fault) => (
        <Field label={newMachine.network} fault={fault("/network")} required>
          {(attributes) => (
            <select {...attributes} name="network">
              <option value="">{newMachine.choose}</option>
              {(data.value ?? [])
                .filter(({ state }) => state === "ready")
                .map(({ id, name, addresses }) => (
                  <option key={id} value={String(id)}>
                    {newMachine.freeAddresses(name, number(addresses.free))}
                  </option>
                ))}
            </select>
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function NicItem({ machine, nic }: { readonly machine: Machine; readonly nic: Nic }) {
  const { machine: texts } = text.value;
  const [asking, setAsking] = useState(false);
  const name = nic.network?.name ?? texts.nicNumber(nic.id);
  return (
    <li class="part part-line">
      <div class="part-text">
        <span class="part-name">{name}</span>
        {nic.addresses.map((address) => (
          <Copy key={address} value={address} />
        ))}
        {nic.mac !== null && <span class="muted small">{nic.mac}</span>}
      </div>
      {isPossible("detach", machine) && (
        <Menu
          label={texts.actionsOfNic(name)}
          items={[{ label: texts.detach, danger: true, onClick: () => setAsking(true) }]}
        />
      )}
      {asking && (
        <Confirm
          title={texts.detachNicTitle(name, machine.name)}
          action={texts.detach}
          danger
          onClose={() => setAsking(false)}
          run={() => detachNic(machine.id, nic.id)}
        >
          <p>{texts.detachNicNote}</p>
        </Confirm>
      )}
    </li>
  );
}

export function Nics({ machine }: { readonly machine: Machine }) {
  const { machine: texts } = text.value;
  const [attaching, setAttaching] = useState(false);
  return (
    <section class="card parts" aria-label={texts.nics}>
      <div class="parts-head">
        <h2>{texts.nics}</h2>
        {isPossible("attach", machine) && <Button onClick={() => setAttaching(true)}>{texts.attachNic}</Button>}
      </div>
      {machine.nics.length === 0 && <p class="muted">{texts.noNics}</p>}
      <ul>
        {machine.nics.map((nic) => (
          <NicItem key={nic.id} machine={machine} nic={nic} />
        ))}
      </ul>
      {attaching && <AttachDialog machine={machine} onClose={() => setAttaching(false)} />}
    </section>
  );
}
