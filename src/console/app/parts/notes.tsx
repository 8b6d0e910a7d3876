/** Notes in place of content: it is loading, there is nothing, or something failed. */
import type { ComponentChildren } from "preact";
import type { ApiError } from "../problem.ts";
import { text } from "../text/index.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" /> {text.value.common.loading}
    </p>
  );
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={40} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The message of an error, in the server's words if it has sent some. */
export function errorText(error: ApiError): string {
  const { errors } = text.value;
  if (error.code === "OFFLINE") return errors.offline;
  return error.message === "" ? errors.other(error.code) : error.message;
}

interface ErrorNoteProps {
  readonly error: ApiError;
  /** Tries again; left out when that cannot help. */
  readonly retry?: (() => void) | undefined;
}

export function ErrorNote({ error, retry }: ErrorNoteProps) {
  const { common } = text.value;
  return (
    <div class="note failed" role="alert">
      <Icon name="warning" />
      <div>
        <p>{errorText(error)}</p>
        {error.faults.length > 1 && (
          <ul>
            {error.faults.map(({ pointer, detail }) => (
              <li key={pointer}>{detail}</li>
            ))}
          </ul>
        )}
        {error.hint !== undefined && <p class="muted">{error.hint}</p>}
        {error.requestId !== undefined && error.status >= 500 && (
          <p class="muted small">{common.requestId(error.requestId)}</p>
        )}
        {retry !== undefined && <Button onClick={retry}>{common.tryAgain}</Button>}
      </div>
    </div>
  );
}
