/** How the texts of clients are read: as the server does it, without what follows. */
import {
  checkAction,
  checkEntity,
  checkTags,
  parseBody,
  parseFilter,
  type Sent,
} from "../../../src/dialects/ogf/index.ts";
import { REGISTRY } from "../../../src/dialects/ogf/testing/example.ts";
import { parseStorage } from "../../../src/dialects/opennebula-xml/index.ts";
import { OcciError } from "../../../src/errors.ts";
import { type App, createApp } from "../../../src/http/app.ts";
import { readMultipart } from "../../../src/http/multipart.ts";
import { authorization, makeParts, type Parts } from "../../../src/http/testing/cloud.ts";
import { SmallOned } from "../../../src/http/testing/small-oned.ts";
import { TextSink } from "../../../src/http/text-sink.ts";

export const BODY = 1 << 20;
/** Bun answers 431 when the request line and all headers are more. */
export const HEADER = 64 * 1024;

/** @throws what is no refusal. */
export function refusable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}

/** The steps that follow the parsing of a body of OCCI 1.2 before oned is asked for anything. */
function checked(sent: Sent | undefined): unknown {
  if (sent === undefined) return sent;
  const entities = sent.representations.map((one) => [
    refusable(() => checkEntity(REGISTRY, one)),
    refusable(() => checkEntity(REGISTRY, one, { partial: true })),
  ]);
  const tags = refusable(() => checkTags(sent, true));
  const action = refusable(() => checkAction(REGISTRY, sent, "stop", []));
  return [sent, entities, tags, action];
}

export const body = (contentType: string) => (text: string) =>
  checked(refusable(() => parseBody({ contentType, headers: new Headers(), body: text })));

/** A header's value can have no control characters: such texts say nothing. */
export const header = (name: string, read: (headers: Headers) => unknown) => (text: string) => {
  if (/[^\x20-\x7e]/.test(text)) return undefined;
  const headers = new Headers({ [name]: text });
  return read(headers);
};

export const occiHeader = (name: string) =>
  header(name, (headers) => [
    checked(refusable(() => parseBody({ contentType: "text/occi", headers, body: "" }))),
    refusable(() => parseFilter(headers)),
  ]);

let parts: Parts | undefined;
let app: App | undefined;
/** The whole application, in front of an oned that answers at once. */
export async function ask(target: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  parts ??= await makeParts(new SmallOned());
  app ??= createApp(parts.deps);
  const all = { authorization: authorization("alice"), ...headers };
  const answer = await app(new Request(`http://localhost${target}`, { headers: all }), {
    address: "127.0.0.1",
    untimed() {},
  });
  return answer.text();
}

/** Takes away what the application was given. */
export function closeTargets(): void {
  parts?.remove();
  parts = undefined;
  app = undefined;
}

export async function multipart(text: string): Promise<unknown> {
  let found: unknown;
  const sink = () =>
    new TextSink(
      { name: "occixml", limit: BODY, notText: "INVALID_XML" },
      async () => {},
      (value) => (found = parseStorage(value)),
    );
  async function* once(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  try {
    await readMultipart(once(), "x", sink);
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
  }
  return found;
}
