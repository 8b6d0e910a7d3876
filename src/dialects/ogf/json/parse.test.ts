import { describe, expect, test } from "bun:test";
import { Counter } from "../limits.ts";
import type { Sent, SentLink, Value } from "../model.ts";
import { parseJson } from "./parse.ts";
import { readJson } from "./read.ts";

const INFRA = "http://schemas.ogf.org/occi/infrastructure#";
const COMPUTE = { scheme: INFRA, term: "compute", class: "kind" as const };

const parse = (value: unknown): Sent => parseJson(JSON.stringify(value));
const attributesOf = (value: unknown) => Object.fromEntries(parse(value).representations[0]?.attributes ?? []);
const linkOf = (value: unknown): SentLink | undefined =>
  parse({ kind: `${INFRA}compute`, links: [value] }).representations[0]?.links[0];
const refused = expect.objectContaining({ name: "OcciError", code: "INVALID_REQUEST" });

describe("documents", () => {
  test("J-1: a resource, with an inline link", () => {
    const sent = parse({
      kind: `${INFRA}compute`,
      mixins: ["http://m#small"],
      title: "web",
      summary: "s",
      attributes: { "occi.compute.memory": 1.5 },
      actions: ["http://a#stop"],
      links: [
        {
          kind: `${INFRA}networkinterface`,
          id: "x",
          target: { location: "/network/3", kind: `${INFRA}network` },
          source: { location: "/compute/1" },
        },
      ],
    });
    expect(sent.locations).toEqual([]);
    expect(sent.representations).toEqual([
      {
        categories: [COMPUTE, { scheme: "http://m#", term: "small", class: "mixin" }],
        attributes: new Map<string, Value>([
          ["occi.compute.memory", 1.5],
          ["occi.core.title", "web"],
          ["occi.core.summary", "s"],
        ]),
        links: [
          {
            target: "/network/3",
            rel: [`${INFRA}network`],
            category: [`${INFRA}networkinterface`],
            attributes: new Map([
              ["occi.core.id", "x"],
              ["occi.core.source", "/compute/1"],
            ]),
          },
        ],
      },
    ]);
  });
  test("J-2: a link, its ends as objects or strings", () => {
    expect(
      attributesOf({
        kind: "http://k#l",
        source: "/compute/1",
        target: { location: "/network/2", kind: "http://k#n" },
      }),
    ).toEqual({
      "occi.core.source": "/compute/1",
      "occi.core.target": "/network/2",
      "occi.core.target.kind": "http://k#n",
    });
  });
  test("J-4: members and occi.core.* together, unless they differ", () => {
    expect(attributesOf({ title: "a", attributes: { "occi.core.title": "a" } })).toEqual({ "occi.core.title": "a" });
    expect(() => parse({ title: "a", attributes: { "occi.core.title": "b" } })).toThrow("occi.core.title");
    expect(linkOf({ attributes: { "occi.core.target": "/n" } })?.target).toBe("/n");
    expect(() => linkOf({ target: "/m", attributes: { "occi.core.target": "/n" } })).toThrow(refused);
  });
  test("J-5: no id is needed, and no kind where a part is updated", () => {
    expect(parse({ attributes: { "occi.compute.hostname": "h" } }).representations[0]?.categories).toEqual([]);
    expect(parse({}).representations).toHaveLength(1);
  });
  test("J-6: collections", () => {
    const sent = parse({
      resources: [{ kind: `${INFRA}compute` }, { title: "b" }],
      links: [{ source: "/a", target: "/b" }],
    });
    expect(sent.representations).toHaveLength(3);
    expect(parse({ resources: [] })).toEqual({ representations: [], locations: [] });
  });
  test("J-7, J-8, Q-6: categories in full", () => {
    const mixins = [
      { term: "blue", scheme: "http://t#", location: "/tags/blue/", depends: ["http://x#y"], title: "Blue" },
    ];
    expect(
      parse({ mixins, kinds: [{ term: "k", scheme: "http://t#", parent: "http://p#q", attributes: {} }] }),
    ).toEqual({
      representations: [
        {
          categories: [
            { scheme: "http://t#", term: "k", class: "kind", depends: ["http://p#q"] },
            {
              scheme: "http://t#",
              term: "blue",
              class: "mixin",
              title: "Blue",
              depends: ["http://x#y"],
              location: "/tags/blue/",
            },
          ],
          attributes: new Map(),
          links: [],
        },
      ],
      locations: [],
    });
  });
  test("J-9: an invocation", () => {
    expect(parse({ action: "http://a#save", attributes: { method: "hot", name: "x" } }).representations).toEqual([
      {
        categories: [{ scheme: "http://a#", term: "save", class: "action" }],
        attributes: new Map([
          ["method", "hot"],
          ["name", "x"],
        ]),
        links: [],
      },
    ]);
  });
  test("J-12: locations", () => {
    const locations = ["https://h/compute/1", "/compute/2"];
    expect(parse(locations)).toEqual({ representations: [], locations });
    expect(parse({ resources: [{ id: "/compute/2" }, { location: "/compute/3", id: "3" }] }).locations).toEqual([
      "/compute/2",
      "/compute/3",
    ]);
  });
  test("J-13: nested attributes, rel, and ends as strings", () => {
    expect(
      attributesOf({ attributes: { occi: { core: { title: "t" }, compute: { cores: 2 } }, "org.x.y": "z" } }),
    ).toEqual({
      "occi.core.title": "t",
      "occi.compute.cores": 2,
      "org.x.y": "z",
    });
    expect(linkOf({ rel: `${INFRA}network`, target: "/network/3" })).toEqual({
      target: "/network/3",
      rel: [`${INFRA}network`],
      category: [],
      attributes: new Map(),
    });
    expect(() => parse({ attributes: { a: { b: 1 }, "a.b": 2 } })).toThrow(refused);
  });
  test("structured values", () => {
    const rules = [{ type: "inbound", range: [1, 2] }];
    expect(attributesOf({ attributes: { "a.rules": rules, "a.map": { x: { y: true } } } })).toEqual({
      "a.rules": rules,
      "a.map": { x: { y: true } },
    });
  });
});

describe("J-11: refused", () => {
  test.each([
    "",
    "null",
    "1",
    '"x"',
    "[1]",
    "[[]]",
    '[{"id":"1"}]',
    '{"title":null}',
    '{"title":"a","title":"a"}',
    '{"attributes":{"a":1,"\\u0061":1}}',
    '{"unknown":1}',
    '{"__proto__":{}}',
    '{"kind":1}',
    '{"kind":"nohash"}',
    '{"kind":"http://a#"}',
    '{"mixins":["http://a#b",1]}',
    '{"mixins":"http://a#b"}',
    '{"mixins":[{"term":"a"}]}',
    '{"mixins":[{"term":"a","scheme":"http://s#","x":1}]}',
    '{"kinds":["http://a#b"]}',
    '{"actions":[1]}',
    '{"attributes":[]}',
    '{"attributes":{"a":null}}',
    '{"action":""}',
    '{"action":"http://a#b","kind":"http://a#b"}',
    '{"links":[{"kind":"http://a#b","links":[]}],"title":"x"}',
    '{"title":"x","links":[{}]}',
    '{"title":"x","links":[{"target":{}}]}',
    '{"title":"x","links":[{"target":{"location":"/a","x":1}}]}',
    '{"resources":{}}',
    '{"resources":["/a"]}',
    '{"resources":[],"kinds":[]}',
    '["a b"]',
  ])("%s", (body) => {
    expect(() => parseJson(body)).toThrow(refused);
  });
});

describe("the reader", () => {
  test.each([
    "{",
    "[",
    "[1,]",
    "[1 2]",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{a:1}",
    "{'a':1}",
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "NaN",
    "Infinity",
    "1e999",
    "tru",
    "truex",
    '"a',
    '"\\',
    '"\\x"',
    '"\\u12"',
    '"\t"',
    '"\\ud800"',
    '"a\\udc00b"',
    '{"\\ud83d":1}',
    "1 1",
    "/* */1",
    "[null]",
    "\u00a01",
  ])("%s is no JSON of ours", (text) => {
    expect(() => readJson(text, new Counter())).toThrow(refused);
  });
  test.each(["1", "-0.5e-3", '"\\ud83d\\ude00"', '"\\u00e9\\n\\"\\\\\\/"', " [ true , false ] ", '"\u007f\u2028"'])(
    "%s is read",
    (text) => {
      expect(readJson(text, new Counter())).toEqual(JSON.parse(text));
    },
  );
  test("32 levels and no more", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(() => readJson(nested(32), new Counter())).not.toThrow();
    expect(() => readJson(nested(33), new Counter())).toThrow("32 levels");
    expect(() => readJson("[".repeat(1_000_000), new Counter())).toThrow("32 levels");
  });
});
