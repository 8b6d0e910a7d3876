/** Requests to one server as one user. The only way of the clients to the network, but uploads. */
import { OcciError } from "../errors.ts";
import type { Arguments } from "../terminal/command.ts";
import { complain } from "../terminal/output.ts";
import type { XmlElement } from "../xml/element.ts";
import { ANSWER_LIMITS } from "../xml/read.ts";
import { documentOf, errorOf, type Reply } from "./answer.ts";
import { authorization, type Credentials, findCredentials } from "./credentials.ts";
import { showAnswer, showRequest, withoutSecrets } from "./debug.ts";
import { harmless } from "./format/terminal-text.ts";
import { runningCommand } from "./running-command.ts";
import type { Warn } from "./secret-file.ts";
import { readSettings, type Settings } from "./settings.ts";
import { isCertificateFault, type Trust, trustFor, untrusted } from "./trust.ts";

/** Longest wait for an answer when none is asked for: the server itself waits up to half a minute. Milliseconds. */
const ANSWER_TIMEOUT = 120_000;

/** Asks this project's server to name options and commands in its errors, which is what people have typed. */
export const OPTION_WORDS: Readonly<Record<string, string>> = { "X-OCCI-Words": "options" };

export interface ExchangeOptions {
  /** The type of the body; XML by default. */
  readonly type?: string;
  /** Longest wait, if it is to be less than usual. Milliseconds. */
  readonly within?: number;
  /** The body stands in a file: what is wrong with it is told in the words of that file, not of options. */
  readonly fromFile?: boolean;
  /** Values in the body that are shown nowhere. */
  readonly secrets?: readonly string[];
}

export interface Session {
  readonly settings: Settings;
  /** The value of the Authorization header. @throws OcciError NO_CREDENTIALS, FILE_FAULT. */
  authorization(): Promise<string>;
  /** The user's name. @throws as `authorization`. */
  userName(): Promise<string>;
  readonly trust: Trust | undefined;
  /**
   * Sends a request and returns whatever the server answers.
   * @throws OcciError SERVER_UNREACHABLE, CERTIFICATE_UNTRUSTED.
   */
  exchange(method: string, path: string, body?: string, options?: ExchangeOptions): Promise<Reply>;
  /** The same. @throws OcciError for an answer that reports a failure, too. */
  request(method: string, path: string, body?: string, options?: ExchangeOptions): Promise<Reply>;
  /** GET and read. @throws OcciError REFUSED also for an answer that is not XML. */
  read(path: string): Promise<XmlElement>;
  /** The error for an answer that is no success; of a wrong password with the user and where the password comes from. */
  refusal(reply: Reply): Promise<OcciError>;
  /** The error for an exchange that broke off. */
  failure(error: unknown): Promise<OcciError>;
}

/**
 * @param deadline whether --timeout is for something longer than an answer: then each answer has the default time.
 * @param warn gets warnings; the command goes on.
 * @throws OcciError USAGE, FILE_FAULT.
 */
export function openSession(args: Arguments, deadline = false, warn: Warn = complain): Session {
  const settings = readSettings(args);
  const { unusedProfile } = settings;
  if (unusedProfile !== undefined) {
    warn(`warning: OCCI_PROFILE=${unusedProfile} is not used, because OCCI_URL names the server ${settings.url}.`);
  }
  const usual = (deadline ? undefined : settings.timeout) ?? ANSWER_TIMEOUT;
  const trust = trustFor(settings);
  let found: Promise<Credentials> | undefined;
  const credentials = (): Promise<Credentials> => {
    runningCommand()?.listen();
    found ??= findCredentials(args, settings, process.env, warn);
    return found;
  };
  const session: Session = {
    settings,
    trust,
    authorization: async () => authorization(await credentials(), settings.hash),
    userName: async () => (await credentials()).user,
    async exchange(method, path, body, { type = "application/xml", within = usual, fromFile = false, secrets } = {}) {
      const authorization = await session.authorization();
      const headers: Record<string, string> = {
        Authorization: authorization,
        Accept: "application/xml",
        ...(!fromFile && OPTION_WORDS),
        ...(body !== undefined && { "Content-Type": type }),
      };
      if (settings.debug) showRequest(method, settings.url + path, headers, withoutSecrets(body, secrets));
      const timeout = Math.ceil(Math.min(within, usual));
      const late = AbortSignal.timeout(timeout);
      const command = runningCommand();
      const signal = command === undefined ? late : AbortSignal.any([late, command.end]);
      const answered = method === "GET" ? undefined : command?.sending(path);
      try {
        const response = await fetch(settings.url + path, {
          method,
          headers,
          signal,
          // With the password in the header nobody is followed elsewhere.
          redirect: "manual",
          ...(body !== undefined && { body }),
          ...(trust !== undefined && { tls: trust }),
        });
        const reply = { status: response.status, headers: response.headers, body: await textOf(response) };
        answered?.();
        if (settings.debug) showAnswer(reply, authorization);
        return reply;
      } catch (error) {
        if (late.aborted) throw noAnswer(settings, timeout, method !== "GET");
        throw await session.failure(error);
      }
    },
    async request(method, path, body, options) {
      const reply = await session.exchange(method, path, body, options);
      if (reply.status >= 200 && reply.status < 300) return reply;
      throw await session.refusal(reply);
    },
    async refusal(reply) {
      const error = refusalOf(reply, settings);
      if ((error.code !== "BAD_CREDENTIALS" && reply.status !== 401) || found === undefined) return error;
      const { user, from } = await found;
      const login = harmless(`The user is ${user}; the password comes from ${from}.`);
      return new OcciError(error.code, error.message, {
        httpStatus: reply.status,
        hint: error.hint === undefined ? login : `${login} ${error.hint}`,
        ...(error.requestId !== undefined && { requestId: error.requestId }),
        cause: error,
      });
    },
    async read(path) {
      return documentOf(await session.request("GET", path), `GET ${path}`);
    },
    async failure(error) {
      if (error instanceof OcciError) return error;
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      if (isCertificateFault(code)) return await untrusted(settings, code);
      return unreachable(settings, code, error);
    },
  };
  return session;
}

/** The error for an answer that reports a failure. */
function refusalOf(reply: Reply, settings: Settings): OcciError {
  return reply.status >= 300 && reply.status < 400 ? elsewhere(settings, reply) : errorOf(reply, settings.hash);
}

/** Longest answer that is taken, bytes: lists of some ten thousand machines in full. */
const LONGEST_ANSWER = ANSWER_LIMITS.bytes;

/** @throws OcciError REFUSED for an answer without end. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) {
      throw new OcciError("REFUSED", `The server's answer is longer than ${LONGEST_ANSWER / 2 ** 20} MiB.`, {
        httpStatus: response.status,
      });
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

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

function unreachable({ url, urlFrom }: Settings, code: string, cause: unknown): OcciError {
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

function elsewhere({ url, urlFrom }: Settings, { status, headers }: Reply): OcciError {
  const to = headers.get("location") ?? "another place";
  return new OcciError("REFUSED", `${url} (${urlFrom}) answers ${status} and points to ${to}.`, {
    httpStatus: status,
    hint: "Passwords are not sent on to other addresses: correct the URL.",
  });
}
