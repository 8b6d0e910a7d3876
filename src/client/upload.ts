/** Uploads: a multipart form that is read from disk while it is sent, so that memory stays as it is. */
import { OcciError } from "../errors.ts";
import type { Reply } from "./answer.ts";
import { connect, proxyHeaders, targetOf } from "./connection.ts";
import { showAnswer, showRequest } from "./debug.ts";
import { ANSWER_GRACE, afterGrace } from "./interruption.ts";
import { Content, type LocalFile } from "./local-file.ts";
import { proxyFor } from "./proxy.ts";
import { runningCommand } from "./running-command.ts";
import { Sender } from "./sender.ts";
import { OPTION_WORDS, type Session } from "./session.ts";
import { Stall } from "./stall.ts";
import { noAnswer } from "./unreachable.ts";
import type { Wire } from "./wire.ts";

/** Longest time without progress. Milliseconds. */
const STALLED = 120_000;
/** Longest wait for the answer after the last byte: servers of 4.6 answer when the image is stored. Milliseconds. */
const storedWithin = (bytes: number): number => 600_000 + bytes / 10_000;
/**
 * A server that refuses by the headers alone gets the time to say so: what is sent into a connection that it closes
 * destroys its answer on the way. Milliseconds.
 */
const EARLY_ANSWER = 100;

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
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    head,
    tail,
    length: head.length + file.size + tail.length,
  };
}

type Form = ReturnType<typeof formOf>;

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Longest time without progress, and for the answer, if it is to be another than usual. Milliseconds. */
  readonly patience?: number | undefined;
  /** The XML stands in a file: errors are to be in its words, not in those of options. */
  readonly fromFile?: boolean;
  /** Bytes of the file that were handed over so far. */
  onProgress(sent: number): void;
}

/**
 * POST /storage with the file. An interruption after the last byte gives the server a few seconds for its answer. The length is sent beforehand: old servers do not accept chunked bodies.
 * @returns whatever the server answers, also when it does so before it has everything.
 * @throws OcciError SERVER_UNREACHABLE, CERTIFICATE_UNTRUSTED, FILE_FAULT for a file that changes meanwhile,
 *   INTERRUPTED.
 */
export async function upload(
  session: Session,
  occixml: string,
  file: LocalFile,
  { signal, patience, fromFile = false, onProgress }: UploadOptions,
): Promise<Reply> {
  const { settings, trust } = session;
  const authorization = await session.authorization();
  const form = formOf(occixml, file);
  const url = new URL(`${settings.url}/storage`);
  const way = { url, trust, proxy: proxyFor(url) };
  const headers = {
    Host: url.host,
    Authorization: authorization,
    Accept: "application/xml",
    "Content-Type": form.type,
    "Content-Length": String(form.length),
    Connection: "close",
    ...(!fromFile && OPTION_WORDS),
    ...(url.protocol === "http:" && proxyHeaders(way.proxy)),
  };
  if (settings.debug) {
    showRequest("POST", url.href, headers, `occixml: ${occixml}\nfile: ${file.size} bytes of ${file.path}`);
  }
  const lines = [
    `POST ${targetOf(way)} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  const content = await Content.open(file);
  const stall = new Stall(patience ?? STALLED);
  let allSent = false;
  const grace = afterGrace(signal, () => (allSent ? ANSWER_GRACE : 0));
  const ended = AbortSignal.any([grace.signal, stall.signal]);
  let wire: Wire | undefined;
  try {
    wire = await connect(way, ended);
    const answered = runningCommand()?.sending("/storage");
    const sender = new Sender(wire, () => stall.moved());
    await sender.send(Buffer.concat([head, form.head]));
    await sender.answeredWithin(EARLY_ANSWER);
    await sendFile(sender, content, file, form, (sent) => {
      allSent = sent === file.size;
      onProgress(sent);
    });
    stall.allow(patience ?? storedWithin(file.size));
    const reply = await sender.answer;
    answered?.();
    if (settings.debug) showAnswer(reply, authorization);
    return reply;
  } catch (error) {
    if (signal.aborted) throw new OcciError("INTERRUPTED", "Interrupted.", { cause: error });
    if (stall.signal.aborted) throw noAnswer(settings, stall.allowed);
    throw await session.failure(error);
  } finally {
    grace.release();
    stall.end();
    wire?.destroy();
    await content.close();
  }
}

async function sendFile(
  sender: Sender,
  content: Content,
  { size }: LocalFile,
  { tail }: Form,
  onProgress: UploadOptions["onProgress"],
): Promise<void> {
  for (let sent = 0; sent < size; ) {
    const chunk = await content.read(sent);
    await sender.send(chunk);
    if (sender.over) return;
    sent += chunk.length;
    onProgress(sent);
  }
  await content.checkLength();
  await sender.send(tail);
}
