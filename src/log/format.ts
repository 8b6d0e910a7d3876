/** One record, one line: nothing that a user sends can begin a second one or move the cursor of a terminal. */

export type Fields = Readonly<Record<string, unknown>>;

/** A longer value is cut: one request cannot fill the log. Characters. */
const LONGEST_VALUE = 4096;
/** Values of such names are never written, even if a caller passes them by mistake. */
const SECRET = /passw|secret|session|authorization|cookie|token/i;

/**
 * Names of fields in the line of each request. None is a secret or needs escapes, so they are not examined each time.
 */
const KNOWN: ReadonlySet<string> = new Set(["status", "ms", "oned_ms", "oned_calls", "user", "client", "request"]);

// Control characters, line separators, and the marks that make text read backwards.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern has to match them
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]/g;

/** Matches most values: a word that needs neither quotes nor escapes. */
const PLAIN = /^[!#-<>-[\]-~]+$/;

function escapeUnsafe(text: string): string {
  return text.toWellFormed().replace(UNSAFE, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}

/** Fields as they are logged: errors become their text, secrets stars, long values are cut. */
function plain(name: string, value: unknown): string | number | boolean | null {
  return SECRET.test(name) ? "***" : plainValue(value);
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  if (value instanceof Error) return cut(wordsOf(value));
  if (typeof value === "object") return cut(asJson(value));
  return cut(String(value));
}

/** `Name: message`, and what caused it. Where the place in the code matters the caller logs the `stack` as a field. */
function wordsOf(error: Error): string {
  const { cause } = error;
  const words = `${error.name}: ${error.message}`;
  return cause instanceof Error && cause !== error ? `${words} <- ${cause.name}: ${cause.message}` : words;
}

function asJson(value: object): string {
  try {
    return JSON.stringify(value, (name, inner) => (SECRET.test(name) ? "***" : inner)) ?? String(value);
  } catch {
    return String(value); // circular
  }
}

function quoted(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  if (PLAIN.test(value)) return value;
  return /^[^\s"=\\]+$/.test(value) && value.search(UNSAFE) < 0 ? value : escapeUnsafe(JSON.stringify(value));
}

/** `2026-11-25T04:05:06.789Z info    message key=value other="two words"` */
export function textLine(time: number, level: string, message: string, fields: Fields): string {
  let line = `${new Date(time).toISOString()} ${level.padEnd(7)} ${escapeUnsafe(cut(message))}`;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    line += KNOWN.has(name)
      ? ` ${name}=${quoted(plainValue(value))}`
      : ` ${escapeUnsafe(name)}=${quoted(plain(name, value))}`;
  }
  return `${line}\n`;
}

/** `{"time":"2026-11-25T04:05:06.789Z","level":"info","message":"...","key":"value"}` */
export function jsonLine(time: number, level: string, message: string, fields: Fields): string {
  const record: Record<string, unknown> = { time: new Date(time).toISOString(), level, message: cut(message) };
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) record[name in record ? `field_${name}` : name] = plain(name, value);
  }
  // JSON.stringify escapes C0 and lone surrogates; the rest of the unsafe ones are escaped here, still valid JSON.
  return `${escapeUnsafe(JSON.stringify(record))}\n`;
}

/** The facts for a line of the Common Log Format. */
export interface CommonFields {
  readonly client?: string | undefined;
  readonly user?: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Fields that have their place in the line. */
const IN_FRONT: ReadonlySet<string> = new Set(["client", "user", "status"]);
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/**
 * `192.0.2.1 - alice [25/Nov/2026:04:05:06 +0000] "GET /compute/7 HTTP/1.1" 200 - ms=1.3 request=ab12`: as web servers
 * write it, without the size, and with all other facts after it.
 */
export function commonLine(time: number, request: CommonFields, fields: Fields): string {
  const { client, user, method, path, status } = request;
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  let line = `${word(client)} - ${word(user)} [${day}:${clock} +0000] "${inQuotes(`${method} ${path}`)} HTTP/1.1" ${status} -`;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && !IN_FRONT.has(name)) line += ` ${name}=${quoted(plain(name, value))}`;
  }
  return `${line}\n`;
}

function inQuotes(text: string): string {
  return escapeUnsafe(cut(text).replace(/["\\]/g, "\\$&"));
}

/** Between blanks: a user's name may hold quotes, and never a blank that would begin the next word. */
function word(text: string | undefined): string {
  return text === undefined || text === "" ? "-" : inQuotes(text).replace(/\s/g, "_");
}
