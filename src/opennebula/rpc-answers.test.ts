/** What becomes of the answers to reads and changes: what is remembered, given back, reported, and told of the leader. */
import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { codeOf } from "../testing/code-of.ts";
import { encodePayload } from "../xml/testing/encode-payload.ts";
import { RecentTexts } from "./recent-texts.ts";
import { createRpc, type RpcOptions } from "./rpc.ts";
import * as transport from "./transport.ts";

const ALICE = "alice:alicepass";
const spies: { mockRestore(): void }[] = [];
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
});

const list = (...values: string[]) =>
  `<array><data>${values.map((value) => `<value>${value}</value>`).join("")}</data></array>`;
const response = (value: string) =>
  `<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`;
const success = (value: string) => list("<boolean>1</boolean>", value, "<i4>0</i4>");
const text = (document: string) => success(`<string>${encodePayload(document)}</string>`);
const refusal = (code: number, message: string) =>
  list("<boolean>0</boolean>", `<string>${message}</string>`, `<i4>${code}</i4>`);
const LARGE = `<VM><ID>7</ID><TEMPLATE>${"<A>some text</A>".repeat(5_000)}</TEMPLATE></VM>`;
const NO_LEADER = refusal(8192, "Cannot process request, no leader found");

/** A connection to an oned that gives these answers, one after the other; the last one stays. */
function connection(answers: readonly string[], options: Partial<RpcOptions> = {}) {
  const left = [...answers];
  const seen = { asked: 0, released: 0 };
  spies.push(
    spyOn(transport, "exchange").mockImplementation(async () => {
      seen.asked += 1;
      const body = Buffer.from(response((left.length > 1 ? left.shift() : left[0]) ?? ""));
      return {
        body,
        release() {
          seen.released += 1;
        },
      };
    }),
  );
  const cut: string[] = [];
  const oned = createRpc({
    ...{ urls: ["http://oned.test/0"], connections: 3, timeout: 5_000, answerLimit: 1_000_000 },
    onCut: (method, parts) => void cut.push(`${method} ${parts.join()}`),
    ...options,
  });
  return { oned, seen, cut };
}

describe("a document", () => {
  test("of a machine, an image or a network is remembered by what was asked; that of a user never is", async () => {
    const set = spyOn(RecentTexts.prototype, "set");
    spies.push(set);
    const { oned } = connection([text("<A/>")]);
    for (const method of ["one.vm.info", "one.image.info", "one.vn.info", "one.user.info", "one.template.info"]) {
      expect(await oned.read(ALICE, method, 7, false)).toBe("<A/>");
    }
    expect(set.mock.calls.map(([key]) => key)).toEqual([
      "one.vm.info 7 false",
      "one.image.info 7 false",
      "one.vn.info 7 false",
    ]);
  });

  test("that is read in part is reported with its method", async () => {
    const { oned, cut } = connection([text(LARGE)]);
    await oned.read(ALICE, "one.vm.info", 7);
    (await oned.readPool(ALICE, "one.vmpool.info", -2)).onCut?.(["TEMPLATE"]);
    expect(cut).toEqual(["one.vm.info TEMPLATE", "one.vmpool.info TEMPLATE"]);
    const several = connection([list(list(text("<A/>")), list(text("<B/>")))]);
    const answers = await several.oned.readMany(ALICE, [["one.vm.info", 7], ["one.user.info"]]);
    for (const answer of answers) answer.onCut?.(["X"]);
    expect(several.cut).toEqual(["one.vm.info X", "one.user.info X"]);
  });

  test("is read in part without a report where nobody wants one", async () => {
    const { oned } = connection([text("<A/>")], { onCut: undefined } as unknown as Partial<RpcOptions>);
    expect((await oned.readPool(ALICE, "one.vmpool.info", -2)).onCut).toBeUndefined();
  });
});

describe("a list", () => {
  test("is the caller's until it is given back", async () => {
    const { oned, seen } = connection([text("<VM_POOL/>")]);
    const answer = await oned.readPool(ALICE, "one.vmpool.info", -2);
    expect([Buffer.from(answer.encoded).toString(), seen.released]).toEqual(["&lt;VM_POOL/&gt;", 0]);
    answer.release();
    expect(seen.released).toBe(1);
  });

  test.each([
    [refusal(512, "Not authorized"), "FORBIDDEN"],
    [success("<i4>7</i4>"), "ONED_DAMAGED_ANSWER"],
  ])("that is not one is an error, and is given back", async (answer, code) => {
    const { oned, seen } = connection([answer]);
    expect(await codeOf(oned.readPool(ALICE, "one.vmpool.info", -2))).toBe(code);
    expect(seen.released).toBe(1);
  });
});

describe("several answers at once", () => {
  const TWO = [
    ["one.vm.info", 7],
    ["one.vm.info", 8],
  ] as const;

  test("are one call, given back with the last of them", async () => {
    const { oned, seen } = connection([list(list(text("<A/>")), list(text("<B/>")))]);
    const [one, other] = await oned.readMany(ALICE, TWO);
    one?.release();
    one?.release();
    expect(seen).toEqual({ asked: 1, released: 0 });
    other?.release();
    expect(seen).toEqual({ asked: 1, released: 1 });
  });

  test("are an error when one of them is, and are given back", async () => {
    const { oned, seen } = connection([list(list(text("<A/>")), list(refusal(1024, "Error getting VM [8].")))]);
    expect(await codeOf(oned.readMany(ALICE, TWO))).toBe("NOT_FOUND");
    expect(seen.released).toBe(1);
  });
});

describe("that changes fail for want of a leader", () => {
  const rename = ["one.vm.recover", 7, 4] as const;
  test.each([
    ["a change that is made", success("<i4>7</i4>"), undefined],
    ["one that oned refuses", refusal(2048, "wrong state"), undefined],
    ["a refused password, which any server can refuse", refusal(256, "no"), "its servers have no leader"],
  ])("is told until the next: %s", async (_, answer, reason) => {
    const { oned } = connection([NO_LEADER, answer]);
    expect(await codeOf(oned.change(ALICE, ...rename))).toBe("ONED_READ_ONLY");
    expect(oned.readOnly).toBe("its servers have no leader");
    await codeOf(oned.change(ALICE, ...rename));
    expect(oned.readOnly).toBe(reason);
  });
});

test("a change whose answer is damaged has an unknown outcome, and the hint names its method", async () => {
  const { oned, seen } = connection([success("<double>1</double>")]);
  await expect(oned.change(ALICE, "one.vm.rename", 7, "b")).rejects.toMatchObject({
    code: "OUTCOME_UNKNOWN",
    hint: expect.stringContaining("one.vm.rename"),
  });
  expect(seen).toEqual({ asked: 1, released: 1 });
});

test("what a change gives is its number or its text", async () => {
  const { oned } = connection([success("<i4>12</i4>"), text("token")]);
  expect(await oned.change(ALICE, "one.vm.allocate", "CPU=1", false)).toBe(12);
  expect(await oned.change(ALICE, "one.user.login", "alice", "", 600, -1)).toBe("token");
});
