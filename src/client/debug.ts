/** `--debug`: requests and answers on standard error, without what is secret. */
import { complain } from "../terminal/output.ts";
import type { Reply } from "./answer.ts";

/** What stands in place of a password or its hash. */
export const HIDDEN = "Basic [hidden]";

/** Login tokens stand for passwords. */
function withoutTokens(body: string): string {
  return body.replace(/(<TOKEN>)[^<]*(<)/g, "$1[hidden]$2");
}

const SECRET = /^(authorization|proxy-authorization|cookie|set-cookie)$/i;

function headerLines(headers: Iterable<readonly [string, string]>): string[] {
  return [...headers].map(([name, value]) => `${name}: ${SECRET.test(name) ? HIDDEN : value}`);
}

/** A request as text. */
export function requestText(method: string, url: string, headers: Readonly<Record<string, string>>, body = ""): string {
  const lines = [`${method} ${url}`, ...headerLines(Object.entries(headers))];
  return body === "" ? lines.join("\n") : `${lines.join("\n")}\n\n${withoutTokens(body)}`;
}

function quoted(text: string, mark: string): string {
  return text
    .split("\n")
    .map((line) => `${mark} ${line}`.trimEnd())
    .join("\n");
}

export function showRequest(method: string, url: string, headers: Readonly<Record<string, string>>, body = ""): void {
  complain(quoted(requestText(method, url, headers, body), ">"));
}

export function showAnswer({ status, headers, body }: Reply): void {
  complain(quoted([`${status}`, ...headerLines(headers), "", withoutTokens(body)].join("\n"), "<"));
}
