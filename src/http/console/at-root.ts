/** Whether a request is for the console by its headers alone. */
import { isRead } from "../../http-methods.ts";

/** Whether a header such as Accept-Encoding has a word, and does not refuse it. */
export function takes(header: string | null, word: string): boolean {
  return (header ?? "").split(",").some((one) => {
    const [name = "", ...parameters] = one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === word && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

/**
 * Whether a person's browser asks for the root: it names HTML, and says that it shows what comes to a person. Programs
 * do neither; some libraries name HTML in each of their requests.
 */
export function isBrowserAtRoot({ method, headers }: Request, path: string): boolean {
  if (path !== "/" || !isRead(method)) return false;
  if (!takes(headers.get("accept"), "text/html")) return false;
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  return headers.has("upgrade-insecure-requests") && /^mozilla\//i.test(headers.get("user-agent") ?? "");
}
