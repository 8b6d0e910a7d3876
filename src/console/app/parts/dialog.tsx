/** Dialogs of the browser, which keep the focus and close with Escape. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../problem.ts";
import { text } from "../text/index.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./notes.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Shown as long as it is rendered. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect: until the next frame, the button that opened the dialog would still take keys.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const { current } = element;
    current?.showModal();
    return () => {
      // The browser gives the focus back only after the dialog is closed.
      current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      // The button that opened the dialog was deleted with its object.
      else document.getElementById("main")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <Button look="quiet" icon="close" label={text.value.common.close} onClick={onClose} />
      </header>
      {children}
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** The label of the button: the name of the action, not "OK". */
  readonly action: string;
  readonly danger?: boolean;
  /** Carries the action out; an error is shown, and the dialog stays open. */
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done. */
export function Confirm({ title, children, action, danger, run, onClose }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await run();
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        {children}
        {error !== undefined && <ErrorNote error={error} />}
      </div>
      <footer>
        <Button onClick={onClose}>{text.value.common.cancel}</Button>
        <Button look={danger === true ? "danger" : "primary"} busy={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </footer>
    </Dialog>
  );
}
