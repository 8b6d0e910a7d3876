import { describe, expect, test } from "bun:test";
import type { Representation, Sent } from "./model.ts";
import { parseBody } from "./parse.ts";

const INFRA = "http://schemas.ogf.org/occi/infrastructure#";

function parse(contentType: string | null, body: string, headers: [string, string][] = []): Sent {
  return parseBody({ contentType, body, headers: new Headers(headers) });
}

/** The one representation of a text/plain body. */
function plain(...lines: string[]): Representation {
  const [representation] = parse("text/plain", lines.join("\n")).representations;
  if (representation === undefined) throw new Error("text has always one");
  return representation;
}

function attribute(value: string): unknown {
  return Object.fromEntries(plain(`X-OCCI-Attribute: ${value}`).attributes);
}

const refused = (code = "INVALID_REQUEST") => expect.objectContaining({ name: "OcciError", code });

describe("Content-Type", () => {
  const body = 'Category: compute; scheme="http://s#"; class="kind"';
  test.each(["text/plain", "text/occi+plain", "TEXT/PLAIN; charset=utf-8", "text/plain,text/occi", "x/y, text/plain"])(
    "H-6, N-3, N-9: %s is text/plain",
    (type) => {
      expect(parse(type, body).representations[0]?.categories).toEqual([
        { scheme: "http://s#", term: "compute", class: "kind" },
      ]);
    },
  );
  test("H-5: an unknown type is 415, a missing one too", () => {
    expect(() => parse("application/xml", "<x/>")).toThrow(refused("UNSUPPORTED_MEDIA_TYPE"));
    expect(() => parse(null, "x")).toThrow(refused("UNSUPPORTED_MEDIA_TYPE"));
  });
  test("nothing at all is nothing", () => {
    const nothing = { representations: [], locations: [] };
    expect(parse(null, "")).toEqual(nothing);
    expect(parse("application/x-www-form-urlencoded", "")).toEqual(nothing);
    expect(parse("application/json", "  ")).toEqual(nothing);
  });
  test("T-10: without type and body headers are text/occi", () => {
    const headers: [string, string][] = [["X-Occi-Attribute", 'occi.core.title="a, b"']];
    expect(parse(null, "", headers)).toEqual(parse("text/occi", "OK", headers));
    expect(parse(null, "", headers).representations[0]?.attributes.get("occi.core.title")).toBe("a, b");
  });
});

describe("text", () => {
  test("T-10: comma separated and repeated headers are the same", () => {
    const one = parse("text/occi", "", [["Category", 'a; scheme="http://s#", b; scheme="http://s#"']]);
    const two = parse("text/occi", "", [
      ["Category", 'a; scheme="http://s#"'],
      ["category", 'b; scheme="http://s#"'],
    ]);
    expect(one).toEqual(two);
    expect(one.representations[0]?.categories.map(({ term }) => term)).toEqual(["a", "b"]);
  });
  test("UTF-8 in headers is decoded", () => {
    const value = Buffer.from('occi.core.title="é網"').toString("latin1");
    const sent = parse("text/occi", "", [["X-OCCI-Attribute", value]]);
    expect(sent.representations[0]?.attributes.get("occi.core.title")).toBe("é網");
    const latin = parse("text/occi", "", [["X-OCCI-Attribute", 'occi.core.title="\u00e9"']]);
    expect(latin.representations[0]?.attributes.get("occi.core.title")).toBe("é");
  });
  test("T-9, H-7: names in any case, LF and CRLF, empty lines, all mixed", () => {
    const sent = parse(
      "text/plain",
      '\ufeffx-occi-location: https://h/compute/1\r\nCATEGORY:a;scheme="http://s#";class=mixin;\r\n\r\nX-Occi-Attribute: n=1\nLink: </x>; rel=a#b\n',
    );
    expect(sent.locations).toEqual(["https://h/compute/1"]);
    expect(sent.representations).toHaveLength(1);
    expect(sent.representations[0]?.links).toHaveLength(1);
  });
  test("T-1: a full category, class unquoted, rel and location; the rest is left out", () => {
    const line = `Category: my_stuff; scheme="http://e.com/x#"; class=mixin; title="a; \\"b\\", c"; rel="http://e.com/y#z"; location="/my/"; attributes="a.b{immutable}"; actions="http://e#f"`;
    expect(plain(line).categories).toEqual([
      {
        scheme: "http://e.com/x#",
        term: "my_stuff",
        class: "mixin",
        title: 'a; "b", c',
        depends: ["http://e.com/y#z"],
        location: "/my/",
      },
    ]);
  });
  test("Q-10: a category without class", () => {
    expect(plain('Category: my_stuff; scheme="http://e#"').categories).toEqual([
      { scheme: "http://e#", term: "my_stuff" },
    ]);
  });
  test.each(["Debian.12", "_x", "a-b", "4"])("T-2: the term %s is read", (term) => {
    expect(plain(`Category: ${term}; scheme="http://e#"`).categories[0]?.term).toBe(term);
  });
  test.each([
    ["a", "no scheme"],
    ['"a"; scheme="http://e#"', "not a term"],
    ['é; scheme="http://e#"', "not a term"],
    ['a; scheme=""', "not a URI"],
    ['a; scheme="http://e #"', "not a URI"],
    ['a; scheme="http://e#"; class="thing"', "thing"],
    ['a; scheme="http://e#"; scheme="http://f#"', "twice"],
    ['a; scheme="http://e#"; title', "name=value"],
    ['a; scheme="http://e#', "unescaped quote"],
  ])("T-1: Category: %s is refused", (item, message) => {
    expect(() => plain(`Category: ${item}`)).toThrow(refused());
    expect(() => plain(`Category: ${item}`)).toThrow(message);
  });
  test.each<[string, Record<string, unknown>]>([
    ['a="x"', { a: "x" }],
    ['a = "x" ', { a: "x" }],
    ['a=""', { a: "" }],
    ['a="\\"\\\\\\n"', { a: '"\\\\n' }],
    ["a=1.5", { a: 1.5 }],
    ["a=-2", { a: -2 }],
    ["a=1e+21", { a: 1e21 }],
    ["a=true", { a: true }],
    ["a=false", { a: false }],
    ["a=007", { a: "007" }],
    ["a=1.0", { a: "1.0" }],
    ["a=1e999", { a: "1e999" }],
    ["a=x64", { a: "x64" }],
    ['a="b,c;d=e", f=1,', { a: "b,c;d=e", f: 1 }],
    ['__proto__="x"', Object.fromEntries([["__proto__", "x"]])],
    [
      `occi.compute.memory=3.6, occi.core.title="How's your quotes escaping? \\", occi.compute.memory=1.0"`,
      { "occi.compute.memory": 3.6, "occi.core.title": "How's your quotes escaping? \", occi.compute.memory=1.0" },
    ],
  ])("T-8: %s", (value, expected) => {
    expect(Object.entries(attribute(value) as object)).toEqual(Object.entries(expected));
  });
  test.each(["a", "=1", "a=", "a=b c", 'a="b', 'a="b\\"', 'a="b"c', 'a="b" "c"', 'a=b"c"', "a b=1", "a=1, a=2"])(
    "T-8: %s is refused",
    (value) => {
      expect(() => attribute(value)).toThrow(refused());
    },
  );
  test("T-6: a link with everything", () => {
    const line = `Link: </network/3?a=b;c,d>; rel="${INFRA}network"; self="/link/1"; category="${INFRA}networkinterface http://m#x"; a.b="c;d"; n=2`;
    expect(plain(line).links).toEqual([
      {
        target: "/network/3?a=b;c,d",
        rel: [`${INFRA}network`],
        self: "/link/1",
        category: [`${INFRA}networkinterface`, "http://m#x"],
        attributes: new Map<string, string | number>([
          ["a.b", "c;d"],
          ["n", 2],
        ]),
      },
    ]);
  });
  test("L-6: category repeated or absent", () => {
    expect(plain('Link: </n>; rel=a#b; category="http://a#b"; category="http://c#d"').links[0]?.category).toEqual([
      "http://a#b",
      "http://c#d",
    ]);
    const [bare] = plain("Link: </n>; rel=a#b").links;
    expect(bare).toEqual({ target: "/n", rel: ["a#b"], category: [], attributes: new Map() });
  });
  test.each([
    ...["/network/3", "<>", "</n", "</n>x", '</n>; rel=a#b; self="a"; self="b"', '</n>; rel=a#b; a="1"; a="2"'],
    ...["</n>; rel", "</n>", '</n>; rel=""', '</n>; rel="  "', '</n>; category="http://a#b"; self="/l"'],
  ])("T-6: Link: %s is refused", (value) => {
    expect(() => plain(`Link: ${value}`)).toThrow(refused());
  });
  test.each(["OK", "Host: x", "no colon", ": x", "Category"])("the line %s is refused", (line) => {
    expect(() => plain(line)).toThrow(refused());
  });
  test("E-9: only mixins, rendered in full", () => {
    const { categories, attributes } = plain(
      'Category: large; scheme="http://e/resource_tpl#"; class="mixin"; title="Large"; rel="http://schemas.ogf.org/occi/infrastructure#resource_tpl"; location="/mixin/resource_tpl/large/"',
    );
    expect(categories[0]?.term).toBe("large");
    expect(attributes.size).toBe(0);
  });
  test("T-15: text/uri-list, with comments", () => {
    expect(parse("text/uri-list", "# all\r\nhttps://h/compute/41\r\n\r\n/compute/42\n")).toEqual({
      representations: [],
      locations: ["https://h/compute/41", "/compute/42"],
    });
    expect(() => parse("text/uri-list", "a b")).toThrow(refused());
  });
});

describe("limits", () => {
  const many = (count: number, item: (at: number) => string) => Array.from({ length: count }, (_, at) => item(at));
  test.each([
    ["categories", many(1_001, () => 'Category: a; scheme="http://s#"')],
    ["attributes", many(1_001, (at) => `X-OCCI-Attribute: a${at}=1`)],
    ["attributes", [`Link: </a>; rel=a#b; ${many(1_001, (at) => `a${at}=1`).join("; ")}`]],
    ["links", many(1_001, () => "Link: </a>; rel=a#b")],
    ["locations", many(10_001, () => "X-OCCI-Location: /a")],
  ])("too many %s are 413", (what, lines) => {
    expect(() => plain(...lines)).toThrow(refused("TOO_LARGE"));
    expect(() => plain(...lines)).toThrow(what);
  });
  test("as many as allowed pass", () => {
    expect(plain(...many(1_000, () => "Link: </a>; rel=a#b")).links).toHaveLength(1_000);
    expect(parse("text/uri-list", many(10_000, (at) => `/${at}`).join("\n")).locations).toHaveLength(10_000);
  });
  test("JSON too", () => {
    const json = (value: unknown) => () => parse("application/json", JSON.stringify(value));
    const object = Object.fromEntries(many(1_001, (at) => `a.${at}`).map((name) => [name, 1]));
    expect(json({ attributes: object })).toThrow(refused("TOO_LARGE"));
    expect(json({ mixins: many(1_001, () => "http://s#a") })).toThrow(refused("TOO_LARGE"));
    expect(json({ kind: "http://s#a", links: many(1_001, () => "").map(() => ({ target: "/a" })) })).toThrow("links");
    expect(json({ resources: many(1_001, () => "").map(() => ({})) })).toThrow(refused("TOO_LARGE"));
    expect(json(many(10_001, () => "/a"))).toThrow(refused("TOO_LARGE"));
  });
  test("what a message repeats is short and has no control characters", () => {
    try {
      attribute(`${"\u0001é".repeat(100_000)}`);
      throw new Error("was accepted");
    } catch (error) {
      const { message } = error as Error;
      expect(message.length).toBeLessThan(120);
      expect(message).not.toContain("\u0001");
    }
  });
});
