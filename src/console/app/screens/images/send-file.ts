/** Sends a file with its document as one form. XMLHttpRequest reports the progress, which fetch does not. */
import { CONSOLE_HEADER } from "../../../../console-page.ts";
import { online } from "../../api.ts";
import type { NewImage } from "../../model.ts";
import { ApiError, type Problem } from "../../problem.ts";
import { API } from "../../site.ts";

interface Watcher {
  /** @param bytes of the file that have gone. */
  progressed(bytes: number): void;
  /** All has gone. */
  arrived(): void;
}

export interface Sending {
  /** False when it was cancelled. @throws ApiError where the server refuses, or the connection is cut. */
  readonly finished: Promise<boolean>;
  cancel(): void;
}

function problemOf(request: XMLHttpRequest): ApiError {
  const isProblem = (request.getResponseHeader("content-type") ?? "").startsWith("application/problem+json");
  const problem = isProblem ? (JSON.parse(request.responseText) as Problem) : { code: `HTTP_${request.status}` };
  return new ApiError(request.status, problem);
}

export function sendFile(file: File, document: NewImage, key: string, watcher: Watcher): Sending {
  const form = new FormData();
  form.append("document", JSON.stringify(document));
  form.append("file", file);
  const request = new XMLHttpRequest();
  const { promise: finished, resolve, reject } = Promise.withResolvers<boolean>();
  // All parts of the form but its last line come before the file.
  request.upload.onprogress = ({ loaded, total }) => {
    watcher.progressed(Math.max(0, Math.min(file.size, file.size - (total - loaded))));
  };
  request.upload.onload = () => watcher.arrived();
  request.onload = () => {
    online.value = true;
    if (request.status >= 200 && request.status < 300) resolve(true);
    else reject(problemOf(request));
  };
  request.onerror = () => reject(new ApiError(0, {}));
  request.onabort = () => resolve(false);
  request.open("POST", `${API}/images`);
  request.setRequestHeader(CONSOLE_HEADER, "1");
  request.setRequestHeader("Idempotency-Key", `"${key}"`);
  request.send(form);
  return { finished, cancel: () => request.abort() };
}
