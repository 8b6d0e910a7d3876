/** Tags live in the user's template in oned: whoever writes, and through which server, nothing is lost. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { createRpc } from "../../opennebula/rpc.ts";
import { ALICE, BOB, failureOf, type OverSim, overSim } from "../testing/over-sim.ts";
import type { Asking } from "./asking.ts";
import { addTags, changeMembers, type Membership, readTags, removeTags, type Tag, tagsAt } from "./tags.ts";

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
const alice = (): Asking => ({ deps: world.deps, session: ALICE });

/** The same code as another server has it: a client of its own, and no memory in common. */
const MODULE: string = "./tags.ts?another-server";
const { changeMembers: changeElsewhere } = (await import(MODULE)) as typeof import("./tags.ts");
const elsewhere = (): Asking => {
  const oned = createRpc({ urls: [world.sim.url], connections: 8, timeout: 5000, answerLimit: 1 << 26 });
  return { deps: { ...world.deps, oned }, session: ALICE };
};

const adding = (...ids: readonly string[]): Membership[] => [
  { tag: `${SCHEME}blue`, kindTerm: "compute", add: ids, remove: [] },
];

async function members(asking: Asking, term = "blue", kindTerm = "compute"): Promise<string[]> {
  const { list } = await readTags(asking);
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
  await changeMembers(alice(), [
    ...adding("0", "1"),
    { tag: `${SCHEME}red`, kindTerm: "storage", add: ["2"], remove: [] },
  ]);
  const tags = await readTags(alice());
  expect(tagsAt(tags, "compute", "1")).toEqual([`${SCHEME}blue`]);
  expect(tagsAt(tags, "storage", "2")).toEqual([`${SCHEME}red`]);
  expect(tagsAt(tags, "storage", "1")).toEqual([]);
  await changeMembers(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0", "77"] }]);
  expect(await members(alice())).toEqual(["1"]);
});

test("the last member leaves, and a tag that is removed leaves nothing behind", async () => {
  await make(BLUE);
  await changeMembers(alice(), adding("0"));
  await changeMembers(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0"] }]);
  expect(await members(alice())).toEqual([]);
  await changeMembers(alice(), adding("1"));
  const { userId, list } = await readTags(alice());
  await removeTags(alice(), userId, list);
  expect((await readTags(alice())).list).toEqual([]);
  await make(BLUE);
  expect(await members(alice())).toEqual([]);
});

test("what is not changed is not written; an unknown tag is told of", async () => {
  await make(BLUE);
  await changeMembers(alice(), adding("0"));
  const written = () => world.sim.calls.filter(({ method }) => method === "one.user.update").length;
  const before = written();
  await changeMembers(alice(), adding("0"));
  const green = [{ tag: `${SCHEME}green`, kindTerm: "compute", add: ["1"], remove: [] }];
  expect(await failureOf(changeMembers(alice(), green))).toStartWith("NOT_FOUND");
  await changeMembers(alice(), []);
  expect(written()).toBe(before);
});

test("twenty writers at once at one server: all are heard", async () => {
  await make(BLUE);
  const ids = Array.from({ length: 20 }, (_, id) => String(id));
  await Promise.all(ids.map((id) => changeMembers(alice(), adding(id))));
  expect(await members(alice())).toEqual(ids.toSorted());
});

test("two writers at once, one that adds and one that removes", async () => {
  await make(BLUE);
  await changeMembers(alice(), adding("0", "1"));
  await Promise.all([
    changeMembers(alice(), [{ tag: `${SCHEME}blue`, kindTerm: "compute", add: [], remove: ["0"] }]),
    changeMembers(alice(), adding("2")),
  ]);
  expect(await members(alice())).toEqual(["1", "2"]);
});

test("a writer that fails holds up nobody", async () => {
  await make(BLUE);
  const wrong = changeMembers({ ...alice(), session: "alice:wrong" }, adding("0")).catch((error) => error.code);
  await changeMembers(alice(), adding("1"));
  expect(await wrong).toBe("BAD_CREDENTIALS");
  expect(await members(alice())).toEqual(["1"]);
});

test("two servers, one after the other: each sees what the other wrote", async () => {
  await make(BLUE);
  await changeElsewhere(elsewhere(), adding("0"));
  await changeMembers(alice(), adding("1"));
  expect(await members(elsewhere())).toEqual(["0", "1"]);
});

test("two servers, at once, in different kinds: neither overwrites the other", async () => {
  await make(BLUE);
  const storage = [{ tag: `${SCHEME}blue`, kindTerm: "storage", add: ["2"], remove: [] }];
  await Promise.all([changeMembers(alice(), adding("0")), changeElsewhere(elsewhere(), storage)]);
  expect([await members(alice()), await members(alice(), "blue", "storage")]).toEqual([["0"], ["2"]]);
});

test("two servers, at once, in the same kind: both are heard", async () => {
  await make(BLUE);
  await Promise.all([changeMembers(alice(), adding("0")), changeElsewhere(elsewhere(), adding("1"))]);
  expect(await members(alice())).toEqual(["0", "1"]);
});

test("two servers: one that wrote between the other's look and its writing is heard as well", async () => {
  await make(BLUE);
  const { deps, session } = elsewhere();
  const late = {
    ...deps.oned,
    change: async (...call: Parameters<typeof deps.oned.change>) => {
      await changeMembers(alice(), adding("0"));
      return deps.oned.change(...call);
    },
  } as typeof deps.oned;
  await changeElsewhere({ deps: { ...deps, oned: late }, session }, adding("1"));
  expect(await members(alice())).toEqual(["0", "1"]);
});
