/** One HTTP exchange with one oned: fetch, deadline, whole answer within the byte budget. Knows nothing of XML-RPC. */
import { OcciError } from "../errors.ts";
import type { ByteBudget } from "./byte-budget.ts";

/** An answer as received; `release` gives its bytes back to the budget. */
export interface Received {
  readonly body: Uint8Array;
  /** Header of that name: the server's clock. */
  readonly date?: string | undefined;
  release(): void;
}

/** The failure between two programs; `not-oned`: something else answers. */
type WireFailure = "unreachable" | "timeout" | "broken" | "not-oned";
/** The failure behind the oned that answered: there is no leader, its answer was lost, or changes are stopped. */
type LeaderFailure = "no-leader" | "lost-leader" | "stopped";

/** Why an exchange failed. `sent`: the request may have reached the oned that carries it out. */
export class ExchangeFailure extends Error {
  override readonly name = "ExchangeFailure";
  readonly kind: WireFailure | LeaderFailure;
  readonly sent: boolean;

  constructor(kind: ExchangeFailure["kind"], sent: boolean, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.sent = sent;
  }
}

export interface TransportOptions {
  /** Authorities for https as PEM texts; those of Bun when absent. */
  readonly ca: readonly string[] | undefined;
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  readonly budget: ByteBudget;
  /** Gives the exchange up, as if its time were over. */
  readonly signal?: AbortSignal;
}

/** Errors of fetch that come before a byte of the request is on its way. */
const NOT_SENT =
  /^(ECONNREFUSED|ConnectionRefused|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|FailedToOpenSocket|DNS_.*|ERR_DNS.*|.*CERT.*|UNABLE_TO_.*|ERR_TLS.*|ERR_SSL.*|HOSTNAME_MISMATCH)$/;
/** Answers below this need no budget: they are the many small ones. */
const SMALL = 64 * 1024;
const NOTHING_HELD = (): void => {};

/** @param url has no user and password: ONE_XMLRPC is refused with them. */
function failure(url: string, error: unknown, timedOut: boolean, connected: boolean): ExchangeFailure {
  if (timedOut) return new ExchangeFailure("timeout", true, `no answer in time from ${url}`, error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!connected && NOT_SENT.test(code)) return new ExchangeFailure("unreachable", false, `${code} at ${url}`, error);
  return new ExchangeFailure("broken", true, `${code || "connection broken"} at ${url}`, error);
}

function declaredLength(response: Response): number | undefined {
  const value = response.headers.get("content-length");
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

async function receive(
  response: Response,
  length: number | undefined,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Received> {
  if (length !== undefined) {
    const giveBack = await budget.take(length, signal);
    try {
      // Bun receives it into one buffer of the declared length; a stream of chunks takes twice the memory.
      const buffer = await response.arrayBuffer();
      if (buffer.byteLength !== length) throw new Error(`answer ends after ${buffer.byteLength} of ${length} bytes`);
      const release = () => {
        // Frees the memory at once: the collector has no hurry with what lies outside of its heap.
        buffer.transfer(0);
        giveBack();
      };
      return { body: new Uint8Array(buffer), release };
    } catch (error) {
      giveBack();
      throw error;
    }
  }
  return receiveUnmeasured(response, budget, signal);
}

/**
 * An answer without a length: only a proxy in front of oned leaves it out. When it is not small it may become as large
 * as the budget, so it takes all of that until its size is known: such answers come one at a time.
 */
async function receiveUnmeasured(response: Response, budget: ByteBudget, signal: AbortSignal): Promise<Received> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let giveBack: ((keep?: number) => void) | undefined;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > budget.limit) throw budget.tooLarge(size);
      if (size > SMALL) giveBack ??= await budget.take(budget.limit, signal);
      chunks.push(chunk);
    }
  } catch (error) {
    giveBack?.();
    throw error;
  }
  giveBack?.(size);
  return { body: Buffer.concat(chunks), release: () => giveBack?.() };
}

/**
 * Posts a body and receives the whole answer.
 * @throws ExchangeFailure for trouble on the way; OcciError ONED_FAILED for an answer over ANSWER_LIMIT.
 */
export async function exchange(url: string, body: string, options: TransportOptions): Promise<Received> {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  const timer = setTimeout(giveUp, options.timeout);
  options.signal?.addEventListener("abort", giveUp, { once: true });
  let connected = false;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "text/xml; charset=utf-8", "Accept-Encoding": "identity" },
      body,
      // oned closes after each call: a pooled connection would only be found dead.
      keepalive: false,
      redirect: "manual",
      // An encoding that was not requested is not unpacked: a few kilobytes could become gigabytes past the budget.
      decompress: false,
      signal: controller.signal,
      ...(options.ca !== undefined && { tls: { ca: [...options.ca] } }),
    });
    connected = true;
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new ExchangeFailure("not-oned", response.status >= 500, `HTTP status ${response.status} from ${url}`);
    }
    const coding = response.headers.get("content-encoding") ?? "identity";
    if (coding !== "identity") throw new ExchangeFailure("not-oned", true, `content coding ${coding} from ${url}`);
    const date = response.headers.get("date") ?? undefined;
    const length = declaredLength(response);
    if (length !== undefined && length <= SMALL) {
      const small = await response.bytes();
      if (small.length !== length) throw new Error(`answer ends after ${small.length} of ${length} bytes`);
      return { body: small, date, release: NOTHING_HELD };
    }
    return { ...(await receive(response, length, options.budget, controller.signal)), date };
  } catch (error) {
    if (error instanceof ExchangeFailure || error instanceof OcciError) {
      controller.abort();
      throw error;
    }
    throw failure(url, error, controller.signal.aborted, connected);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", giveUp);
  }
}
