/** Errors of an exchange that came to no answer, or to one from elsewhere. */
import { OcciError } from "../errors.ts";
import type { Reply } from "./answer.ts";
import type { Settings } from "./settings.ts";

/** @param timeout how long it was waited for. Milliseconds. @param changes whether something may have been done. */
export function noAnswer({ url, urlFrom }: Settings, timeout: number, changes = true): OcciError {
  return new OcciError(
    "SERVER_UNREACHABLE",
    `No answer from ${url} (${urlFrom}) within ${Math.round(timeout) / 1000} s.`,
    {
      hint: changes
        ? "The change might have been made anyway: check before you repeat it. Use --timeout to wait longer."
        : "Use --timeout to wait longer.",
    },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens on that port",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved at the moment",
  ECONNRESET: "the connection was closed",
  EPIPE: "the connection was closed",
  ETIMEDOUT: "the host does not answer",
  EHOSTUNREACH: "no route leads to the host",
  ENETUNREACH: "no route leads to the network",
  EPROTO: "the server does not speak TLS",
  Malformed_HTTP_Response: "the server does not speak HTTP",
};

/** A server that gives no answer. @param code of the system's error. */
export function unreachable({ url, urlFrom }: Settings, code: string, cause: unknown): OcciError {
  const reason = REASONS[code] ?? code;
  const plainToTls = code === "ECONNRESET" && url.startsWith("http:");
  const tlsToPlain = /SSL|TLS|WRONG_VERSION|EPROTO/.test(code);
  const hint = plainToTls
    ? `The server might speak TLS: try https${url.slice(4)}.`
    : tlsToPlain
      ? `The server might speak plain HTTP: try http${url.slice(5)}.`
      : "Check that the URL is right and that the server is running.";
  return new OcciError("SERVER_UNREACHABLE", `The server ${url} (${urlFrom}) cannot be reached: ${reason}.`, {
    hint,
    cause,
  });
}

/** An answer that points to another address. */
export function elsewhere({ url, urlFrom }: Settings, { status, headers }: Reply): OcciError {
  const to = headers.get("location") ?? "an address that it does not name";
  return new OcciError("REFUSED", `${url} (${urlFrom}) answers ${status} and points to ${to}.`, {
    httpStatus: status,
    hint: "Passwords are not forwarded to other addresses: correct the URL.",
  });
}
