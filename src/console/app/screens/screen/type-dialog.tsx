/** Types a text into the machine, key by key: most often a password, so it is not shown. */
import { useRef, useState } from "preact/hooks";
import { Button, Dialog, Field } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import type { Connection } from "./connection.ts";

interface TypeDialogProps {
  readonly name: string;
  readonly connection: Connection;
  readonly onClose: () => void;
}

export function TypeDialog({ name, connection, onClose }: TypeDialogProps) {
  const { screen, common } = text.value;
  const [shows, setShows] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const type = async (): Promise<void> => {
    const data = new FormData(form.current ?? undefined);
    setBusy(true);
    const done = await connection.type(`${data.get("text") ?? ""}${data.get("return") === null ? "" : "\n"}`);
    if (done) notify(screen.typed);
    onClose();
  };
  return (
    <Dialog title={screen.typeTitle(name)} onClose={onClose}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void type();
        }}
      >
        <div class="stack">
          <Field label={screen.typeText} hint={screen.typeNote}>
            {(attributes) =>
              shows ? (
                <textarea {...attributes} name="text" rows={4} autocomplete="off" spellcheck={false} />
              ) : (
                <input {...attributes} name="text" type="password" autocomplete="off" />
              )
            }
          </Field>
          <label class="check">
            <input type="checkbox" checked={shows} onChange={(event) => setShows(event.currentTarget.checked)} />
            {screen.typeShow}
          </label>
          <label class="check">
            <input type="checkbox" name="return" />
            {screen.typeReturn}
          </label>
        </div>
        <footer>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" submit busy={busy}>
            {screen.typeAction}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
