/** The names and types of the images that are made of the chosen files. */
import { useState } from "preact/hooks";
import { welcome } from "../../data/welcome.ts";
import { bytes } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { NewImage } from "../../model.ts";
import { Field, FormDialog } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { TypeField } from "./fields.tsx";
import { enqueue } from "./uploads.ts";

/** The name of a file without what its format is called. */
export function nameOf(file: string): string {
  return file.replace(/(?:\.(?:qcow2|raw|img|iso|vmdk|vdi|vhdx?|gz|xz|bz2|zst))+$/i, "").slice(0, 128) || file;
}

const typeOf = (file: string): NonNullable<NewImage["type"]> => (/\.iso$/i.test(file) ? "cdrom" : "os");

interface UploadDialogProps {
  readonly files: readonly File[];
  readonly onClose: () => void;
}

export function UploadDialog({ files, onClose }: UploadDialogProps) {
  const { images, common } = text.value;
  const most = useLive(welcome).data.value?.limits?.uploadBytes;
  const [documents, setDocuments] = useState<readonly NewImage[]>(() =>
    files.map(({ name }) => ({ name: nameOf(name), type: typeOf(name), persistent: false })),
  );
  const change = (index: number, part: Partial<NewImage>): void =>
    setDocuments(documents.map((document, at) => (at === index ? { ...document, ...part } : document)));
  const fault = ({ size }: File): string | undefined => {
    if (size === 0) return images.emptyFile;
    return most !== undefined && size > most ? images.tooLarge(bytes(most)) : undefined;
  };
  const good = files.flatMap((file, index) => (fault(file) === undefined ? [{ file, index }] : []));
  return (
    <FormDialog
      title={images.uploadTitle(files.length)}
      action={images.upload}
      onClose={onClose}
      run={async () => {
        for (const { file, index } of good) enqueue(file, documents[index] ?? { name: nameOf(file.name) });
      }}
    >
      {() =>
        files.map((file, index) => (
          <fieldset class="stack upload-file" key={`${file.name} ${file.lastModified} ${index}`}>
            <legend>
              {file.name} <span class="muted small">{bytes(file.size)}</span>
            </legend>
            {fault(file) === undefined ? (
              <>
                <Field label={common.name} required>
                  {(attributes) => (
                    <input
                      {...attributes}
                      name={`name-${index}`}
                      maxLength={128}
                      autocomplete="off"
                      value={documents[index]?.name ?? ""}
                      onInput={(event) => change(index, { name: event.currentTarget.value })}
                    />
                  )}
                </Field>
                <TypeField
                  name={`type-${index}`}
                  value={documents[index]?.type ?? "os"}
                  onChange={(type) => change(index, { type })}
                />
              </>
            ) : (
              <p class="fault small">{fault(file)}</p>
            )}
          </fieldset>
        ))
      }
    </FormDialog>
  );
}
