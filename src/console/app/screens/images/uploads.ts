/**
 * Uploads of images, one after the other. They go on when another page of the console is shown. An upload that was cut can be
 * sent again: by its key the server knows an image that it has made of it already.
 */
import { effect, signal } from "@preact/signals";
import { onSignedOut } from "../../api.ts";
import { mebibytes } from "../../format.ts";
import { refresh } from "../../live.ts";
import type { NewImage } from "../../model.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { session } from "../../session.ts";
import { text } from "../../text/index.ts";
import { announce } from "../../toast.ts";
import { type Sending, sendFile } from "./send-file.ts";
import { Speed } from "./speed.ts";

export type UploadState =
  | { readonly is: "waiting" }
  | {
      readonly is: "sending";
      /** Bytes. */
      readonly sent: number;
      /** Bytes in a second; undefined as long as it is not known. */
      readonly rate: number | undefined;
    }
  /** All of it is at the server, which has not answered yet. */
  | { readonly is: "storing" }
  | { readonly is: "done" }
  | { readonly is: "cancelled" }
  | { readonly is: "failed"; readonly error: ApiError };

export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly document: NewImage;
  readonly key: string;
  readonly state: UploadState;
}

export const uploads = signal<readonly Upload[]>([]);

let last = 0;
let running: { readonly id: number; readonly sending: Sending } | undefined;

/** Milliseconds between two pictures of the progress. */
const SHOWN_MS = 250;
/** Screen readers hear of each quarter. */
const QUARTER = 0.25;

function change(id: number, state: UploadState): void {
  uploads.value = uploads.value.map((upload) => (upload.id === id ? { ...upload, state } : upload));
}

export function isUnderWay({ state }: Upload): boolean {
  return state.is === "waiting" || state.is === "sending" || state.is === "storing";
}

/** Puts a file at the end of the queue. */
export function enqueue(file: File, document: NewImage): void {
  const upload = { id: ++last, file, document, key: crypto.randomUUID(), state: { is: "waiting" } } as const;
  uploads.value = [...uploads.value, upload];
  next();
}

/** Sends one again that has failed or was cancelled. */
export function again(id: number): void {
  change(id, { is: "waiting" });
  next();
}

/** Ends one that is under way. */
export function cancel(id: number): void {
  if (running?.id === id) running.sending.cancel();
  else change(id, { is: "cancelled" });
}

/** Removes one from the list that is not under way. */
export function dismiss(id: number): void {
  uploads.value = uploads.value.filter((upload) => upload.id !== id || isUnderWay(upload));
}

function next(): void {
  const upload = uploads.value.find(({ state }) => state.is === "waiting");
  if (running !== undefined || upload === undefined) return;
  void transmit(upload).finally(() => {
    running = undefined;
    next();
  });
}

async function transmit({ id, file, document, key }: Upload): Promise<void> {
  const { name } = document;
  const speed = new Speed();
  let told = QUARTER;
  let sent = 0;
  const show = (): void => change(id, { is: "sending", sent, rate: speed.rate(performance.now()) });
  const sending = sendFile(file, document, key, {
    progressed(bytes) {
      sent = bytes;
      speed.add(performance.now(), bytes);
      if (file.size > 0 && bytes / file.size >= told) {
        const { images } = text.value;
        announce(images.sent(name, mebibytes(bytes / 2 ** 20), mebibytes(file.size / 2 ** 20)));
        while (bytes / file.size >= told) told += QUARTER;
      }
    },
    arrived() {
      clearInterval(timer);
      change(id, { is: "storing" });
    },
  });
  running = { id, sending };
  show();
  // Also when nothing moves: then the rate falls.
  const timer = setInterval(show, SHOWN_MS);
  try {
    const isSent = await sending.finished;
    change(id, { is: isSent ? "done" : "cancelled" });
    if (isSent) announce(text.value.images.uploaded(name));
    await refresh("images", "me");
  } catch (thrown) {
    const error = asApiError(thrown);
    if (error.status === 401) onSignedOut.run();
    change(id, { is: "failed", error });
    announce(text.value.images.uploadFailed(name));
  } finally {
    clearInterval(timer);
  }
}

/** The browser asks before its window is closed. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

effect(() => {
  if (uploads.value.some(isUnderWay)) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
});

effect(() => {
  if (session.value.is !== "out") return;
  const ended = uploads.peek();
  if (ended.length === 0) return;
  uploads.value = [];
  if (running !== undefined) running.sending.cancel();
});
