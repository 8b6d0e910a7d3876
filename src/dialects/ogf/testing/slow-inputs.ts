/** The texts that these readers were slowest with, or would be without their limits; kept for the fuzzer and the tests. */
import type { SlowInput } from "../../../http/testing/slow-input.ts";

/** application/occi+json. */
export const SLOW_JSON: readonly SlowInput[] = [
  {
    name: "a long outer name with many inner ones",
    pieces: ['{"attributes":{"', { repeat: "A" }, '":{', { repeat: '"{n}":1,' }, '"-":1}}}'],
  },
  {
    name: "a long outer name with 999 inner ones",
    pieces: ['{"attributes":{"', { repeat: "A" }, `":{${members(999)}}}}`],
  },
  { name: "words of rel", pieces: ['{"kind":"a#b","links":[{"target":"/a","rel":"', { repeat: "a " }, '"}]}'] },
  { name: "numbers in a list", pieces: ["[", { repeat: "1," }, "1]"] },
  { name: "empty lists", pieces: ["[", { repeat: "[]," }, "1]"] },
  { name: "empty objects", pieces: ["[", { repeat: "{}," }, "1]"] },
  { name: "objects of one member", pieces: ["[", { repeat: '{"":1},' }, "1]"] },
  {
    name: "objects of one member within a value",
    pieces: ['{"attributes":{"a.b":[', { repeat: '{"{n}":1},' }, "1]}}"],
  },
  { name: "a large object within a value", pieces: ['{"attributes":{"a.b":{', { repeat: '"{n}":1,' }, '"-":1}}}'] },
  { name: "lists in lists", pieces: ["[", { repeat: `${"[".repeat(30)}${"]".repeat(30)},` }, "1]"] },
  { name: "keys", pieces: ["{", { repeat: '"{n}":1,' }, '"-":1}'] },
  { name: "actions", pieces: ['{"actions":[', { repeat: '"a",' }, '"a"]}'] },
  { name: "objects for actions", pieces: ['{"actions":[', { repeat: '{"id":"/a"},' }, '"a#b"]}'] },
  { name: "mixins", pieces: ['{"mixins":[', { repeat: '"a#b",' }, '"a#b"]}'] },
  { name: "applies", pieces: ['{"mixins":[{"term":"a","scheme":"b#","applies":[', { repeat: '"",' }, '""]}]}'] },
  { name: "categories", pieces: ['{"mixins":[', { repeat: '{"term":"a","scheme":"b#"},' }, "{}]}"] },
  { name: "entities", pieces: ['{"resources":[', { repeat: "{}," }, "{}]}"] },
  { name: "locations as objects", pieces: ['{"resources":[', { repeat: '{"id":"/a"},' }, '{"id":"/a"}]}'] },
  { name: "escapes", pieces: ['{"title":"', { repeat: "\\n" }, '"}'] },
  { name: "blanks", pieces: ["{", { repeat: " \n" }, "}"] },
  { name: "a long number", pieces: [{ repeat: "1" }] },
];

function members(count: number): string {
  return Array.from({ length: count }, (_, number) => `"${number.toString(36)}":1`).join(",");
}

/** text/plain. */
export const SLOW_TEXT: readonly SlowInput[] = [
  { name: "line breaks", pieces: [{ repeat: "\n" }] },
  { name: "blank lines", pieces: [{ repeat: " \r\n" }] },
  { name: "commas", pieces: ["X-OCCI-Attribute: ", { repeat: "," }] },
  { name: "semicolons", pieces: ["Link: </a>", { repeat: ";" }] },
  { name: "words of rel", pieces: ['Link: </x>; rel="', { repeat: "a " }, '"'] },
  { name: "words of applies", pieces: ['Category: a; scheme="b#"; applies="', { repeat: "a " }, '"'] },
  { name: "categories of a link", pieces: ["Link: </a>", { repeat: '; category="a"' }] },
  { name: "attributes of a link", pieces: ["Link: </a>", { repeat: "; a=1" }] },
  { name: "attributes", pieces: ["X-OCCI-Attribute: ", { repeat: "a{n}=1," }] },
  { name: "escapes in a value", pieces: ['X-OCCI-Attribute: a="', { repeat: '\\"' }, '"'] },
  { name: "escapes of letters", pieces: ['Category: a; scheme="', { repeat: "\\n\\na.b" }, '#"'] },
  { name: "empty strings", pieces: ["Link: ", { repeat: '"' }] },
  { name: "lines of locations", pieces: [{ repeat: "X-OCCI-Location: /a\n" }] },
  { name: "open targets", pieces: ["Link: ", { repeat: "<" }] },
  { name: "open targets with an end", pieces: ["Link: ", { repeat: "<," }, ">"] },
  { name: "links", pieces: ["Link: ", { repeat: "<a>," }] },
  { name: "strings in an item", pieces: ["X-OCCI-Attribute: ", { repeat: '""' }] },
];

/** text/uri-list. */
export const SLOW_URI_LISTS: readonly SlowInput[] = [
  { name: "line breaks", pieces: [{ repeat: "\n" }] },
  { name: "comments", pieces: [{ repeat: "#\n" }] },
  { name: "locations", pieces: [{ repeat: "/a\n" }] },
  { name: "one long location", pieces: [{ repeat: "/a?" }] },
];

/** Accept, Content-Type. */
export const SLOW_MEDIA_TYPES: readonly SlowInput[] = [
  { name: "commas", pieces: [{ repeat: "," }] },
  { name: "types", pieces: [{ repeat: "a/b," }] },
  { name: "parameters", pieces: ["text/plain", { repeat: ";q=1" }] },
  { name: "open targets", pieces: [{ repeat: "<," }, ">"] },
];
