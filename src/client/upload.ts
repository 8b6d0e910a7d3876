/** Uploads: a multipart form that is read from disk while it is sent, so that memory stays as it is. */
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import type { Reply } from "./answer.ts";
import { showAnswer, showRequest } from "./debug.ts";
import type { Session } from "./session.ts";

export interface LocalFile {
  readonly path: string;
  /** As the server is told. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Bytes that are read at a time. */
const CHUNK = 1024 * 1024;
/** Longest time without progress, and for the answer after the last byte. Milliseconds. */
const STALLED = 120_000;

/** Looks at a file before anything is sent. @throws OcciError FILE_FAULT. */
export async function localFile(path: string): Promise<LocalFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (cause) {
    throw new OcciError("FILE_FAULT", `${path} cannot be read: ${messageOf(cause)}.`, { cause });
  }
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new OcciError("FILE_FAULT", `${path} is a directory, not a file.`);
    if (!stat.isFile())
      throw new OcciError("FILE_FAULT", `${path} is no file whose size is known; copy it into one first.`);
    if (stat.size === 0) throw new OcciError("FILE_FAULT", `${path} is empty.`);
    return { path, name: basename(path), size: stat.size };
  } finally {
    await handle.close();
  }
}

/** A name in a header of a part, as browsers write it. */
function quoted(name: string): string {
  return name.replace(/["\r\n]/g, (c) => (c === '"' ? "%22" : c === "\r" ? "%0D" : "%0A"));
}

function formOf(occixml: string, file: LocalFile) {
  const boundary = `occi-${crypto.randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n${occixml}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.name)}"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return { boundary, head, tail, length: head.length + file.size + tail.length };
}

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Bytes of the file that were handed over so far. */
  onProgress(sent: number): void;
}

/**
 * POST /storage with the file. The length is told beforehand: servers of old take no chunked bodies.
 * @returns whatever the server answers, also when it does so before it has everything.
 * @throws OcciError SERVER_UNREACHABLE, CERTIFICATE_UNTRUSTED, FILE_FAULT for a file that changes meanwhile, INTERRUPTED.
 */
export async function upload(
  session: Session,
  occixml: string,
  file: LocalFile,
  { signal, onProgress }: UploadOptions,
): Promise<Reply> {
  const { settings, trust } = session;
  const form = formOf(occixml, file);
  const headers: Record<string, string> = {
    Authorization: await session.authorization(),
    Accept: "application/xml",
    "Content-Type": `multipart/form-data; boundary=${form.boundary}`,
    "Content-Length": String(form.length),
  };
  const url = `${settings.url}/storage`;
  if (settings.debug)
    showRequest("POST", url, headers, `occixml: ${occixml}\nfile: ${file.size} bytes of ${file.path}`);
  const controller = new AbortController();
  const stalled = new Stall(() => controller.abort("stalled"));
  const interrupt = (): void => controller.abort("interrupted");
  signal.addEventListener("abort", interrupt, { once: true });
  const source = await open(file.path, "r");
  let fault: OcciError | undefined;
  async function* body(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    yield new Uint8Array(form.head);
    let sent = 0;
    while (sent < file.size) {
      const chunk = new Uint8Array(Math.min(CHUNK, file.size - sent));
      const { bytesRead } = await source.read(chunk, 0, chunk.length, sent);
      if (bytesRead === 0) {
        fault = new OcciError("FILE_FAULT", `${file.path} has become shorter while it was sent.`);
        throw fault;
      }
      yield bytesRead === chunk.length ? chunk : chunk.subarray(0, bytesRead);
      sent += bytesRead;
      stalled.moved();
      onProgress(sent);
    }
    yield new Uint8Array(form.tail);
  }
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: body(),
      redirect: "manual",
      signal: controller.signal,
      ...(trust !== undefined && { tls: trust }),
    });
    const reply = { status: response.status, headers: response.headers, body: await response.text() };
    if (settings.debug) showAnswer(reply);
    return reply;
  } catch (error) {
    if (signal.aborted) throw new OcciError("INTERRUPTED", "Interrupted.", { cause: error });
    if (fault !== undefined) throw fault;
    throw await session.failure(error, controller.signal.aborted);
  } finally {
    stalled.end();
    signal.removeEventListener("abort", interrupt);
    await source.close();
  }
}

/** Notices that nothing moves any more. */
class Stall {
  readonly #stalled: () => void;
  #timer: Timer;

  constructor(stalled: () => void) {
    this.#stalled = stalled;
    this.#timer = setTimeout(stalled, STALLED);
  }

  moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#stalled, STALLED);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
