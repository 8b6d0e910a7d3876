/** Every reader of what clients send, with what its texts are made of. */
import { negotiate, parseBody, parsePage } from "../../../src/dialects/ogf/index.ts";
import * as slowOcci from "../../../src/dialects/ogf/testing/slow-inputs.ts";
import {
  parseAction,
  parseCompute,
  parseComputeChange,
  parseNetwork,
  parseStorage,
} from "../../../src/dialects/opennebula-xml/index.ts";
import { boundaryOf } from "../../../src/http/multipart.ts";
import { parametersOf } from "../../../src/http/parameters.ts";
import type { SlowInput } from "../../../src/http/testing/slow-input.ts";
import * as slowHttp from "../../../src/http/testing/slow-inputs.ts";
import { SLOW_XML } from "../../../src/xml/testing/slow-inputs.ts";
import { ask, BODY, body, HEADER, header, multipart, occiHeader, refusable } from "./readers.ts";
import { FORM_TOKENS, HEADER_TOKENS, JSON_TOKENS, MARKS, PATH_TOKENS, TEXT_TOKENS, XML_TOKENS } from "./tokens.ts";

export interface Target {
  readonly name: string;
  /** Bytes of the longest text: BODY_LIMIT, or what all headers of a request may have. */
  readonly most: number;
  /** Reads a text, and refuses it where it is to be refused. Anything else that is thrown is a fault. */
  read(text: string): unknown;
  /** Texts that are, or were, slow. */
  readonly corpus: readonly SlowInput[];
  /** The tokens of texts. */
  readonly tokens: readonly string[];
  /** The text before and after the repeated part. */
  readonly frames: readonly (readonly [string, string])[];
}

const OCCI_VALUES: Target["frames"] = [
  ["", ""],
  ["</a>;", ""],
  ['</a>; rel="', '"'],
  ['a; scheme="b#"; applies="', '"'],
  ['a="', '"'],
  ["a=", ""],
];
const inHeaders = (name: string): Target => ({
  name: `header ${name}`,
  most: HEADER,
  read: occiHeader(name),
  corpus: slowOcci.SLOW_TEXT.filter(({ pieces }) => String(pieces[0]).toLowerCase().startsWith(`${name}:`)).map(
    ({ name: title, pieces: [first, ...rest] }) => ({
      name: title,
      pieces: [
        String(first)
          .slice(name.length + 1)
          .trim(),
        ...rest,
      ],
    }),
  ),
  tokens: HEADER_TOKENS,
  frames: OCCI_VALUES,
});
const anyHeader = (name: string): Target => ({
  name: `header ${name}`,
  most: HEADER,
  read: header(name, (headers) => ask("/compute/7", { [name]: headers.get(name) ?? "" })),
  corpus: slowHttp.SLOW_HEADERS[name] ?? [],
  tokens: HEADER_TOKENS,
  frames: [
    ["", ""],
    ["a", "a"],
  ],
});
const xml = (name: string, root: string, parse: (text: string) => unknown, corpus: readonly SlowInput[]): Target => ({
  name,
  most: BODY,
  read: (text) => refusable(() => parse(text)),
  corpus,
  tokens: XML_TOKENS,
  frames: [
    ["", ""],
    [`<${root}>`, `</${root}>`],
    [`<${root}><NAME>`, `</NAME></${root}>`],
    [`<${root}`, "/>"],
    [`<${root} a="`, '"/>'],
    [`<${root}><!--`, `--></${root}>`],
    [`<${root}><![CDATA[`, `]]></${root}>`],
    [`<${root}><CONTEXT>`, `</CONTEXT></${root}>`],
    [`<${root}/>`, ""],
  ],
});

export const TARGETS: readonly Target[] = [
  {
    name: "JSON",
    most: BODY,
    read: body("application/occi+json"),
    corpus: slowOcci.SLOW_JSON,
    tokens: JSON_TOKENS,
    frames: [
      ["", ""],
      ["[", "1]"],
      ["{", '"-":1}'],
      ['{"title":"', '"}'],
      ['{"attributes":{', '"-":1}}'],
      ['{"attributes":{"a":{', '"-":1}}}'],
      ['{"attributes":{"a.b":[', "1]}}"],
      ['{"attributes":{"a.b":{', '"-":1}}}'],
      ['{"kind":"http://schemas.ogf.org/occi/infrastructure#compute","links":[', '{"target":"/a"}]}'],
      ['{"kind":"a#b","links":[{"target":"/a","rel":"', '"}]}'],
      ['{"mixins":[', '"a#b"]}'],
      ['{"mixins":[{"term":"a","scheme":"b#","applies":[', '"a#b"]}]}'],
      ['{"actions":[', '"a#b"]}'],
      ['{"resources":[', "{}]}"],
      [
        '{"kind":"http://schemas.ogf.org/occi/infrastructure#securitygroup","attributes":{"occi.securitygroup.rules":[',
        "{}]}}",
      ],
    ],
  },
  {
    name: "text",
    most: BODY,
    read: body("text/plain"),
    corpus: slowOcci.SLOW_TEXT,
    tokens: TEXT_TOKENS,
    frames: [
      ["", ""],
      ["Link: </a>", ""],
      ["Link: ", ""],
      ['Link: </a>; rel="', '"'],
      ['Link: </a>; category="', '"'],
      ["Category: ", ""],
      ['Category: a; scheme="b#"; applies="', '"'],
      ['Category: a; scheme="', '#"'],
      ["X-OCCI-Attribute: ", "a=1"],
      ['X-OCCI-Attribute: a="', '"'],
      ["X-OCCI-Location: ", ""],
    ],
  },
  {
    name: "list of URIs",
    most: BODY,
    read: body("text/uri-list"),
    corpus: slowOcci.SLOW_URI_LISTS,
    tokens: TEXT_TOKENS,
    frames: [["", ""]],
  },
  ...["category", "link", "x-occi-attribute", "x-occi-location"].map(inHeaders),
  {
    name: "Accept and Content-Type",
    most: HEADER,
    read: (text) => [
      refusable(() => negotiate(text)),
      refusable(() => parseBody({ contentType: text, headers: new Headers(), body: "x" })),
      refusable(() => boundaryOf(text)),
    ],
    corpus: slowOcci.SLOW_MEDIA_TYPES,
    tokens: [...HEADER_TOKENS, "multipart/form-data", "; boundary=", "text/plain", ";q=1", ";q=0.5,"],
    frames: [
      ["", ""],
      ["text/plain", ""],
      ["multipart/form-data; boundary=", ""],
    ],
  },
  ...["accept", "content-type", "user-agent", "traceparent", "x-request-id", "cookie", "authorization"].map(anyHeader),
  {
    name: "path and query",
    most: HEADER,
    read: (text) => {
      const whole = /^\/[^\s]*$/.test(text) ? URL.parse(text, "http://localhost") : null;
      return whole === null ? undefined : ask(whole.pathname + whole.search);
    },
    corpus: slowHttp.SLOW_TARGETS,
    tokens: PATH_TOKENS,
    frames: [
      ["/", ""],
      ["/compute/", ""],
      ["/compute/?", ""],
      ["/mixin/os_tpl/", ""],
      ["/-/?", ""],
      ["/link/storagelink/", "/"],
    ],
  },
  {
    name: "query of a page",
    most: HEADER,
    read: (text) => [refusable(() => parsePage(text, 100)), refusable(() => parametersOf(text))],
    corpus: [{ name: "separators", pieces: ["page=1", { repeat: ";" }] }],
    tokens: PATH_TOKENS,
    frames: [
      ["", ""],
      ["page=", "&number=1"],
    ],
  },
  xml("XML of a machine", "COMPUTE", parseCompute, SLOW_XML),
  xml("XML of a change", "COMPUTE", parseComputeChange, []),
  xml("XML of an action", "ACTION", parseAction, []),
  xml("XML of an image", "STORAGE", parseStorage, []),
  xml("XML of a network", "NETWORK", parseNetwork, []),
  {
    name: "form",
    most: BODY,
    read: (text) =>
      refusable(() => {
        const xml = parametersOf(text).get("occixml");
        return xml === null ? undefined : parseStorage(xml);
      }),
    corpus: slowHttp.SLOW_FORMS,
    tokens: [...FORM_TOKENS, ...XML_TOKENS],
    frames: [
      ["", ""],
      ["occixml=", ""],
      ["occixml=%3CSTORAGE%3E", "%3C/STORAGE%3E"],
    ],
  },
  {
    name: "multipart form",
    most: BODY,
    read: multipart,
    corpus: slowHttp.SLOW_FORM_DATA,
    tokens: [...MARKS, "-", "--", "--x", "\r\n--", "\r\n--x\r\n", "\r", "\r\n\r\n", "a: b\r\n", "--x\r\n\r\n\r\n"],
    frames: [
      ["", ""],
      ['--x\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n', "\r\n--x--\r\n"],
      ["--x\r\n", "\r\n\r\n\r\n--x--\r\n"],
      ["--x\r\nContent-Disposition: form-data; ", "\r\n\r\n\r\n--x--\r\n"],
    ],
  },
];
