import { expect, test } from "bun:test";
import { localized, localizedFilter } from "./localize.ts";
import type { Sent } from "./model.ts";

const BEFORE = "https://h/occi";
const toPath = (location: string): string => {
  if (location.startsWith("https://other/")) throw new Error("another server's");
  return location.startsWith(BEFORE) ? location.slice(BEFORE.length) : location;
};

function sent(base: string): Sent {
  const ends = new Map([
    ["occi.core.source", `${base}/compute/1`],
    ["occi.core.target", `${base}/network/3`],
    ["occi.core.title", `${base}/title`],
  ]);
  return {
    representations: [
      {
        categories: [
          { scheme: "http://s#", term: "t", location: `${base}/tags/t/` },
          { scheme: "http://s#", term: "u" },
        ],
        attributes: ends,
        links: [
          { target: `${base}/network/3?action=up`, rel: [], category: [], self: `${base}/link/x`, attributes: ends },
          { target: `${base}/storage/4`, rel: [], category: [], attributes: new Map([["n", 1]]) },
        ],
      },
    ],
    locations: [`${base}/compute/1`, `${base}/compute/2`],
  };
}

test("all locations in representations become paths, and nothing else", () => {
  const expected = { ...sent(""), locations: sent(BEFORE).locations };
  for (const { attributes, links } of expected.representations) {
    for (const one of [attributes, links[0]?.attributes]) {
      (one as Map<string, string>).set("occi.core.title", `${BEFORE}/title`);
    }
  }
  expect(localized(sent(BEFORE), toPath)).toEqual(expected);
  const filter = { categories: [], attributes: sent(BEFORE).representations[0]?.attributes ?? new Map() };
  expect(localizedFilter(filter, toPath).attributes).toEqual(expected.representations[0]?.attributes ?? new Map());
});

test("another server's is refused wherever it stands", () => {
  const [one] = sent("https://other").representations;
  if (one === undefined) throw new Error("nothing is sent");
  const only = (part: Partial<typeof one>): Sent => ({
    representations: [{ categories: [], attributes: new Map(), links: [], ...part }],
    locations: [],
  });
  for (const wrong of [
    only({ categories: one.categories }),
    only({ attributes: one.attributes }),
    only({ links: one.links }),
  ]) {
    expect(() => localized(wrong, toPath)).toThrow("another server's");
  }
});
