/** Texts that would add attributes to a template where they are not escaped, and elements of XML with them. */
import fc from "fast-check";
import { anyCharacter } from "../../../testing/any-character.ts";
import type { OcciSending } from "../../ogf/testing/over-sim.ts";
import { VECTORS } from "./judge.ts";

/** A request of the property. */
export type Sent = readonly [method: string, path: string, sending: OcciSending];

export const HOSTILE = [
  ...[
    "vnc",
    "",
    " ",
    "\\",
    '"',
    "[",
    "]",
    "=",
    "#",
    "$",
    ",",
    "'",
    "x\\",
    '\\"',
    "<GRAPHICS>vnc</GRAPHICS>",
    "$FILE[IMAGE_ID=1]",
  ],
  ...[
    'vnc"\nGRAPHICS = "vnc',
    'x"\nOS="x"\nB="',
    'x" ]\nCONTEXT = "x"\nA = [ B = "',
    "x\nDISK = 1\n",
    "x\r\nNIC = 1\r\n",
    "x ]\nRAW = y",
  ],
  ...[
    "]]><OS>x</OS><![CDATA[",
    "</NAME><GRAPHICS>vnc</GRAPHICS><NAME>",
    "</TEMPLATE><TEMPLATE><OS>x</OS>",
    "&lt;OS&gt;x&lt;/OS&gt;",
  ],
  ...[
    "10.0.0.9",
    "0",
    "1",
    "-1",
    "1.5",
    "[ A = 1 ]",
    '[ TYPE = "vnc" ]',
    "NAME = [ A = 1 ]",
    "\u0001GRAPHICS=\u0002",
    "é☃",
  ],
];
/** What adds an attribute where a quote or a bracket is not escaped. */
export const INJECTIONS = HOSTILE.filter((text) => /OS|GRAPHICS|CONTEXT|DISK|NIC|RAW/.test(text));
export const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...INJECTIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: anyCharacter }) },
);
/** Mostly what is asked for; else anything. */
export const mostly = (right: string) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: hostile });
export const names = fc.constantFrom(
  ...[...VECTORS, "NAME", "CPU", "MEMORY", "VCPU", "TYPE", "SIZE", "PATH", "SOURCE", "DESCRIPTION", "SSH_PUBLIC_KEY"],
  ...[
    "START_SCRIPT",
    "USER_DATA",
    "USERDATA",
    "FILES_DS",
    "CONTEXT_FIXED",
    "TEMPLATE",
    "SCHED_REQUIREMENTS",
    "graphics",
  ],
);

export const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these no XML can hold
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
export const named = (name: string, right: string) => mostly(right).map((text) => element(name, escaped(text)));
/** An element of any name, plain or with others in it. */
const anything = fc.oneof(
  fc.tuple(names, hostile).map(([name, text]) => element(name, escaped(text))),
  fc.tuple(names, names, hostile).map(([name, inner, text]) => element(name, element(inner, escaped(text)))),
);
export const some = fc.array(anything, { maxLength: 3 }).map((all) => all.join(""));
const variables = fc
  .array(fc.tuple(names, hostile), { maxLength: 4 })
  .map((all) => all.map(([name, text]) => element(name, escaped(text))).join(""));
export const context = fc.oneof(
  variables.map((content) => element("CONTEXT", content)),
  hostile.map((text) => element("CONTEXT", escaped(text))),
);
export const together = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(""));
