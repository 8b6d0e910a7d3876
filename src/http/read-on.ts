/**
 * Answers before a request has arrived whole. A client that still sends, and whose connection is closed, finds that it
 * cannot send and often never reads the answer; and what it has sent and nobody has read makes the kernel throw the
 * answer away. So the answer is sent at once, but it ends, and with it the connection, only when the client has sent
 * the rest.
 */
import { free, nextTurn, SMALL } from "./arriving.ts";

export interface ReadOnLimits {
  /** Bytes. */
  readonly most: number;
  /** For all of it, milliseconds. */
  readonly longest: number;
  /** Without anything new, milliseconds: a client that has read the answer and stopped sending waits for its end. */
  readonly silence: number;
  /** Bytes that are something new. */
  readonly least: number;
}

const LIMITS: ReadOnLimits = { most: 2 ** 30, longest: 60_000, silence: 1_000, least: 1 };
/** For requests on connections that stay open: their rest is read before the answer is sent. */
const BEFOREHAND: ReadOnLimits = { most: 2 ** 24, longest: 2_000, silence: 500, least: 16 * 1024 };
/** Bytes: a client that sends fewer in the whole time beforehand is slow. */
const BRISK = 2 ** 20;
/** Bun discards the body of a GET or HEAD, so its end cannot be seen: the answer waits this long for it. */
const UNSEEN_MS = 250;
/** A body that is shorter than this comes with the request itself. */
const SHORT = 16 * 1024;

function bodyLength({ headers }: Request): number {
  return headers.has("transfer-encoding") ? Number.POSITIVE_INFINITY : Number(headers.get("content-length") ?? 0);
}

/**
 * Reads and forgets what is left of a body.
 * @returns when it is whole, at the limits, or when the client has gone: whether the client is too slow to be waited
 * for.
 */
async function readOn(
  body: ReadableStream<Uint8Array>,
  { most, longest, silence, least }: ReadOnLimits,
): Promise<boolean> {
  const reader = body.getReader();
  let size = 0;
  let isSlow = false;
  // Ends the reading that is waited for, too.
  const stop = (): void => reader.releaseLock();
  const end = (enough: number) => () => {
    isSlow = size < enough;
    stop();
  };
  const all = setTimeout(end(BRISK), longest);
  const pause = setTimeout(end(Number.POSITIVE_INFINITY), silence);
  try {
    for (let seen = 0; size < most; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size - seen >= least) {
        seen = size;
        pause.refresh();
      }
      if (value.length < SMALL) await nextTurn();
      else free(value);
    }
  } catch {
    // It was enough, or the client has gone: either way there is nothing more to be read.
  } finally {
    clearTimeout(all);
    clearTimeout(pause);
    stop();
  }
  return isSlow;
}

/** The same bytes, which end when `end` does. */
function endingWith(body: ReadableStream<Uint8Array>, end: Promise<unknown>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        await end;
        controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * An answer whose client can read it, whatever it still sends.
 * @param closing whether the connection ends with the answer.
 */
export function readableAnswer(
  request: Request,
  response: Response,
  closing: boolean,
  limits: ReadOnLimits = LIMITS,
): Response | Promise<Response> {
  const length = bodyLength(request);
  return length === 0 || request.body?.locked ? response : behindBody(request, length, response, closing, limits);
}

async function behindBody(
  { method, body }: Request,
  length: number,
  response: Response,
  closing: boolean,
  limits: ReadOnLimits,
): Promise<Response> {
  if (!closing) {
    // Bun reads the rest by itself, and the client, which sees the end of the answer, can stop sending. Only HTTP/1.0
    // ends here, too, and looks the same. A client that sends a byte now and then would keep its connection for ever.
    if (body === null || !(await readOn(body, BEFOREHAND))) return response;
    response.headers.set("Connection", "close");
  }
  if (body === null && length <= SHORT) return response;
  const rest = body === null ? Bun.sleep(UNSEEN_MS) : readOn(body, limits);
  const now = new Promise<"later">((resolve) => setImmediate(resolve, "later"));
  if ((await Promise.race([rest, now])) !== "later") return response;
  if (response.body === null || method === "HEAD") {
    await rest;
    return response;
  }
  return new Response(endingWith(response.body, rest), response);
}
