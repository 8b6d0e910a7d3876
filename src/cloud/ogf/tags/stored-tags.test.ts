/** Which attributes of a user's template are tags, and which of those of entities count: users can write anything there. */
import { describe, expect, test } from "bun:test";
import { fromNotes, isLocation, isReservedScheme, tagMixin } from "./tags.ts";

const NAME = "OCCI_TAG_0123456789ABCDEF";
const BLUE = { SCHEME: "http://e.org/tags#", TERM: "blue", LOCATION: "/blue/" };

/** What is read of vectors and texts of a template. */
function read(vectors: Readonly<Record<string, object>>, texts: Readonly<Record<string, string>> = {}) {
  const asMap = (vector: object): ReadonlyMap<string, string> => new Map(Object.entries(vector));
  const entries = Object.entries(vectors).map(([name, vector]) => [name, asMap(vector)] as const);
  return fromNotes({ id: 2, name: "alice", texts: new Map(Object.entries(texts)), vectors: new Map(entries) });
}
const tag = (vector: object) => read({ [NAME]: vector }).list[0];
const members = (texts: Readonly<Record<string, string>>) => {
  const [first] = read({ [NAME]: BLUE }, texts).list;
  return Object.fromEntries([...(first?.members ?? [])].map(([kind, ids]) => [kind, [...ids]]));
};

describe("a vector is a tag", () => {
  test("with scheme, term and location; all else may be missing", () => {
    const plain = { scheme: "http://e.org/tags#", term: "blue", location: "/blue/", depends: [], applies: [] };
    expect(tag(BLUE)).toEqual({ ...plain, members: new Map() });
    expect(tag({ ...BLUE, TITLE: "", DEPENDS: " a  b a ", APPLIES: "c" })).toEqual({
      ...plain,
      title: "",
      depends: ["a", "b"],
      applies: ["c"],
      members: new Map(),
    });
  });

  test.each(["SCHEME", "TERM", "LOCATION"])("and none without %s", (missing) => {
    expect(tag({ ...BLUE, [missing]: "" })).toBeUndefined();
    expect(tag(Object.fromEntries(Object.entries(BLUE).filter(([name]) => name !== missing)))).toBeUndefined();
  });

  test.each([
    { SCHEME: "http://e.org/tags" },
    { SCHEME: "http://e.org/tags#x" },
    { SCHEME: "1http://e.org/tags#" },
    { SCHEME: " http://e.org/tags#" },
    { SCHEME: "http://e.org/ta gs#" },
    { SCHEME: "http://schemas.ogf.org/occi/core#" },
    { TERM: "-blue" },
    { TERM: " blue" },
    { TERM: "blue!" },
    { LOCATION: "blue/" },
    { LOCATION: "x/blue/" },
    { LOCATION: "/blue" },
    { LOCATION: "/blue/?x" },
  ])("and none with %j", (wrong) => {
    expect(tag({ ...BLUE, ...wrong })).toBeUndefined();
  });

  test("if its name is one of ours", () => {
    expect(read({ OTHER_0123456789ABCDEF: BLUE }).list).toEqual([]);
  });

  test("of texts with 1,024 characters at most", () => {
    const longest = `http://e.org/${"x".repeat(1024 - 14)}#`;
    expect(tag({ ...BLUE, SCHEME: longest })?.scheme).toHaveLength(1024);
    expect(tag({ ...BLUE, DEPENDS: "x".repeat(1024) })?.depends).toHaveLength(1);
    expect(tag({ ...BLUE, DEPENDS: "x".repeat(1025) })?.depends).toEqual([]);
    const fifty = Array.from({ length: 50 }, (_, index) => `${index}`.padStart(1024, "x"));
    expect(tag({ ...BLUE, APPLIES: fifty.join(" ") })?.applies).toEqual(fifty);
  });
});

describe("entities carry a tag", () => {
  test("by a text that has its name, their kind and their id", () => {
    const texts = {
      [`${NAME}_COMPUTE_7`]: "x",
      [`${NAME}_COMPUTE_8`]: "x",
      [`${NAME}_STORAGELINK_COMPUTE_7_DISK_0`]: "x",
    };
    expect(members(texts)).toEqual({ compute: ["7", "8"], storagelink: ["compute_7_disk_0"] });
  });

  test.each([
    [`${NAME}_COMPUTE_7`, ""],
    [`${NAME}_COMPUTE_7`, " "],
    [`X${NAME}_COMPUTE_7`, "x"],
    [`${NAME}_COMPUTE_7!`, "x"],
    [`${NAME}_compute_7`, "x"],
    [`${NAME}_COMPUTE`, "x"],
    [`${NAME}0_COMPUTE_7`, "x"],
    [`${NAME}_COMPUTE_${"7".repeat(1024)}`, "x"],
  ])("and by no other: %s", (name, text) => {
    expect(members({ [name]: text })).toEqual({});
  });

  test("2,000 at most, of all tags together", () => {
    const texts = Array.from({ length: 2_001 }, (_, id) => [`${NAME}_COMPUTE_${id}`, "x"] as const);
    expect(members(Object.fromEntries(texts)).compute).toHaveLength(2_000);
  });

  test("with a name of 1,024 characters at most", () => {
    const id = "7".repeat(1024 - `${NAME}_COMPUTE_`.length);
    expect(members({ [`${NAME}_COMPUTE_${id}`]: "x" })).toEqual({ compute: [id] });
  });
});

test("a tag is a mixin that says so", () => {
  const mine = tag({ ...BLUE, TITLE: "Blue", DEPENDS: "a", APPLIES: "b" });
  const mixin = {
    class: "mixin",
    scheme: "http://e.org/tags#",
    term: "blue",
    attributes: [],
    depends: ["a"],
    applies: ["b"],
    location: "/blue/",
    actions: [],
    tag: true,
  };
  expect((mine && tagMixin(mine)) as unknown).toEqual({ ...mixin, title: "Blue" });
  const plain = tag(BLUE);
  expect((plain && tagMixin(plain)) as unknown).toEqual({ ...mixin, depends: [], applies: [] });
});

test.each(["/a/", "/a/b/", "/A-b_c~.d/", "/.../", "/.a/"])("%s can be a location", (path) => {
  expect(isLocation(path)).toBe(true);
});
test.each(["", "/", "a/", "x/a/", "/a", "/a/b", "//", "/./", "/../", "/a/../b/", "/a/./", "/ä/", "/a/\n"])(
  "%j cannot",
  (path) => {
    expect(isLocation(path)).toBe(false);
  },
);

test.each([
  "http://schemas.ogf.org/x#",
  "https://schemas.ogf.org/x#",
  "HTTP://schemas.openstack.org/x#",
  "http://opennebula.org/x#",
  "http://e.org/os_tpl#",
  "http://e.org/resource_tpl#",
  "http://e.org/availability_zone#",
  "http://e.org/floatingippool#",
])("%s is reserved", (scheme) => expect(isReservedScheme(scheme)).toBe(true));
test.each([
  "http://e.org/http://schemas.ogf.org/x#",
  "http://schemas.ogf.org.e.org/x#",
  "http://e.org/my_os_tpl#",
  "http://e.org/os_tpl#x#",
  "ftp://opennebula.org/x#",
])("%s is the user's", (scheme) => expect(isReservedScheme(scheme)).toBe(false));
