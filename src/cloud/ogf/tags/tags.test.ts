/** Tags live in the user's template in oned: nothing is lost, no matter which server writes. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createRpc } from "../../../opennebula/rpc.ts";
import { template } from "../../../opennebula/template-writer.ts";
import { update } from "../../../opennebula/user-notes.ts";
import { ALICE, BOB, failureOf, type OverSim, overSim } from "../../testing/over-sim.ts";
import { UserTurns } from "../../user-turns.ts";
import type { Caller } from "../caller.ts";
import { CommonTypes } from "../types/common-types.ts";
import { readTags, type Tag, tagsAt } from "./tags.ts";
import { addTags, changeMembers, type Membership, removeTags } from "./write.ts";

const SCHEME = "http://cloud.example.org/occi/tags/ana#";
const BLUE = { scheme: SCHEME, term: "blue", depends: [], applies: [], location: "/tags/ana/blue/" };
const RED = {
  scheme: SCHEME,
  term: "red",
  title: 'the "red" one',
  depends: ["http://e.example.org/occi#colour"],
  applies: ["http://schemas.ogf.org/occi/infrastructure#compute"],
  location: "/mixin/red/",
};

let world: OverSim;
beforeEach(async () => {
  world = await overSim();
});
afterEach(async () => {
  await world.stop();
});

/** Alice at this server. */
const alice = (): Caller => ({ deps: world.deps, session: ALICE, commonTypes: new CommonTypes() });

/** Alice at another server: a client of its own, and no memory in common. */
const elsewhere = (): Caller => {
  const oned = createRpc({ urls: [world.sim.url], connections: 8, timeout: 5000, answerLimit: 1 << 26 });
  const deps = { ...world.deps, oned, userTurns: new UserTurns() };
  return { deps, session: ALICE, commonTypes: new CommonTypes() };
};

/** As a request does it: what is there is read first. */
const change = async (caller: Caller, changes: readonly Membership[]) =>
  changeMembers(caller, await readTags(caller), changes);

const adding = (...ids: readonly string[]): Membership[] => [
  { tag: `${SCHEME}blue`, kindTerm: "compute", add: ids, remove: [] },
];

async function members(caller: Caller, term = "blue", kindTerm = "compute"): Promise<string[]> {
  const { list } = await readTags(caller);
  return [...(list.find((tag) => tag.term === term)?.members.get(kindTerm) ?? [])].sort();
}

async function make(...tags: readonly Omit<Tag, "members">[]): Promise<void> {
  await addTags(alice(), () => tags);
}

test("a tag is read as it was made; only its owner has it", async () => {
  await make(BLUE, RED);
  const { list } = await readTags(alice());
  expect(list.map(({ members: _, ...tag }) => tag).sort((a, b) => (a.term < b.term ? -1 : 1))).toEqual([BLUE, RED]);
  expect((await readTags({ ...alice(), session: BOB })).list).toEqual([]);
});

test("members come and go by kind; an entity tells its tags", async () => {
  await make(BLUE, RED);
  await change(alice(), [...adding("0", "1"), { tag: `${SCHEME}red`, kindTerm: "storage", add: ["2"], remove: [] }]);
  const tags = await readTags(alice());
  expect(tagsAt(tags, "compute", "1")).toEqual([`${SCHEME}blue`]);
  expect(tagsAt(tags, "storage", "2")).toEqual([`${SCHEME}red`]);
  expect(tagsAt(tags, "storage", "1")).toEqual([]);
  await change(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0", "77"] }]);
  expect(await members(alice())).toEqual(["1"]);
});

test("the last member leaves, and a tag that is removed leaves nothing behind", async () => {
  await make(BLUE);
  await change(alice(), adding("0"));
  await change(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0"] }]);
  expect(await members(alice())).toEqual([]);
  await change(alice(), adding("1"));
  const { userId, list } = await readTags(alice());
  await removeTags(alice(), userId, list);
  expect((await readTags(alice())).list).toEqual([]);
  await make(BLUE);
  expect(await members(alice())).toEqual([]);
});

test("what is not changed is not written; an unknown tag is told of", async () => {
  await make(BLUE);
  await change(alice(), adding("0"));
  const written = () => world.sim.calls.filter(({ method }) => method === "one.user.update").length;
  const before = written();
  await change(alice(), adding("0"));
  const green = [{ tag: `${SCHEME}green`, kindTerm: "compute", add: ["1"], remove: [] }];
  expect(await failureOf(change(alice(), green))).toStartWith("NOT_FOUND");
  await change(alice(), []);
  expect(written()).toBe(before);
});

test("twenty writers at once at one server: all are heard", async () => {
  await make(BLUE);
  const ids = Array.from({ length: 20 }, (_, id) => String(id));
  await Promise.all(ids.map((id) => change(alice(), adding(id))));
  expect(await members(alice())).toEqual(ids.toSorted());
});

test("two writers at once, one that adds and one that removes", async () => {
  await make(BLUE);
  await change(alice(), adding("0", "1"));
  await Promise.all([
    change(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0"] }]),
    change(alice(), adding("2")),
  ]);
  expect(await members(alice())).toEqual(["1", "2"]);
});

test("a writer that fails holds up nobody", async () => {
  await make(BLUE);
  const wrong = change({ ...alice(), session: "alice:wrong" }, adding("0")).catch((error) => error.code);
  await change(alice(), adding("1"));
  expect(await wrong).toBe("BAD_CREDENTIALS");
  expect(await members(alice())).toEqual(["1"]);
});

test("two servers, one after the other: each sees what the other wrote", async () => {
  await make(BLUE);
  await change(elsewhere(), adding("0"));
  await change(alice(), adding("1"));
  expect(await members(elsewhere())).toEqual(["0", "1"]);
});

test("two servers, at once, in different kinds: neither overwrites the other", async () => {
  await make(BLUE);
  const storage = [{ tag: `${SCHEME}blue`, kindTerm: "storage", add: ["2"], remove: [] }];
  await Promise.all([change(alice(), adding("0")), change(elsewhere(), storage)]);
  expect([await members(alice()), await members(alice(), "blue", "storage")]).toEqual([["0"], ["2"]]);
});

test("two servers, at once, in the same kind: both are heard", async () => {
  await make(BLUE);
  await Promise.all([change(alice(), adding("0")), change(elsewhere(), adding("1"))]);
  expect(await members(alice())).toEqual(["0", "1"]);
});

test("two servers: one that wrote between the other's look and its writing is heard as well", async () => {
  await make(BLUE);
  const { deps, session } = elsewhere();
  const late = {
    ...deps.oned,
    change: async (...call: Parameters<typeof deps.oned.change>) => {
      await change(alice(), adding("0"));
      return deps.oned.change(...call);
    },
  } as typeof deps.oned;
  await change({ ...elsewhere(), deps: { ...deps, oned: late }, session }, adding("1"));
  expect(await members(alice())).toEqual(["0", "1"]);
});

describe("what a user has written into his template in OpenNebula itself", () => {
  const write = async (
    entries: readonly (readonly [string, readonly (readonly [string, string])[]])[],
  ): Promise<void> => {
    const { userId } = await readTags(alice());
    await update(world.deps.oned, ALICE, userId, template(entries));
  };
  const nameOf = (index: number): string => `OCCI_TAG_${index.toString(16).toUpperCase().padStart(16, "0")}`;
  const vector = (index: number, more: readonly (readonly [string, string])[] = []) =>
    [
      nameOf(index),
      [["SCHEME", `http://e.org/${index}#`], ["TERM", `t${index}`], ["LOCATION", `/m/t${index}/`], ...more],
    ] as const;

  test("is read up to 200 tags, always the same; the others are counted", async () => {
    await write(Array.from({ length: 250 }, (_, index) => vector(index)));
    const first = await readTags(alice());
    expect([first.list.length, first.ignored]).toEqual([200, 50]);
    expect((await readTags(alice())).list.map(({ term }) => term)).toEqual(first.list.map(({ term }) => term));
  });

  test("makes no tag with longer texts than this server takes, and no more than fifty types of each", async () => {
    const long = "x".repeat(1025);
    const longest = "x".repeat(1024);
    const words = (count: number) => Array.from({ length: count }, (_, i) => `http://e.org/${i}#a`).join(" ");
    await write([
      vector(0, [["TITLE", long]]),
      [
        nameOf(1),
        [
          ["SCHEME", `http://e.org/${long}#`],
          ["TERM", "a"],
          ["LOCATION", "/m/a/"],
        ],
      ],
      [
        nameOf(2),
        [
          ["SCHEME", "http://e.org/#"],
          ["TERM", long],
          ["LOCATION", "/m/a/"],
        ],
      ],
      [
        nameOf(3),
        [
          ["SCHEME", "http://e.org/#"],
          ["TERM", "a"],
          ["LOCATION", `/${long}/`],
        ],
      ],
      vector(4, [
        ["DEPENDS", `${long} ${words(60)}`],
        ["APPLIES", words(20_000)],
      ]),
      vector(5, [["TITLE", longest]]),
    ]);
    const { list } = await readTags(alice());
    expect(list.map(({ term, depends, applies }) => [term, depends.length, applies.length])).toEqual([
      ["t4", 50, 50],
      ["t5", 0, 0],
    ]);
    expect(list[0]?.depends[0]).toBe("http://e.org/0#a");
  });
});

test("of all tags of a user 2,000 members are the most", async () => {
  await make(BLUE, RED);
  const ids = Array.from({ length: 1_999 }, (_, index) => String(index));
  await change(alice(), adding(...ids));
  const red = (...add: readonly string[]): Membership[] => [
    { tag: `${SCHEME}red`, kindTerm: "network", add, remove: [] },
  ];
  expect(await failureOf(change(alice(), red("1", "2")))).toStartWith("TOO_LARGE");
  await change(alice(), red("1"));
  expect(await failureOf(change(alice(), red("2")))).toStartWith("TOO_LARGE");
  await change(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["7"] }]);
  await change(alice(), red("2"));
  expect((await members(alice())).length + (await members(alice(), "red", "network")).length).toBe(2_000);
});
