/** Where files are dropped, or chosen. */
import { useRef, useState } from "preact/hooks";
import { Button, Icon } from "../../parts/index.ts";
import { text } from "../../text/index.ts";

export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { images } = text.value;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null | undefined): void => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(files);
  };
  return (
    <section
      class={`drop${over ? " over" : ""}`}
      aria-label={images.upload}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Icon name="images" />
      <span class="drop-text">{images.drop}</span>
      <Button onClick={() => input.current?.click()}>{images.choose}</Button>
      <input
        ref={input}
        type="file"
        name="files"
        multiple
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </section>
  );
}
