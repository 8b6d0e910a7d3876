/** Forms, queries, paths and headers that were slow, or would be without their limits. */
import type { SlowInput } from "./slow-input.ts";

/** application/x-www-form-urlencoded. */
export const SLOW_FORMS: readonly SlowInput[] = [
  { name: "fields", pieces: [{ repeat: "a&" }] },
  { name: "ampersands", pieces: [{ repeat: "&" }] },
  { name: "escapes", pieces: ["occixml=", { repeat: "%41" }] },
  { name: "escapes that are not UTF-8", pieces: ["occixml=", { repeat: "%c3" }] },
];

/** Path and query. */
export const SLOW_TARGETS: readonly SlowInput[] = [
  { name: "parameters", pieces: ["/compute?", { repeat: "a&" }] },
  { name: "parameters of a page", pieces: ["/compute/?page=1", { repeat: ";" }] },
  { name: "blanks of a page", pieces: ["/compute/?page=", { repeat: "+" }, "&number=1"] },
  { name: "segments", pieces: [{ repeat: "/a" }] },
  { name: "one segment", pieces: ["/compute/", { repeat: "a" }, "/"] },
  { name: "escapes", pieces: ["/compute/", { repeat: "%41" }] },
];

/** Single headers: their names, then their values. */
export const SLOW_HEADERS: Readonly<Record<string, readonly SlowInput[]>> = {
  "user-agent": [
    { name: "versions", pieces: [{ repeat: "OCCI/1 " }] },
    { name: "a long version", pieces: ["OCCI/", { repeat: "1" }] },
  ],
  traceparent: [{ name: "a long end", pieces: [`01-${"a".repeat(32)}-${"b".repeat(16)}-00-`, { repeat: "-" }] }],
  authorization: [{ name: "blanks", pieces: ["Basic", { repeat: " " }, "YQ=="] }],
  "content-type": [
    { name: "parameters of a form", pieces: ["multipart/form-data", { repeat: "; boundary" }] },
    { name: "blanks of a form", pieces: ["multipart/form-data;", { repeat: " " }, "x"] },
  ],
  accept: [{ name: "xml without weight", pieces: [{ repeat: "text/xml;q=0," }] }],
};

/** multipart/form-data of the boundary x. */
export const SLOW_FORM_DATA: readonly SlowInput[] = [
  { name: "parts", pieces: [{ repeat: "--x\r\n\r\n\r\n" }, "--x--\r\n"] },
  { name: "beginnings of a boundary", pieces: [begin("occixml"), { repeat: "\r\n--" }, "\r\n--x--\r\n"] },
  { name: "line breaks before the first part", pieces: [{ repeat: "\r\n" }] },
  { name: "line breaks in a field", pieces: [begin("occixml"), { repeat: "\n" }, "\r\n--x--\r\n"] },
  { name: "header lines", pieces: ["--x\r\n", { repeat: "a: b\r\n" }] },
];

function begin(name: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`;
}
