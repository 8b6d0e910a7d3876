/** The dialogs of images: an empty one, one from a URL, a copy, a new name, deletion. */
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { useCreationKeys } from "../../creation-key.ts";
import { refresh } from "../../live.ts";
import type { Image, NewImage } from "../../model.ts";
import { DeleteDialog, Field, FormDialog, MachineLinks, NameField, RenameDialog } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { PersistentField, TypeField } from "./fields.tsx";

const MIB_PER_GIB = 1024;

interface DialogProps {
  readonly onClose: () => void;
}

interface OneProps extends DialogProps {
  readonly image: Image;
}

async function make(body: NewImage, keyOf: (body: NewImage) => string): Promise<void> {
  await api("post", "/images", { body, key: keyOf(body) });
  notify(text.value.images.made(body.name));
  await refresh("images", "me");
}

export function EmptyDisk({ onClose }: DialogProps) {
  const { images } = text.value;
  const keyOf = useCreationKeys();
  const [persistent, setPersistent] = useState(true);
  return (
    <FormDialog
      title={images.emptyTitle}
      action={images.create}
      onClose={onClose}
      run={(value) => {
        const sizeMiB = Math.round(Number(value("size")) * MIB_PER_GIB);
        return make({ name: value("name"), type: "datablock", sizeMiB, persistent }, keyOf);
      }}
    >
      {(fault) => (
        <>
          <NameField fault={fault("/name")} />
          <Field label={images.sizeGb} fault={fault("/sizeMiB")} required>
            {(attributes) => <input {...attributes} name="size" type="number" min={0.1} step="any" defaultValue="10" />}
          </Field>
          <PersistentField checked={persistent} onChange={setPersistent} />
        </>
      )}
    </FormDialog>
  );
}

export function FromUrl({ onClose }: DialogProps) {
  const { images } = text.value;
  const keyOf = useCreationKeys();
  const [type, setType] = useState<NonNullable<NewImage["type"]>>("os");
  return (
    <FormDialog
      title={images.urlTitle}
      action={images.create}
      onClose={onClose}
      run={(value) => make({ name: value("name"), url: value("url").trim(), type }, keyOf)}
    >
      {(fault) => (
        <>
          <NameField fault={fault("/name")} />
          <Field label={images.url} hint={images.urlHint} fault={fault("/url")} required>
            {(attributes) => (
              <input {...attributes} name="url" type="url" maxLength={4096} placeholder="https://" autocomplete="off" />
            )}
          </Field>
          <TypeField name="type" value={type} onChange={setType} />
        </>
      )}
    </FormDialog>
  );
}

export function CloneImage({ image: { id, name }, onClose }: OneProps) {
  const { images } = text.value;
  const keyOf = useCreationKeys();
  return (
    <FormDialog
      title={images.cloneTitle(name)}
      action={images.clone}
      onClose={onClose}
      run={async (value) => {
        const body = { name: value("name") };
        await api("post", "/images/{id}/clone", { params: { id }, body, key: keyOf(body) });
        notify(images.made(body.name));
        await refresh("images", "me");
      }}
    >
      {(fault) => <NameField fault={fault("/name")} value={images.copyOf(name).slice(0, 128)} />}
    </FormDialog>
  );
}

export function RenameImage({ image, onClose }: OneProps) {
  return (
    <RenameDialog
      thing={image}
      onClose={onClose}
      run={async (body, name) => {
        await api("patch", "/images/{id}", { params: { id: image.id }, body });
        notify(text.value.common.changed(name));
        await refresh("images");
      }}
    />
  );
}

export function DeleteImage({ image: { id, name, machines }, onClose }: OneProps) {
  const { images, common } = text.value;
  const users =
    machines.length === 0 ? undefined : (
      <>
        <p>{images.inUse}</p>
        <MachineLinks ids={machines} />
      </>
    );
  return (
    <DeleteDialog
      name={name}
      what={images.deleteNote}
      users={users}
      onClose={onClose}
      run={async () => {
        await api("delete", "/images/{id}", { params: { id } });
        notify(common.deleted(name));
        await refresh("images", "me");
      }}
    />
  );
}
