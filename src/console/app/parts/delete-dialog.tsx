/** Asks before something is deleted. An object that is in use cannot be deleted: the dialog lists its users instead. */
import type { ComponentChildren } from "preact";
import { text } from "../text/index.ts";
import { Button } from "./button.tsx";
import { Confirm, Dialog } from "./dialog.tsx";

interface DeleteDialogProps {
  readonly name: string;
  /** The loss, in a sentence. */
  readonly what: string;
  /** Why it cannot be deleted now, with what uses it; undefined when it can. */
  readonly users?: ComponentChildren;
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
}

export function DeleteDialog({ name, what, users, run, onClose }: DeleteDialogProps) {
  const { common } = text.value;
  if (users === undefined) {
    return (
      <Confirm title={common.deleteTitle(name)} action={common.delete} danger run={run} onClose={onClose}>
        <p>{what}</p>
      </Confirm>
    );
  }
  return (
    <Dialog title={common.inUseTitle(name)} onClose={onClose}>
      <div class="stack">{users}</div>
      <footer>
        <Button look="primary" onClick={onClose}>
          {common.close}
        </Button>
      </footer>
    </Dialog>
  );
}
