/**
 * Lines to a descriptor or file. The lines of one turn of the event loop are written with one call at its end:
 * at thousands of requests per second that is a fraction of the cost of a call each, and nothing waits for a timer.
 * A destination that fails (full disk, closed pipe) costs lines, which are counted, and never the service.
 */
import { closeSync, constants, openSync, writeSync } from "node:fs";

export type Destination = { readonly fd: number } | { readonly file: string };

/** Held at most for a destination that takes nothing for the moment (a full pipe). Bytes. */
const LONGEST_BACKLOG = 1024 * 1024;
const RETRY_AFTER_MS = 50;

export class LineWriter {
  readonly #destination: Destination;
  #fd: number;
  #pending: string[] = [];
  /** Bytes of a line of which the destination took only a part. */
  #rest: Uint8Array = new Uint8Array(0);
  #scheduled = false;
  #lost = 0;
  #failing = false;

  /** @throws Error (with `code`) when the file cannot be opened. */
  constructor(destination: Destination) {
    this.#destination = destination;
    this.#fd = openDestination(destination);
  }

  /** Lines that could not be written so far. */
  get lost(): number {
    return this.#lost;
  }

  /** Whether the last attempt to write failed. */
  get failing(): boolean {
    return this.#failing;
  }

  write(line: string): void {
    this.#pending.push(line);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** Writes the lines that `make` writes, and what is pending, with one call: without another turn of the event loop. */
  together(make: () => void): void {
    const scheduled = this.#scheduled;
    this.#scheduled = true;
    make();
    this.#scheduled = scheduled;
    this.flush();
  }

  /** Writes the pending lines now. Never throws. */
  flush(): void {
    const lines = this.#pending;
    if (lines.length === 0 && this.#rest.length === 0) return;
    this.#pending = [];
    const fresh = Buffer.from(lines.join(""));
    const bytes = this.#rest.length === 0 ? fresh : Buffer.concat([this.#rest, fresh]);
    this.#rest = new Uint8Array(0);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
      this.#failing = false;
    } catch (error) {
      const left = bytes.subarray(written);
      if ((error as NodeJS.ErrnoException).code === "EAGAIN" && left.length <= LONGEST_BACKLOG) {
        this.#rest = left;
        setTimeout(() => this.flush(), RETRY_AFTER_MS).unref();
      } else {
        this.#failing = true;
        this.#lost += left.toString("latin1").split("\n").length - 1;
      }
    }
  }

  /** After a rotation: goes on in a new file of the same name; keeps the old one when that cannot be opened. */
  reopen(): void {
    if ("fd" in this.#destination) return;
    this.flush();
    const fd = openDestination(this.#destination);
    closeSync(this.#fd);
    this.#fd = fd;
  }

  close(): void {
    this.flush();
    if ("file" in this.#destination) closeSync(this.#fd);
  }
}

function openDestination(destination: Destination): number {
  if ("fd" in destination) return destination.fd;
  // Appending: the lines of a process that ends and of its successor do not overwrite each other. Without waiting: it
  // may be a pipe that nobody reads.
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  return openSync(destination.file, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o640);
}
