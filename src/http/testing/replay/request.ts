/** The request of a recorded case, as the client sent it. For tests. */
import type { RecordedCase } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";

/** Where bytes are left out of a recorded body, this stands: so many zero bytes, or so many times a letter. */
const ELIDED = /\[\[(\d+) (?:zero bytes|(\w))\]\]/;

function bodyOf(recorded: RecordedCase): Buffer {
  const elided = ELIDED.exec(recorded.body);
  if (recorded.elidedFrom === undefined || elided === null) return Buffer.from(recorded.body);
  const [mark, count, letter] = elided;
  const body = Buffer.concat([
    Buffer.from(recorded.body.slice(0, elided.index)),
    Buffer.alloc(Number(count), letter ?? 0),
    Buffer.from(recorded.body.slice(elided.index + mark.length)),
  ]);
  if (body.length !== recorded.elidedFrom) throw new Error(`${recorded.name}: ${body.length} bytes are not the body`);
  return body;
}

/** @param base of the URL; the server does not look at it. */
export function requestOf(recorded: RecordedCase, base: string): Request {
  const { method, headers } = recorded;
  const bodiless = method === "GET" || method === "HEAD";
  const body = bodyOf(recorded);
  const length = bodiless ? {} : { "Content-Length": String(body.length) };
  return new Request(`${base}${recorded.path}`, {
    method,
    headers: { ...headers, ...length },
    ...(bodiless ? {} : { body: new Uint8Array(body) }),
  });
}
