/** Changes the name and the description of an object. */
import { text } from "../text/index.ts";
import { Field } from "./field.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { NameField } from "./name-field.tsx";

interface RenameDialogProps {
  readonly thing: { readonly name: string; readonly description: string | null };
  readonly title?: string;
  /** @param body a merge patch with the changes. @param name the name after them. */
  readonly run: (body: { name?: string; description?: string | null }, name: string) => Promise<void>;
  readonly onClose: () => void;
}

export function RenameDialog({ thing, title, run, onClose }: RenameDialogProps) {
  const { common } = text.value;
  const { name, description } = thing;
  return (
    <FormDialog
      title={title ?? common.renameTitle(name)}
      action={common.save}
      onClose={onClose}
      run={(value) => {
        const [newName, about] = [value("name"), value("description")];
        const body = {
          ...(newName !== name && { name: newName }),
          ...(about !== (description ?? "") && { description: about === "" ? null : about }),
        };
        return run(body, newName);
      }}
    >
      {(fault) => (
        <>
          <NameField fault={fault("/name")} value={name} />
          <Field label={common.description} fault={fault("/description")}>
            {(attributes) => (
              <textarea {...attributes} name="description" rows={3} maxLength={4096} defaultValue={description ?? ""} />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
