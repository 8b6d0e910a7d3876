/** Images: what there is, and new ones by upload, empty, of a URL, or as copies. */
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { images } from "../../data/images.ts";
import { welcome } from "../../data/welcome.ts";
import { refresh as refreshAll, useLive } from "../../live.ts";
import type { Image } from "../../model.ts";
import { Button, ListHead, ListNotes } from "../../parts/index.ts";
import { asApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";
import { notify, notifyFailure } from "../../toast.ts";
import { useFilteredList } from "../filtered-list.ts";
import { CloneImage, DeleteImage, EmptyDisk, FromUrl, RenameImage } from "./dialogs.tsx";
import { DropZone } from "./drop-zone.tsx";
import { Queue } from "./queue.tsx";
import { type ImageAction, ImageRow } from "./row.tsx";
import { UploadDialog } from "./upload-dialog.tsx";

type Asked =
  | { readonly what: "empty" }
  | { readonly what: "url" }
  | { readonly what: "upload"; readonly files: readonly File[] }
  | { readonly what: "rename" | "clone" | "delete"; readonly id: number };

function searchedTexts({ name, description, type, owner }: Image): readonly string[] {
  return [name, description ?? "", type, owner.name];
}

async function changePersistent({ id, name, persistent }: Image): Promise<void> {
  try {
    await api("patch", "/images/{id}", { params: { id }, body: { persistent: !persistent } });
    notify(text.value.common.changed(name));
  } catch (thrown) {
    notifyFailure(name, asApiError(thrown));
  }
  await refreshAll("images");
}

interface DialogsProps {
  readonly asked: Asked | undefined;
  readonly all: readonly Image[];
  readonly onClose: () => void;
}

function Dialogs({ asked, all, onClose }: DialogsProps) {
  if (asked === undefined) return null;
  if (asked.what === "upload") return <UploadDialog files={asked.files} onClose={onClose} />;
  if (asked.what === "empty") return <EmptyDisk onClose={onClose} />;
  if (asked.what === "url") return <FromUrl onClose={onClose} />;
  // As it is now: what uses it may have changed since the dialog was opened.
  const image = all.find(({ id }) => id === asked.id);
  if (image === undefined) return null;
  if (asked.what === "rename") return <RenameImage image={image} onClose={onClose} />;
  if (asked.what === "clone") return <CloneImage image={image} onClose={onClose} />;
  return <DeleteImage image={image} onClose={onClose} />;
}

export default function Images() {
  const { data, error, refresh } = useLive(images);
  const features = useLive(welcome).data.value?.features;
  const { images: texts } = text.value;
  const [asked, setAsked] = useState<Asked>();
  const all = data.value;
  const { found, head, missed } = useFilteredList(all, searchedTexts);
  const act = (image: Image, action: ImageAction): void => {
    if (action === "persistent") void changePersistent(image);
    else setAsked({ what: action, id: image.id });
  };
  return (
    <>
      <ListHead title={texts.title} searchLabel={texts.search} {...head}>
        <Button icon="new" onClick={() => setAsked({ what: "empty" })}>
          {texts.empty}
        </Button>
        {features?.imageUrls === true && (
          <Button icon="new" onClick={() => setAsked({ what: "url" })}>
            {texts.fromUrl}
          </Button>
        )}
      </ListHead>
      <DropZone onFiles={(files) => setAsked({ what: "upload", files })} />
      <Queue />
      <ListNotes
        all={all}
        error={error.value}
        retry={() => void refresh()}
        icon="images"
        texts={texts}
        missed={missed}
      />
      {found.length > 0 && (
        <ul class="list things images">
          {found.map((image) => (
            <ImageRow key={image.id} image={image} onAction={(action) => act(image, action)} />
          ))}
        </ul>
      )}
      <Dialogs asked={asked} all={all ?? []} onClose={() => setAsked(undefined)} />
    </>
  );
}
