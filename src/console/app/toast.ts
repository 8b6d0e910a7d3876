/** Short messages at the edge of the page, and what screen readers say of changes. */
import { signal } from "@preact/signals";
import type { ApiError } from "./problem.ts";

export interface Toast {
  readonly id: number;
  readonly kind: "done" | "failed";
  readonly text: string;
  readonly hint?: string;
}

export const toasts = signal<readonly Toast[]>([]);
/** Said by screen readers, and not shown: what changes by itself. */
export const announcement = signal("");

/** Milliseconds that a message of success stays; a failure stays until it is closed. */
const SHOWN_MS = 6_000;
let last = 0;

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Says that something is done. */
export function notify(text: string): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-3), { id, kind: "done", text }];
  setTimeout(() => closeToast(id), SHOWN_MS);
}

/** Says that something has failed, in the server's words. @param what "web-1 was not stopped". */
export function notifyFailure(what: string, error: ApiError): void {
  const text = error.message === "" ? what : `${what}: ${error.message}`;
  const toast = { id: ++last, kind: "failed" as const, text, ...(error.hint !== undefined && { hint: error.hint }) };
  toasts.value = [...toasts.value.slice(-3), toast];
}

/** Lets screen readers say it. */
export function announce(text: string): void {
  announcement.value = text;
}
