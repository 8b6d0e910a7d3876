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
        ? "The change might have been made all the same: check before you repeat it. --timeout waits longer."
        : "--timeout waits longer.",
    },
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name cannot be looked up now",
  ECONNRESET: "the connection was closed",
  EPIPE: "the connection was closed",
  ETIMEDOUT: "the host does not answer",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to the network",
  EPROTO: "it does not speak TLS",
  Malformed_HTTP_Response: "it does not speak HTTP",
};

/** A server that gives no answer. @param code of the system's error. */
export function unreachable({ url, urlFrom }: Settings, code: string, cause: unknown): OcciError {
  const reason = REASONS[code] ?? code;
  const plainToTls = code === "ECONNRESET" && url.startsWith("http:");
  const tlsToPlain = /SSL|TLS|WRONG_VERSION|EPROTO/.test(code);
  const hint = plainToTls
    ? `Does the server speak TLS? Try https${url.slice(4)}.`
    : tlsToPlain
      ? `Does the server speak plain HTTP? Try http${url.slice(5)}.`
      : "Is the URL right, and does the server run?";
  return new OcciError("SERVER_UNREACHABLE", `The server ${url} (${urlFrom}) cannot be reached: ${reason}.`, {
    hint,
    cause,
  });
}

/** An answer that points to another address. */
export function elsewhere({ url, urlFrom }: Settings, { status, headers }: Reply): OcciError {
  const to = headers.get("location") ?? "another place";
  return new OcciError("REFUSED", `${url} (${urlFrom}) answers ${status} and points to ${to}.`, {
    httpStatus: status,
    hint: "Passwords are not sent on to other addresses: correct the URL.",
  });
}
