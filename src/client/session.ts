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
import { elsewhere, noAnswer, unreachable } from "./unreachable.ts";

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
    warn(`warning: OCCI_PROFILE=${unusedProfile} is ignored, because OCCI_URL names the server ${settings.url}.`);
  }
  const usual = (deadline ? undefined : settings.timeout) ?? ANSWER_TIMEOUT;
  return new HttpSession(settings, usual, () => findCredentials(args, settings, process.env, warn));
}

class HttpSession implements Session {
  readonly settings: Settings;
  readonly trust: Trust | undefined;
  /** Longest wait for an answer, milliseconds. */
  readonly #usual: number;
  readonly #find: () => Promise<Credentials>;
  /** Looked for with the first request: a password may be asked for at the terminal. */
  #found: Promise<Credentials> | undefined;

  constructor(settings: Settings, usual: number, find: () => Promise<Credentials>) {
    this.settings = settings;
    this.trust = trustFor(settings);
    this.#usual = usual;
    this.#find = find;
  }

  async authorization(): Promise<string> {
    return authorization(await this.#credentials(), this.settings.hash);
  }

  async userName(): Promise<string> {
    return (await this.#credentials()).user;
  }

  async exchange(method: string, path: string, body?: string, options: ExchangeOptions = {}): Promise<Reply> {
    const { settings } = this;
    const authorization = await this.authorization();
    const headers = headersOf(authorization, body, options);
    if (settings.debug) showRequest(method, settings.url + path, headers, withoutSecrets(body, options.secrets));
    const timeout = Math.ceil(Math.min(options.within ?? this.#usual, this.#usual));
    const late = AbortSignal.timeout(timeout);
    const answered = method === "GET" ? undefined : runningCommand()?.sending(path);
    try {
      const reply = await this.#send(method, path, { headers, body, late });
      answered?.();
      if (settings.debug) showAnswer(reply, authorization);
      return reply;
    } catch (error) {
      if (late.aborted) throw noAnswer(settings, timeout, method !== "GET");
      throw await this.failure(error);
    }
  }

  async request(method: string, path: string, body?: string, options?: ExchangeOptions): Promise<Reply> {
    const reply = await this.exchange(method, path, body, options);
    if (reply.status >= 200 && reply.status < 300) return reply;
    throw await this.refusal(reply);
  }

  async read(path: string): Promise<XmlElement> {
    return documentOf(await this.request("GET", path), `GET ${path}`);
  }

  async refusal(reply: Reply): Promise<OcciError> {
    const error = refusalOf(reply, this.settings);
    if ((error.code !== "BAD_CREDENTIALS" && reply.status !== 401) || this.#found === undefined) return error;
    const { user, from } = await this.#found;
    const login = harmless(`The user is ${user}; the password comes from ${from}.`);
    return new OcciError(error.code, error.message, {
      httpStatus: reply.status,
      hint: error.hint === undefined ? login : `${login} ${error.hint}`,
      ...(error.requestId !== undefined && { requestId: error.requestId }),
      cause: error,
    });
  }

  async failure(error: unknown): Promise<OcciError> {
    if (error instanceof OcciError) return error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (isCertificateFault(code)) return await untrusted(this.settings, code);
    return unreachable(this.settings, code, error);
  }

  #credentials(): Promise<Credentials> {
    runningCommand()?.listen();
    this.#found ??= this.#find();
    return this.#found;
  }

  async #send(method: string, path: string, { headers, body, late }: Sent): Promise<Reply> {
    const command = runningCommand();
    const response = await fetch(this.settings.url + path, {
      method,
      headers,
      signal: command === undefined ? late : AbortSignal.any([late, command.end]),
      // With the password in the header nobody is followed elsewhere.
      redirect: "manual",
      ...(body !== undefined && { body }),
      ...(this.trust !== undefined && { tls: this.trust }),
    });
    return { status: response.status, headers: response.headers, body: await textOf(response) };
  }
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  /** Ends the exchange when the answer is late. */
  readonly late: AbortSignal;
}

function headersOf(
  authorization: string,
  body: string | undefined,
  { type = "application/xml", fromFile = false }: ExchangeOptions,
): Record<string, string> {
  return {
    Authorization: authorization,
    Accept: "application/xml",
    ...(!fromFile && OPTION_WORDS),
    ...(body !== undefined && { "Content-Type": type }),
  };
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
      throw new OcciError("REFUSED", `The server's answer is larger than ${LONGEST_ANSWER / 2 ** 20} MiB.`, {
        httpStatus: response.status,
      });
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
