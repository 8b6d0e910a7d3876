/** The server's JSON API, where it has one: what XML has no words for. */
import { OcciError } from "../errors.ts";
import type { Reply } from "./answer.ts";
import type { Context } from "./context.ts";

export const API_PATH = "/api/v1";

const isJson = ({ headers }: Reply): boolean =>
  /^application\/(?:problem\+)?json\b/.test(headers.get("content-type") ?? "");

/**
 * Answers of servers without the API to its paths: those of OpenNebula have several ways to say that there is nothing.
 */
const NOTHING_THERE: readonly number[] = [400, 404, 405, 406, 501];

/**
 * The document of an answer of the API.
 * @param what is asked for, as in `The server is too old for templates`.
 * @throws OcciError SERVER_TOO_OLD when the server does not have the API; as the server refuses.
 */
export async function documentIn<T>({ session }: Context, reply: Reply, what: string): Promise<T> {
  const { status } = reply;
  const isSuccess = status >= 200 && status < 300;
  if (isJson(reply)) {
    if (!isSuccess) throw await session.refusal(reply);
    return parsed(reply, what) as T;
  }
  if (!isSuccess && !NOTHING_THERE.includes(status)) throw await session.refusal(reply);
  throw new OcciError("SERVER_TOO_OLD", `The server is too old for ${what}: it does not have the JSON API.`, {
    httpStatus: status,
    hint: "occi-server supports it, and works with OpenNebula 5 to 7.",
  });
}

function parsed({ body, status }: Reply, what: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const message = `The server's answer to the request for ${what} is not JSON.`;
    throw new OcciError("REFUSED", message, { httpStatus: status, cause });
  }
}

/** GET. @param path below the API's. @throws as `documentIn`. */
export async function readApi<T>(context: Context, path: string, what: string): Promise<T> {
  return documentIn<T>(context, await context.session.exchange("GET", API_PATH + path), what);
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All pages of a list, whatever their number. @throws as `documentIn`. */
export async function readApiList<T>(context: Context, path: string, what: string): Promise<T[]> {
  const all: T[] = [];
  let next: string | null = `${path}?limit=500`;
  while (next !== null) {
    const page: Page<T> = await readApi<Page<T>>(context, next, what);
    all.push(...page.items);
    // The server may be behind a proxy that has it below a path of its own: only what follows that counts.
    const at: number = page.next?.indexOf(`${API_PATH}/`) ?? -1;
    next = page.next === null || at < 0 ? null : page.next.slice(at + API_PATH.length);
  }
  return all;
}
