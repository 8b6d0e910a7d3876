/** The console's files and its page. */
import type { Config } from "../../config/config.ts";
import { OcciError } from "../../errors.ts";
import { isRead } from "../../http-methods.ts";
import { isKnown, tagOf } from "../entity-tag.ts";
import type { Exchange } from "../exchange.ts";
import { allowOf, methodNotAllowed } from "../methods.ts";
import type { Result } from "../result.ts";
import { takes } from "./at-root.ts";
import type { ConsoleFile } from "./pack.ts";
import { renderHindrance, renderPage } from "./page.ts";
import { CONSOLE_PATH } from "./places.ts";
import type { ConsoleParts } from "./site.ts";
import { isSafe, tlsRequired } from "./transport.ts";

type Header = readonly [string, string];

const HTML = "text/html;charset=utf-8";
/** A year: another content has another name. */
const FOREVER: Header = ["Cache-Control", "public, max-age=31536000, immutable"];
const ASK_EACH_TIME: Header = ["Cache-Control", "no-cache"];

/** Answers everything below /ui but the session. */
export type Serve = (request: Request, exchange: Exchange) => Result;

/** A file by its name, in the smallest form that the browser takes. */
function fileResult({ type, brotli, gzip }: ConsoleFile, headers: Headers): Result {
  const accepted = headers.get("accept-encoding");
  const encoded = (body: Uint8Array, encoding?: string): Result => ({
    status: 200,
    contentType: type,
    body: [body],
    headers: [
      FOREVER,
      ["Vary", "Accept-Encoding"],
      ...(encoding === undefined ? [] : [["Content-Encoding", encoding] as const]),
    ],
  });
  if (takes(accepted, "br")) return encoded(brotli, "br");
  if (takes(accepted, "gzip")) return encoded(gzip, "gzip");
  return encoded(Bun.gunzipSync(new Uint8Array(gzip)));
}

/** Files that are requested again and again, and have mostly not changed. */
function checkedResult(type: string, bytes: Uint8Array, headers: Headers): Result {
  const tag = tagOf(bytes);
  const all = [ASK_EACH_TIME, ["ETag", tag] as const];
  if (isKnown(headers.get("if-none-match"), tag)) return { status: 304, headers: all };
  return { status: 200, contentType: type, body: [bytes], headers: all };
}

/** @throws OcciError, by what it makes: METHOD_NOT_ALLOWED, NOT_FOUND, TLS_REQUIRED. */
export async function createServe(config: Config, parts: ConsoleParts | undefined): Promise<Serve> {
  const files = config.console === "on" ? await parts?.files?.() : undefined;
  const page =
    files === undefined ? new Uint8Array() : Buffer.from(renderPage(files, config, parts?.logo !== undefined));

  return ({ method, headers }, { target: { path }, connection, own }) => {
    if (config.console !== "on") {
      throw new OcciError("NOT_FOUND", "The console is switched off.", {
        hint: "The administrator can set CONSOLE=yes.",
      });
    }
    if (files === undefined) {
      throw new OcciError("NOT_FOUND", "This server runs from its source, which does not include the console.", {
        hint: "scripts/build makes an executable that includes it.",
      });
    }
    if (method === "OPTIONS") return { status: 204, headers: [["Allow", allowOf(["GET"])]] };
    if (!isRead(method)) throw methodNotAllowed(method, ["GET"]);
    if (!isSafe(headers, connection, config)) {
      if (!takes(headers.get("accept"), "text/html")) throw tlsRequired();
      const { message, hint = "" } = tlsRequired();
      const text = renderHindrance(config.consoleTitle, message, hint);
      return {
        status: 403,
        contentType: HTML,
        body: [Buffer.from(text)],
        headers: [["Cache-Control", "no-store"]],
      };
    }
    if (path === CONSOLE_PATH) return { status: 302, location: `${own.prefix}${CONSOLE_PATH}/` };
    const name = path.slice(CONSOLE_PATH.length + 1);
    if (name === "logo" && parts?.logo !== undefined) {
      return checkedResult(parts.logo.type, parts.logo.bytes, headers);
    }
    const file = files.files.get(name);
    if (file !== undefined) return fileResult(file, headers);
    // An older page may ask for a part that a newer server does not have.
    if (/\.(?:js|css)$/.test(name)) throw new OcciError("NOT_FOUND", "The console does not have this file.");
    return checkedResult(HTML, page, headers);
  };
}
