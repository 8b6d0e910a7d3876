/** Creations that happen once for a key, step by step, in front of an oned that shows what a test says. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { until } from "../../testing/until.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { Strays } from "../strays.ts";
import { failureOf, testClock } from "../testing/over-sim.ts";
import { makeNamedOnce, makeOnce } from "./idempotency.ts";

const KEY = { key: "a".repeat(32), content: "b".repeat(16) };
/** The name that stands for the key until the object has its own. */
const INTERIM = `occi-${KEY.key}-${KEY.content}`;
const NOW = Math.floor(Date.now() / 1000);

interface Shown {
  readonly id: number;
  readonly name?: string;
  /** Of the key's mark; without it there is none. */
  readonly part?: number;
  readonly content?: string;
  /** Seconds since 1970; now unless given. */
  readonly made?: number;
}

/** The user's images as oned shows them. */
function pool(...images: readonly Shown[]): string {
  const xml = images.map(({ id, name = "data", part, content = KEY.content, made = NOW }) => {
    const mark = `${KEY.key}-${content}-${part}-${NOW}-0123abcd`;
    const notes = part === undefined ? "" : `<OCCI_IDEMPOTENCY>${mark}</OCCI_IDEMPOTENCY>`;
    return `<IMAGE><ID>${id}</ID><NAME>${name}</NAME><REGTIME>${made}</REGTIME><TEMPLATE>${notes}</TEMPLATE></IMAGE>`;
  });
  return `<IMAGE_POOL>${xml.join("")}</IMAGE_POOL>`;
}

/** An oned that shows these pools, one after the other, and what the use case asks of it: reads are left out. */
function world(pools: readonly (string | Error)[], answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({ "imagepool.info": pools, ...answers });
  const { deps, session } = callerOf(oned);
  const changes = () =>
    oned.calls
      .filter((call) => !call.startsWith("imagepool"))
      .map((call) => call.replace(/ <TEMPLATE><OCCI_IDEMPOTENCY>(taken back)?.*/, (_, back) => ` ${back ?? "marked"}`));
  return { changes, requester: { deps: { ...deps, strays: new Strays(testClock()) }, session, user: "alice" } };
}
const refused = (
  code: "NAME_TAKEN" | "QUOTA_EXCEEDED" | "OUTCOME_UNKNOWN" | "ONED_UNREACHABLE" | "FORBIDDEN",
  message = "no",
) => new OcciError(code, message);

describe("parts of a request", () => {
  interface Making {
    readonly key?: boolean;
    readonly parts?: number;
    /** Ids that are made, or errors, one after the other. */
    readonly made?: readonly (number | Error)[];
    readonly answers?: Readonly<Record<string, Scripted>>;
  }

  async function making(pools: readonly (string | Error)[], { key = true, parts = 2, made = [], answers }: Making) {
    const { changes, requester } = world(pools, answers);
    const asked: number[] = [];
    let checks = 0;
    const wanted = { kind: "image", parts, ...(key && { key: KEY }), before: async () => void checks++ } as const;
    const work = makeOnce(requester, wanted, async (_, part) => {
      asked.push(part);
      const one = made[asked.length - 1];
      if (one instanceof Error) throw one;
      return one ?? -1;
    });
    const failure = await failureOf(work);
    const result = await work.catch((error: OcciError) => error);
    const found = result instanceof OcciError ? { hint: result.hint } : { ids: result };
    return { ...found, failure, asked, checks, changes: changes(), changesByNow: changes };
  }

  test("are all made where nothing is there, after a check", async () => {
    const found = await making([pool(), pool({ id: 4, part: 0 }, { id: 5, part: 1 })], { made: [4, 5] });
    expect(found).toMatchObject({ ids: [4, 5], asked: [0, 1], checks: 1, changes: [] });
  });

  test("that are there are found again, without a check", async () => {
    const found = await making([pool({ id: 4, part: 0 }, { id: 5, part: 1 })], {});
    expect(found).toMatchObject({ ids: [4, 5], asked: [], checks: 0, changes: [] });
  });

  test("that are missing are made beside those that are there", async () => {
    const pools = [pool({ id: 5, part: 1 }), pool({ id: 5, part: 1 }, { id: 6, part: 0 })];
    expect(await making(pools, { made: [6] })).toMatchObject({ ids: [6, 5], asked: [0], checks: 0 });
  });

  test("are looked for among the objects of the last day, and what is behind them is not read", async () => {
    const old = Array.from({ length: 100 }, (_, id) => ({ id, made: NOW - 25 * 3600 }));
    const found = await making([pool(...old), pool({ id: 104, part: 0 })], { parts: 1, made: [104] });
    expect(found).toMatchObject({ ids: [104], asked: [0], changes: [] });
  });

  test("without a key are looked for nowhere", async () => {
    expect(await making([], { key: false, made: [4, 5] })).toMatchObject({ ids: [4, 5], asked: [0, 1], checks: 1 });
  });

  test("of another request with the same key are refused", async () => {
    const found = await making([pool({ id: 4, part: 0, content: "c".repeat(16) })], {});
    expect(found).toMatchObject({ asked: [], failure: expect.stringContaining("IDEMPOTENCY_KEY_REUSED") });
  });

  test("are all taken back where one is refused: marks first, where there are any", async () => {
    const failed = { made: [4, refused("QUOTA_EXCEEDED")] };
    expect(await making([pool()], failed)).toMatchObject({
      failure: "QUOTA_EXCEEDED: no",
      changes: ["image.update 4 taken back", "image.delete 4"],
    });
    expect(await making([], { ...failed, key: false })).toMatchObject({
      failure: "QUOTA_EXCEEDED: no",
      changes: ["image.delete 4"],
    });
    const known = await making([pool({ id: 3, part: 0 })], { made: [refused("QUOTA_EXCEEDED")] });
    expect(known.changes).toEqual(["image.update 3 taken back", "image.delete 3"]);
  });

  test("that cannot be taken back are named", async () => {
    const answers = { "image.update": refused("FORBIDDEN") };
    const one = await making([pool()], { made: [4, refused("QUOTA_EXCEEDED")], answers });
    expect(one.failure).toBe(
      "OUTCOME_UNKNOWN: Not all resources could be created, and the image 4 could not be deleted again.",
    );
    expect(one.hint).toBe("Delete the image 4 before you try again.");
    const two = await making([pool()], { parts: 3, made: [4, 5, refused("QUOTA_EXCEEDED")], answers });
    expect(two.failure).toContain("the images 4, 5 could not be deleted again");
  });

  test("are deleted later where oned does not delete them now", async () => {
    const answers = { "image.delete": [refused("FORBIDDEN"), 4] };
    const found = await making([pool()], { made: [4, refused("QUOTA_EXCEEDED")], answers });
    expect(found.failure).toBe("QUOTA_EXCEEDED: no");
    await until(() => found.changesByNow().length > 2);
    expect(found.changesByNow()).toEqual(["image.update 4 taken back", "image.delete 4", "image.delete 4"]);
  });

  test("that are gone are taken back already", async () => {
    const answers = { "image.delete": new OcciError("NOT_FOUND", "no") };
    const found = await making([pool()], { made: [4, refused("QUOTA_EXCEEDED")], answers });
    expect(found.failure).toBe("QUOTA_EXCEEDED: no");
  });

  test("stay where an answer was lost and nothing shows: a repetition makes what is missing", async () => {
    const found = await making([pool()], { made: [4, refused("OUTCOME_UNKNOWN", "lost")] });
    expect(found).toMatchObject({ failure: "OUTCOME_UNKNOWN: lost", changes: [] });
    expect(found.hint).toStartWith("Send the request again with the same Idempotency-Key");
  });

  test("of a lost answer, or of another server that was first, are those that show", async () => {
    const shown = pool({ id: 4, part: 0 }, { id: 5, part: 1 });
    for (const error of [refused("OUTCOME_UNKNOWN"), refused("NAME_TAKEN")]) {
      expect(await making([pool(), shown], { made: [4, error] })).toMatchObject({ ids: [4, 5], changes: [] });
    }
  });

  test("of another server that was first stay, and ours go", async () => {
    const both = pool({ id: 2, part: 0 }, { id: 4, part: 0 }, { id: 5, part: 1 });
    expect(await making([pool(), both], { made: [4, 5] })).toMatchObject({
      ids: [2, 5],
      changes: ["image.update 4 taken back", "image.delete 4"],
    });
  });

  test("all go where the other server's request was another one", async () => {
    const other = pool({ id: 2, part: 0, content: "c".repeat(16) }, { id: 4, part: 0 });
    expect(await making([pool(), other], { parts: 1, made: [4] })).toMatchObject({
      failure: expect.stringContaining("IDEMPOTENCY_KEY_REUSED"),
      changes: ["image.update 4 taken back", "image.delete 4"],
    });
  });

  test("that oned does not show afterwards stay, and a repetition finds them", async () => {
    const found = await making([pool(), refused("ONED_UNREACHABLE")], { parts: 1, made: [4] });
    expect(found).toMatchObject({
      failure: "OUTCOME_UNKNOWN: The resource was created, but OpenNebula does not show it yet.",
      changes: [],
    });
  });
});

describe("what oned makes without a template", () => {
  async function making(
    pools: readonly (string | Error)[],
    made: number | Error = 9,
    answers: Readonly<Record<string, Scripted>> = {},
  ) {
    const { changes, requester } = world(pools, answers);
    const names: string[] = [];
    const work = makeNamedOnce(requester, "image", KEY, "data", async (name) => {
      names.push(name);
      if (made instanceof Error) throw made;
      return made;
    });
    const failure = await failureOf(work);
    const result = await work.catch((error: OcciError) => error);
    const found = result instanceof OcciError ? { hint: result.hint } : { id: result };
    return { ...found, failure, names, changes: changes() };
  }
  const INTERIM_9 = { id: 9, name: INTERIM, part: 0 };
  const FINISH = ["image.update 9 marked", "image.rename 9 data"];

  test("is made under a name that stands for the key, marked, and renamed", async () => {
    expect(await making([pool(), pool(INTERIM_9)])).toMatchObject({ id: 9, names: [INTERIM], changes: FINISH });
  });

  test("that is there is found again", async () => {
    expect(await making([pool({ id: 9, part: 0 })])).toMatchObject({ id: 9, names: [], changes: [] });
  });

  test("that was left half done is finished", async () => {
    expect(await making([pool({ id: 9, name: INTERIM }), pool(INTERIM_9)])).toMatchObject({
      id: 9,
      names: [],
      changes: FINISH,
    });
    expect(await making([pool(INTERIM_9)])).toMatchObject({ id: 9, names: [], changes: ["image.rename 9 data"] });
  });

  test("and has a mark counts before what only has the name", async () => {
    const both = pool({ id: 4, name: INTERIM }, { id: 9, part: 0 });
    expect(await making([both])).toMatchObject({ id: 9, names: [], changes: [] });
    const own = pool({ id: 4 }, { id: 9, name: INTERIM });
    expect(await making([own, pool({ id: 4 }, INTERIM_9)])).toMatchObject({ id: 9, changes: FINISH });
  });

  test("of another request with the same key is refused", async () => {
    const found = await making([pool({ id: 9, part: 0, content: "c".repeat(16) })]);
    expect(found).toMatchObject({ names: [], changes: [], failure: expect.stringContaining("IDEMPOTENCY_KEY_REUSED") });
  });

  test("is not made under a name that another object of the user has", async () => {
    expect(await making([pool({ id: 4 })])).toMatchObject({
      failure: "NAME_TAKEN: You have another image of this name: 4.",
      names: [],
      changes: [],
    });
  });

  test("is another server's where that was first, by its mark or before it has one", async () => {
    expect(await making([pool(), pool({ id: 5, part: 0 }, INTERIM_9)])).toMatchObject({
      id: 5,
      changes: ["image.update 9 marked", "image.update 9 taken back", "image.delete 9"],
    });
    for (const error of [refused("NAME_TAKEN"), refused("OUTCOME_UNKNOWN")]) {
      expect(await making([pool(), pool({ id: 9, name: INTERIM }), pool(INTERIM_9)], error)).toMatchObject({
        id: 9,
        changes: FINISH,
      });
    }
  });

  test("is refused as oned refuses it where nobody else has made it", async () => {
    expect(await making([pool()], refused("NAME_TAKEN"))).toMatchObject({ failure: "NAME_TAKEN: no", changes: [] });
    expect(await making([pool()], refused("FORBIDDEN"))).toMatchObject({ failure: "FORBIDDEN: no", changes: [] });
    const lost = await making([pool()], refused("OUTCOME_UNKNOWN", "lost"));
    expect(lost.failure).toBe("OUTCOME_UNKNOWN: lost");
    expect(lost.hint).toStartWith("Send the request again with the same Idempotency-Key");
  });

  test("is taken back where its own name is taken meanwhile", async () => {
    const taken = { "image.rename": refused("NAME_TAKEN") };
    expect(await making([pool(), pool(INTERIM_9)], 9, taken)).toMatchObject({
      failure: "NAME_TAKEN: no",
      changes: [...FINISH, "image.update 9 taken back", "image.delete 9"],
    });
  });

  test("stays where oned fails to rename it: a repetition does so", async () => {
    const away = { "image.rename": refused("ONED_UNREACHABLE") };
    expect(await making([pool(), pool(INTERIM_9)], 9, away)).toMatchObject({
      failure: "ONED_UNREACHABLE: no",
      changes: FINISH,
    });
  });

  test("that another server is renaming is waited for", async () => {
    const renaming = { "image.rename": refused("FORBIDDEN", "image 9 is being renamed") };
    const pools = [pool(), pool(INTERIM_9), pool(INTERIM_9), pool({ id: 9, part: 0 })];
    expect(await making(pools, 9, renaming)).toMatchObject({ id: 9, failure: "no error", changes: FINISH });
  });
});
