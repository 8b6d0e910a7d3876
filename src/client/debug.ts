/** `--debug`: requests and answers on standard error, without what is secret. */
import { complain } from "../terminal/output.ts";
import type { Reply } from "./answer.ts";

/** Shown in place of a secret header. The clients log in by no other scheme than Basic. */
function hidden(name: string): string {
  return name.toLowerCase() === "authorization" ? "Basic [hidden]" : "[hidden]";
}

/** Login tokens are as good as passwords. */
function withoutTokens(body: string): string {
  return body.replace(/(<(?:[\w.-]+:)?TOKEN\b[^>]*>)[\s\S]*?(?=<\/(?:[\w.-]+:)?TOKEN|$)/gi, "$1[hidden]");
}

/** A body of JSON without values that must not be seen. */
export function withoutSecrets(body: string | undefined, secrets: readonly string[] = []): string | undefined {
  return secrets
    .filter((secret) => secret !== "")
    .reduce((text, secret) => text?.replaceAll(JSON.stringify(secret), '"[hidden]"'), body);
}

const SECRET = /^(authorization|proxy-authorization|cookie|set-cookie)$/i;

function headerLines(headers: Iterable<readonly [string, string]>): string[] {
  return [...headers].map(([name, value]) => `${name}: ${SECRET.test(name) ? hidden(name) : value}`);
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

/** @param authorization that of the request: some servers repeat requests in their answers. */
export function showAnswer({ status, headers, body }: Reply, authorization?: string): void {
  const text = [`${status}`, ...headerLines(headers), "", withoutTokens(body)].join("\n");
  const secret = authorization?.replace(/^\S+ /, "");
  complain(quoted(secret ? text.replaceAll(secret, "[hidden]") : text, "<"));
}
