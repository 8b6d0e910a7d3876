/** The documents that the reader of requests was slowest with, or would be without its limits. */
import type { SlowInput } from "../../http/testing/slow-input.ts";

const inName = (name: string, repeat: string): SlowInput => ({
  name,
  pieces: ["<COMPUTE><NAME>", { repeat }, "</NAME></COMPUTE>"],
});

export const SLOW_XML: readonly SlowInput[] = [
  inName("lines and blanks", "\n "),
  inName("carriage returns", "\r"),
  inName("signs of greater", ">"),
  inName("brackets before none", "]]"),
  inName("letters", "x"),
  inName("letters beyond ASCII", "é"),
  inName("references", "&lt;"),
  inName("references by number", "&#65;"),
  inName("CDATA sections", "<![CDATA[]]>"),
  inName("comments", "<!---->"),
  { name: "elements", pieces: ["<COMPUTE>", { repeat: "<A/>" }, "</COMPUTE>"] },
  { name: "elements of many names", pieces: ["<COMPUTE>", { repeat: "<A{n}/>" }, "</COMPUTE>"] },
  {
    name: "variables of CONTEXT",
    pieces: ["<COMPUTE><CONTEXT>", { repeat: "<A{n}>x</A{n}>" }, "</CONTEXT></COMPUTE>"],
  },
  { name: "attributes", pieces: ["<COMPUTE>", { repeat: "<A a{n}=''/>" }, "</COMPUTE>"] },
  { name: "tabs in an attribute", pieces: ["<COMPUTE a='", { repeat: "\t" }, "'/>"] },
  { name: "carriage returns in an attribute", pieces: ["<COMPUTE a='", { repeat: "\r" }, "'/>"] },
  {
    name: "line breaks of Windows among letters beyond ASCII",
    pieces: ["<COMPUTE a='", { repeat: "\r\n😀" }, "'/>"],
  },
  { name: "blanks in a tag", pieces: ["<COMPUTE", { repeat: " " }, "/>"] },
  { name: "a long name", pieces: ["<", { repeat: "a" }, "/>"] },
  { name: "a long name beyond ASCII", pieces: ["<", { repeat: "é" }, "/>"] },
  { name: "blanks behind the root", pieces: ["<COMPUTE/>", { repeat: " " }] },
  { name: "slashes of an href", pieces: ["<COMPUTE><DISK><STORAGE href='", { repeat: "/" }, "'/></DISK></COMPUTE>"] },
];
