/** New tags: free names, places of their own. */
import { describe, expect, test } from "bun:test";
import { type SentCategory, typeId } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { catalogOf } from "../types/catalog.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { addTag, findTags } from "./requests.ts";
import { fromNotes, MOST_RELATED, MOST_TAGS } from "./tags.ts";

const SCHEME = "http://example.org/tags#";
const sent = (term: string, more: Partial<SentCategory> = {}): SentCategory => ({
  scheme: SCHEME,
  term,
  class: "mixin",
  ...more,
});

const vector = (term: string, location: string) =>
  `<OCCI_TAG_${term.toUpperCase().padEnd(16, "0")}><SCHEME>${SCHEME}</SCHEME><TERM>${term}</TERM><LOCATION>${location}</LOCATION></OCCI_TAG_${term.toUpperCase().padEnd(16, "0")}>`;
const user = (...tags: readonly string[]) =>
  `<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE>${tags.join("")}</TEMPLATE></USER>`;

/** Makes tags beside those that are there. @returns their locations, as they are written to oned. */
async function locations(present: readonly string[], ...tags: readonly SentCategory[]): Promise<string[]> {
  const oned = new ScriptedOned({ "user.info": user(...present) });
  await addTag(callerOf(oned), tags);
  const [written = ""] = oned.calls.filter((call) => call.startsWith("user.update"));
  return [...written.matchAll(/<LOCATION>([^<]*)<\/LOCATION>/g)].map(([, location]) => location ?? "");
}
const refusal = (present: readonly string[], ...tags: readonly SentCategory[]) =>
  failureOf(locations(present, ...tags));

describe("the location of a new tag", () => {
  test("is chosen where none is sent: by the term, and free", async () => {
    expect(await locations([], sent("Blue"))).toEqual(["/mixin/blue/"]);
    expect(await locations([vector("other", "/mixin/blue/")], sent("blue"))).toEqual(["/mixin/blue-2/"]);
    const two = [vector("other", "/mixin/blue/"), vector("more", "/mixin/blue-2/")];
    expect(await locations(two, sent("blue"))).toEqual(["/mixin/blue-3/"]);
    expect(await locations([], sent("os_tpl"))).toEqual(["/mixin/os_tpl-2/"]);
    expect(await locations([], sent("OpenNebula"))).toEqual(["/mixin/opennebula-2/"]);
    const same = { ...sent("blue"), scheme: "http://example.org/more#" };
    expect(await locations([], sent("blue"), same)).toEqual(["/mixin/blue/", "/mixin/blue-2/"]);
  });

  test("is the one that is sent, also below another's", async () => {
    expect(await locations([], sent("blue", { location: "/mine/blue/" }))).toEqual(["/mine/blue/"]);
    expect(await locations([vector("other", "/mine/")], sent("blue", { location: "/mine/blue/" }))).toEqual([
      "/mine/blue/",
    ]);
  });

  test.each(["/api/", "/api/v1/machines/", "/ui/mine/", "/events/"])("%s is the server's", async (location) => {
    expect(await refusal([], sent("blue", { location }))).toBe(
      `INVALID_REQUEST: The server reserves this location: ${location}`,
    );
  });

  test("may begin like a word of the server", async () => {
    expect(await locations([], sent("blue", { location: "/apis/" }))).toEqual(["/apis/"]);
    expect(await locations([], sent("blue", { location: "/tags/ui/" }))).toEqual(["/tags/ui/"]);
  });

  test.each([
    ["is another's", "/mine/blue/", "/mine/blue/"],
    ["is above another's", "/mine/blue/", "/mine/"],
    ["is above another's, further up", "/mine/a/b/", "/mine/"],
    ["is the root", "/mine/blue/", "/"],
  ])("that %s is taken", async (_what, other, location) => {
    expect(await refusal([vector("other", other)], sent("blue", { location }))).toStartWith("NAME_TAKEN");
  });

  test.each(["/compute/", "/compute/7/", "/-/", "/link/x/", "/mixin/os_tpl/", "/mixin/os_tpl/x/", "/user/", "/mixin/"])(
    "that is the server's own is taken: %s",
    async (location) => {
      expect(await refusal([], sent("blue", { location }))).toStartWith("NAME_TAKEN");
    },
  );

  test.each(["mine/", "/mine", "/a/../b/", "/a//b/", "/ä/", "http://example.org/mine/"])(
    "is a plain path: %s is none",
    async (location) => {
      expect(await refusal([], sent("blue", { location }))).toStartWith("INVALID_REQUEST");
    },
  );
});

test("a new tag is written with what is said of it, and nothing else", async () => {
  const written = async (category: SentCategory) => {
    const oned = new ScriptedOned({ "user.info": user() });
    await addTag(callerOf(oned), [category]);
    const texts = oned.calls.filter((call) => call.startsWith("user.update"));
    return [...texts.join("").matchAll(/<([A-Z]+)>([^<]*)<\/\1>/g)].map(([, name, text]) => `${name} ${text}`);
  };
  const plain = [`SCHEME ${SCHEME}`, "TERM blue", "LOCATION /mixin/blue/"];
  expect(await written(sent("blue"))).toEqual(plain);
  const all = { title: "Blue", depends: ["http://e.org/o#a", "http://e.org/o#b"], applies: ["http://e.org/o#c"] };
  expect((await written(sent("blue", all))).toSorted()).toEqual(
    [...plain, "TITLE Blue", "DEPENDS http://e.org/o#a http://e.org/o#b", "APPLIES http://e.org/o#c"].toSorted(),
  );
});

describe("a new tag", () => {
  test("that is there already is refused, of the request too", async () => {
    expect(await refusal([vector("blue", "/x/")], sent("blue"))).toStartWith("NAME_TAKEN");
    expect(await refusal([vector("blue", "/x/")], sent("blue", { location: "/y/" }))).toContain(
      `${SCHEME}blue already exists`,
    );
  });

  test("in a scheme of the server's is refused before oned is asked", async () => {
    const oned = new ScriptedOned();
    const schemes = schemesOf({ server: "localhost" });
    const own = { scheme: schemes.osTpl, term: "mine", class: "mixin" } as const;
    expect(await failureOf(addTag(callerOf(oned), [own]))).toContain("is reserved for the server");
    const small = { scheme: schemes.resourceTpl, term: "small", class: "mixin" } as const;
    expect(await failureOf(addTag(callerOf(oned), [small]))).toStartWith("NAME_TAKEN");
    expect(oned.calls).toEqual([]);
  });

  test("is one of two hundred at most", async () => {
    const hash = (number: number) => number.toString(16).toUpperCase().padStart(16, "0");
    const many = Array.from({ length: MOST_TAGS - 1 }, (_, number) =>
      vector(`t${number}`, `/t${number}/`).replace(/OCCI_TAG_[0-9A-Z]+/g, `OCCI_TAG_${hash(number)}`),
    );
    expect(await locations(many, sent("last"))).toEqual(["/mixin/last/"]);
    expect(await refusal(many, sent("last"), sent("more"))).toStartWith("TOO_LARGE");
  });

  test("depends on fifty types at most, and applies to as many", async () => {
    const types = (count: number) => Array.from({ length: count }, (_, number) => `http://e.org/o#${number}`);
    expect(
      await locations([], sent("blue", { depends: types(MOST_RELATED), applies: types(MOST_RELATED) })),
    ).toHaveLength(1);
    expect(await refusal([], sent("blue", { depends: types(MOST_RELATED + 1) }))).toStartWith("TOO_LARGE");
    expect(await refusal([], sent("blue", { applies: types(MOST_RELATED + 1) }))).toStartWith("TOO_LARGE");
  });

  test("has texts of 1,024 characters at most, which oned can keep", async () => {
    expect(await locations([], sent("blue", { title: "x".repeat(1024) }))).toHaveLength(1);
    expect(await refusal([], sent("blue", { title: "x".repeat(1025) }))).toStartWith("INVALID_REQUEST");
    expect(await refusal([], sent("blue", { title: "a\u0007b" }))).toStartWith("INVALID_CHARACTER");
  });
});

test("a tag is found by its identifier: another's is not there, and the server's own are nobody's to delete", () => {
  const caller = callerOf(new ScriptedOned());
  const tag = new Map([
    ["SCHEME", SCHEME],
    ["TERM", "blue"],
    ["LOCATION", "/blue/"],
  ]);
  const tags = fromNotes({
    id: 2,
    name: "alice",
    texts: new Map(),
    vectors: new Map([["OCCI_TAG_0000000000000000", tag]]),
  });
  const catalog = catalogOf(caller, tags);
  expect(findTags(catalog, [sent("blue")]).map(typeId)).toEqual([`${SCHEME}blue`]);
  expect(() => findTags(catalog, [sent("red")])).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  const small = typeMixin(schemesOf({ server: "localhost" }), "small");
  const own = { scheme: small.slice(0, small.indexOf("#") + 1), term: "small", class: "mixin" } as const;
  expect(() => findTags(catalog, [own])).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
});
