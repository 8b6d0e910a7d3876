/** The dialogs of networks: create or reserve, rename, delete. */
import { signal } from "@preact/signals";
import { api } from "../../api.ts";
import { useCreationKeys } from "../../creation-key.ts";
import { networkOf } from "../../data/networks.ts";
import { refresh, useLive } from "../../live.ts";
import type { Network } from "../../model.ts";
import { DeleteDialog, Field, FormDialog, MachineLinks, NameField, RenameDialog } from "../../parts/index.ts";
import { asApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";

/** Seconds that the server waits for OpenNebula. */
const WAIT = 20;

/** Why the cloud does not let a user make networks, once it has said so; with the user's id. */
export const refusal = signal<{ readonly user: number; readonly why: string } | undefined>(undefined);

interface NewNetworkProps {
  readonly user: number;
  /** Whether new networks are parts of one that the administrator has made. */
  readonly reserves: boolean;
  readonly onClose: () => void;
}

export function NewNetwork({ user, reserves, onClose }: NewNetworkProps) {
  const { networks: texts } = text.value;
  const keyOf = useCreationKeys();
  return (
    <FormDialog
      title={reserves ? texts.reserveTitle : texts.newTitle}
      action={reserves ? texts.reserve : texts.create}
      onClose={onClose}
      run={async (value) => {
        const [name, address, size] = [value("name"), value("address").trim(), value("size")];
        const body = { name, ...(address !== "" && { address }), ...(size !== "" && { size: Number(size) }) };
        try {
          await api("post", "/networks", { body, key: keyOf(body), wait: WAIT });
        } catch (thrown) {
          const error = asApiError(thrown);
          if (error.code === "FORBIDDEN") refusal.value = { user, why: error.message };
          throw error;
        }
        notify(texts.made(name));
        await refresh("networks", "me");
      }}
    >
      {(fault) => (
        <>
          <NameField fault={fault("/name")} />
          <Field
            label={reserves ? texts.first : texts.address}
            hint={reserves ? texts.firstHint : texts.addressHint}
            fault={fault("/address")}
            required={!reserves}
          >
            {(attributes) => (
              <input {...attributes} name="address" maxLength={64} autocomplete="off" spellcheck={false} />
            )}
          </Field>
          <Field
            label={texts.size}
            hint={reserves ? undefined : texts.sizeHint}
            fault={fault("/size")}
            required={reserves}
          >
            {(attributes) => <input {...attributes} name="size" type="number" min={1} step={1} />}
          </Field>
        </>
      )}
    </FormDialog>
  );
}

interface OneProps {
  readonly network: Network;
  readonly onClose: () => void;
}

export function RenameNetwork({ network, onClose }: OneProps) {
  return (
    <RenameDialog
      thing={network}
      onClose={onClose}
      run={async (body, name) => {
        await api("patch", "/networks/{id}", { params: { id: network.id }, body });
        notify(text.value.common.changed(name));
        await refresh("networks");
      }}
    />
  );
}

export function DeleteNetwork({ network, onClose }: OneProps) {
  const { networks: texts, common } = text.value;
  const { id, name } = network;
  const { value } = useLive(networkOf(id)).data;
  const { used } = (value ?? network).addresses;
  const leases = value?.leases ?? [];
  const users =
    used === 0 ? undefined : (
      <>
        <p>{texts.inUse(used)}</p>
        <MachineLinks ids={[...new Set(leases.map(({ machine }) => machine.id))]} />
        {used > leases.length && <p class="muted">{texts.othersUse(used - leases.length)}</p>}
      </>
    );
  return (
    <DeleteDialog
      name={name}
      what={texts.deleteNote}
      users={users}
      onClose={onClose}
      run={async () => {
        await api("delete", "/networks/{id}", { params: { id }, wait: WAIT });
        notify(common.deleted(name));
        await refresh("networks", "me");
      }}
    />
  );
}
