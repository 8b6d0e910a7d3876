/** The types of values: how each is written, and how it is read. */
import { ipFamily, parseNetwork } from "../ip-address.ts";
import { nearestName } from "./nearest-name.ts";

/** The value is not of its type. The message goes after the option's name: "PORT: must be ...". */
export class BadValue extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

export interface ValueType<T> {
  /** How it is written, for the documentation. */
  readonly syntax: string;
  /** Reads a text that is not empty. @throws BadValue. */
  read(text: string): T;
}

const CONTROL = /\p{Cc}/u;

/** The written value for a message: short and on one line. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

function plain(text: string): string {
  if (CONTROL.test(text)) throw new BadValue("must not contain control characters");
  return text;
}

/** A name that OpenNebula gets as it is: a bridge, a driver. */
export const name: ValueType<string> = {
  syntax: "name",
  read(text) {
    if (!/^[\w.:@+-]{1,128}$/.test(text)) throw new BadValue(`must be a name, not ${shown(text)}`);
    return text;
  },
};

/** The path of a file or directory; `load.ts` resolves it from the directory of the configuration. */
export const path: ValueType<string> = { syntax: "path", read: plain };

const MAX_ID = 2 ** 31 - 1;

export function wholeNumber(min: number, max: number, what = "number"): ValueType<number> {
  return {
    syntax: what,
    read(text) {
      const number = /^-?[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (!(number >= min && number <= max)) {
        throw new BadValue(`must be a whole number from ${min} to ${max}, not ${shown(text)}`);
      }
      return number;
    },
  };
}

export const port = wholeNumber(1, 65_535, "port");
export const id = wholeNumber(0, MAX_ID, "id");
/** -1: none. */
export const idOrNone = wholeNumber(-1, MAX_ID, "id");

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/**
 * In bytes; a suffix K, M, G or T counts in powers of 1024.
 * @param usual the suffix that somebody has forgotten whose number is too small.
 */
export function size(min: string, max?: string, usual: "K" | "M" | "G" = "M"): ValueType<number> {
  return {
    syntax: "size",
    read(text) {
      const bytes = bytesOf(text);
      if (bytes === undefined) {
        throw new BadValue(`must be a size such as 256M or 100G, not ${shown(text)}`, "the suffixes are K, M, G and T");
      }
      if (bytes < (bytesOf(min) ?? 0)) {
        const forgotten = /^0*[1-9][0-9]*$/.test(text) ? `${text} means bytes: write ${text}${usual}` : undefined;
        throw new BadValue(`must be at least ${min}, not ${shown(text)}`, forgotten);
      }
      if (bytes > (max === undefined ? Number.MAX_SAFE_INTEGER : (bytesOf(max) ?? 0))) {
        throw new BadValue(`must be at most ${max ?? "8191T"}`);
      }
      return bytes;
    },
  };
}

/** Undefined when it is not a size. */
export function bytesOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^([0-9]{1,16})([KMGT]?)$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };
/** Timers take no more. */
const LONGEST = "24d";

/** In milliseconds. */
export function duration(min: string, max: string = LONGEST): ValueType<number> {
  return {
    syntax: "time",
    read(text) {
      const time = millisecondsOf(text);
      if (time === undefined) {
        const hint = /^[0-9]{1,12}$/.test(text) ? `write ${text}s for seconds` : "the units are ms, s, m, h and d";
        throw new BadValue(`must be a time such as 15s or 24h, not ${shown(text)}`, hint);
      }
      if (time < (millisecondsOf(min) ?? 0)) throw new BadValue(`must be at least ${min}`);
      if (time > (millisecondsOf(max) ?? 0)) throw new BadValue(`must be at most ${max}`);
      return time;
    },
  };
}

function millisecondsOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^([0-9]{1,12})(ms|s|m|h|d)$/.exec(text) ?? (text === "0" ? ["", "0", "s"] : []);
  return digits === undefined ? undefined : Number(digits) * (MILLISECONDS[unit] ?? 1);
}

/** One of some words, in any case. */
export function oneOf<const T extends string>(...words: readonly [T, ...T[]]): ValueType<T> {
  return oneOfWithHints(words, {});
}

/** The same, with what to write instead of other words that people try. */
export function oneOfWithHints<const T extends string>(
  words: readonly [T, ...T[]],
  hints: Readonly<Record<string, string>>,
): ValueType<T> {
  return {
    syntax: words.join(", "),
    read(text) {
      const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
      if (found !== undefined) return found;
      const near = nearestName(text, words);
      const message = `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, not ${shown(text)}`;
      const hint = Object.hasOwn(hints, text.toLowerCase()) ? hints[text.toLowerCase()] : undefined;
      throw new BadValue(message, hint ?? (near === undefined ? undefined : `did you mean ${near}?`));
    },
  };
}

const YES_NO = oneOf("yes", "no");
export const yesNo: ValueType<boolean> = { syntax: YES_NO.syntax, read: (text) => YES_NO.read(text) === "yes" };

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** A host name or an IP address; IPv6 is given back without its brackets. */
export const host: ValueType<string> = {
  syntax: "host",
  read(text) {
    const bare = text.replace(/^\[(.*)\]$/, "$1");
    if (ipFamily(bare) !== undefined || (bare === text && HOST_NAME.test(text) && !/^[0-9.]+$/.test(text))) return bare;
    const message = `must be a host name or an IP address, not ${shown(text)}`;
    if (/^[a-z]+:\/\//i.test(text)) throw new BadValue(message, "write the name only");
    if (/:[0-9]+$/.test(text)) throw new BadValue(message, "set the port with PORT");
    throw new BadValue(message);
  },
};

/** `*`, and an address of all interfaces. */
export const bindAddress: ValueType<string> = {
  syntax: "address",
  read: (text) => (text === "*" ? "::" : host.read(text)),
};

/** Where the administrator's listener is; undefined for none. */
export type AdminAddress = { readonly host: string; readonly port: number } | { readonly unix: string };

/** `off`, `unix:PATH`, or an address and a port; `localhost` is 127.0.0.1. */
export const adminAddress: ValueType<AdminAddress | undefined> = {
  syntax: "address:port, unix:path or off",
  read(text) {
    if (text.toLowerCase() === "off") return undefined;
    const socket = /^unix:(.+)$/i.exec(text)?.[1];
    if (socket !== undefined) {
      if (!socket.startsWith("/")) throw new BadValue("must be unix: and an absolute path");
      // The kernel's limit, with the NUL at its end.
      if (Buffer.byteLength(socket) > 107) throw new BadValue("names a path that is too long for a socket");
      return { unix: plain(socket) };
    }
    const [, address = "", digits = ""] = /^(.+):([0-9]+)$/.exec(text) ?? [];
    const bare = address.toLowerCase() === "localhost" ? "127.0.0.1" : address.replace(/^\[(.*)\]$/, "$1");
    const isAddress = bare === "*" || ipFamily(bare) === 4 || (ipFamily(bare) === 6 && bare !== address);
    if (!isAddress) {
      throw new BadValue(`must be address:port (127.0.0.1:9567, [::1]:9567), unix:/path or off, not ${shown(text)}`);
    }
    return { host: bindAddress.read(bare), port: port.read(digits) };
  },
};

/** An http(s) URL, without a slash at the end. */
export const baseUrl: ValueType<string> = {
  syntax: "URL",
  read(text) {
    const url = httpUrl(text);
    if (url.search !== "" || url.hash !== "") throw new BadValue("must be a URL without ? and #");
    return (url.origin + url.pathname).replace(/\/+$/, "");
  },
};

/** http(s) URLs separated by blanks; their paths are kept. */
export const urls: ValueType<readonly string[]> = {
  syntax: "URLs",
  read(text) {
    // A comma may be part of a path: without this check two addresses would be read as a single one.
    if (/[,;]\s*https?:/.test(text))
      throw new BadValue("must be URLs separated by blanks", "write a blank for each comma");
    return [...new Set(words(text).map((word) => httpUrl(word).href))];
  },
};

function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The text is not shown: it may hold a password.
  if (url !== undefined && (url.username !== "" || url.password !== "")) {
    throw new BadValue(
      "must be a URL without user and password",
      "each request carries the credentials of its own user",
    );
  }
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  const near =
    URL.canParse(`http://${text}`) && !text.includes("//") ? `write http://${text} or https://${text}` : undefined;
  throw new BadValue(`must be a URL with http: or https:, not ${shown(text)}`, near);
}

/** Hosts with an optional port, separated by blanks or commas; `none` is an empty list. */
export const hosts: ValueType<readonly string[]> = {
  syntax: "hosts",
  read(text) {
    const listed = words(text.replaceAll(",", " "));
    if (listed.length === 1 && listed[0]?.toLowerCase() === "none") return [];
    return [...new Set(listed.map(hostAndPort))];
  },
};

/** IP addresses and networks (`10.0.0.0/8`), separated by blanks or commas; `none` is an empty list. */
export const addresses: ValueType<readonly string[]> = {
  syntax: "addresses",
  read(text) {
    const listed = words(text.replaceAll(",", " "));
    if (listed.length === 1 && listed[0]?.toLowerCase() === "none") return [];
    return [...new Set(listed.map(addressOrNetwork))];
  },
};

function addressOrNetwork(text: string): string {
  if (parseNetwork(text) === undefined) {
    throw new BadValue(`must be addresses or networks such as 192.0.2.1 or 10.0.0.0/8, not ${shown(text)}`);
  }
  return text;
}

/** The address of a person. */
export const email: ValueType<string> = {
  syntax: "e-mail",
  read(text) {
    if (!/^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9.-]{1,253}$/i.test(plain(text))) {
      throw new BadValue(`must be an e-mail address, not ${shown(text)}`);
    }
    return text;
  },
};

/** As `URL.host` gives it. */
function hostAndPort(text: string): string {
  const [, name = "", digits] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]+))?$/.exec(text) ?? [];
  const message = `must be hosts such as images.example.org or mirror.example.org:8080, not ${shown(text)}`;
  if (name === "*")
    throw new BadValue("does not accept *: name every host", "otherwise users could reach hosts behind the firewall");
  if (name === "") throw new BadValue(message, text.includes("://") ? "write host and port only" : undefined);
  host.read(name);
  if (digits === undefined) return new URL(`http://${name}`).host;
  const number = port.read(digits);
  if (number === 80 || number === 443) {
    throw new BadValue(`must not name port ${number}: it is the scheme's default`, `write ${name}`);
  }
  return new URL(`http://${name}:${number}`).host;
}

/** The words between blanks. @throws BadValue for control characters. */
export function words(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(plain);
}
