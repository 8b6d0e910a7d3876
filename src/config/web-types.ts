/** Values of the options for browsers: who may read answers, and what a browser may call the server. */
import { BadValue, host, shown, type ValueType, words } from "./value-types.ts";

/** Origins of web pages, as browsers write them (RFC 6454), separated by blanks or commas; `none` is an empty list. */
export const origins: ValueType<readonly string[]> = {
  syntax: "origins",
  read(text) {
    const listed = words(text.replaceAll(",", " "));
    if (listed.length === 1 && listed[0]?.toLowerCase() === "none") return [];
    return [...new Set(listed.map(origin))];
  },
};

function origin(text: string): string {
  if (text.includes("*")) {
    throw new BadValue("does not accept *: name every origin", "otherwise any web page could use a user's login");
  }
  if (text.toLowerCase() === "null") {
    throw new BadValue("does not accept null", "every sandboxed page has that origin, whatever site it comes from");
  }
  // The text is not shown: it may hold a password.
  if (text.includes("@")) throw new BadValue("must be origins, without user and password");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const message = `must be origins such as https://portal.example.org or https://host:8443, not ${shown(text)}`;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    const bare = !text.includes("//") && URL.canParse(`https://${text}`);
    throw new BadValue(message, bare ? `write https://${text}` : undefined);
  }
  // The header Origin never has more of a URL than scheme, host and port.
  if (!/^https?:\/\/[^/?#\\]+$/i.test(text)) throw new BadValue(message, `write ${url.origin}`);
  return url.origin;
}

/** Names and addresses of hosts, without ports; `none` is an empty list, `any` is all hosts. */
export const hostNames: ValueType<readonly string[] | "any"> = {
  syntax: "hosts",
  read(text) {
    const listed = words(text.replaceAll(",", " "));
    const [only] = listed.length === 1 ? listed : [];
    if (only?.toLowerCase() === "any") return "any";
    if (only?.toLowerCase() === "none") return [];
    return [...new Set(listed.map(hostName))];
  },
};

function hostName(text: string): string {
  if (/^(any|none)$/i.test(text))
    throw new BadValue(`accepts ${text} only by itself`, "remove the hosts, or that word");
  if (text.includes("*")) throw new BadValue("does not accept *: name every host", "any disables the check");
  if (/^[^:[\]]+:\d+$|^\[.*\]:\d+$/.test(text))
    throw new BadValue("must be hosts without ports", "the check ignores the port");
  return host.read(text);
}

/** A text on one line that people read. */
export const title: ValueType<string> = {
  syntax: "text",
  read(text) {
    if (/\p{Cc}/u.test(text)) throw new BadValue("must not contain control characters");
    if (text.length > 80) throw new BadValue("must have at most 80 characters");
    return text;
  },
};

const LINK_SCHEMES: readonly string[] = ["https:", "http:", "mailto:"];

/** The address of a link. */
export const link: ValueType<string> = {
  syntax: "URL",
  read(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !LINK_SCHEMES.includes(url.protocol)) {
      throw new BadValue(`must be an address such as https://cloud.example.org/help, not ${shown(text)}`);
    }
    return url.href;
  },
};
