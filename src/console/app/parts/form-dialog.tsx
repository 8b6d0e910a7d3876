/** A dialog with fields. Their faults are shown beside them. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../problem.ts";
import { text } from "../text/index.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNote } from "./notes.tsx";

interface FormDialogProps {
  readonly title: string;
  /** The label of the button: the name of the action. */
  readonly action: string;
  /** Carries the action out; an error is shown, and the dialog stays open. @param value of the field with a name. */
  readonly run: (value: (name: string) => string) => Promise<void>;
  readonly onClose: () => void;
  /** The fields. @param fault the server's message for a member of the request: `/name`. */
  readonly children: (fault: (pointer: string) => string | undefined) => ComponentChildren;
}

export function FormDialog({ title, action, run, onClose, children }: FormDialogProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const form = useRef<HTMLFormElement>(null);
  const value = (name: string): string => {
    const found = form.current?.elements.namedItem(name);
    return found instanceof Element && "value" in found ? String(found.value) : "";
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await run(value);
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };
  const fault = (pointer: string): string | undefined =>
    error?.faults.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        ref={form}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        {children(fault)}
        {error !== undefined && <ErrorNote error={error} />}
        <div class="dialog-buttons">
          <Button onClick={onClose}>{text.value.common.cancel}</Button>
          <Button look="primary" submit busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
