/** Creations with a client's key: how it is written into what is made, and found there. */
import { describe, expect, test } from "bun:test";
import { type KeyMark, keyed, mark, marking, newMark, remove, rename } from "./keyed-creation.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const KEY = "0123456789abcdef".repeat(2);
const MARK: KeyMark = { key: KEY, content: "fedcba9876543210", part: 2, time: 10_000, attempt: "00c0ffee" };
const WRITTEN = `${KEY}-fedcba9876543210-2-10000-00c0ffee`;

test("each attempt has a mark of its own, with the key, the request, the part and the time", () => {
  const before = Math.floor(Date.now() / 1000);
  const [one, other] = [
    newMark({ key: KEY, content: MARK.content }, 3),
    newMark({ key: KEY, content: MARK.content }, 3),
  ];
  expect(one).toMatchObject({ key: KEY, content: MARK.content, part: 3 });
  expect(one.time).toBeGreaterThanOrEqual(before);
  expect(one.time).toBeLessThanOrEqual(Date.now() / 1000);
  expect([one.attempt, other.attempt]).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), expect.any(String)]);
  expect(one.attempt).not.toBe(other.attempt);
});

describe("a creation", () => {
  test.each([
    ["one.vm.allocate", 0, ["CPU=1", false]],
    ["one.template.instantiate", 3, [5, "name", false, "CPU=1", false]],
    ["one.image.allocate", 0, ["NAME=x", 1]],
    ["one.vn.allocate", 0, ["NAME=x", -1]],
  ] as const)("by %s has the mark in its template", async (method, position, parameters) => {
    const oned = new ScriptedOned({});
    expect(await marking(oned, MARK).change("a:b", method, ...parameters)).toBe(12);
    const [[, , ...sent] = []] = oned.requests;
    expect(sent.filter((_, index) => index !== position)).toEqual(parameters.filter((_, index) => index !== position));
    expect(sent[position]).toContain(String(parameters[position]));
    expect(sent[position]).toContain(`OCCI_IDEMPOTENCY = "${WRITTEN}"`);
  });

  test.each([
    ["one.vm.rename", [7, "CPU=1"]],
    ["toString", ["x"]],
  ] as const)("is not %s", async (method, parameters) => {
    const oned = new ScriptedOned({});
    await marking(oned, MARK).change("a:b", method, ...parameters);
    expect(oned.requests).toEqual([["a:b", method, ...parameters]]);
  });

  test("is nothing that is read", async () => {
    const oned = new ScriptedOned({ "vm.info": "<VM/>", "vmpool.info": "<VM_POOL/>" });
    const client = marking(oned, MARK);
    expect(await client.read("a:b", "one.vm.info", 7)).toBe("<VM/>");
    (await client.readPool("a:b", "one.vmpool.info", -3)).release();
    for (const answer of await client.readMany("a:b", [["one.vm.info", 8]])) answer.release();
    expect(oned.requests.map(([, ...call]) => call)).toEqual([
      ["one.vm.info", 7],
      ["one.vmpool.info", -3],
      ["one.vm.info", 8],
    ]);
  });
});

test("what was made is marked, renamed and removed by the calls of its kind", async () => {
  const oned = new ScriptedOned({});
  for (const kind of ["machine", "image", "network"] as const) {
    await mark(oned, "a:b", kind, 7, MARK);
    await mark(oned, "a:b", kind, 7, undefined);
    await rename(oned, "a:b", kind, 7, "new");
    await remove(oned, "a:b", kind, 7);
  }
  const noted = (text: string) => `<TEMPLATE><OCCI_IDEMPOTENCY>${text}</OCCI_IDEMPOTENCY></TEMPLATE>`;
  const update = (method: string): [string, number, string, number][] => [
    [method, 7, noted(WRITTEN), 1],
    [method, 7, noted("taken back"), 1],
  ];
  expect(oned.requests.map(([, ...call]) => call)).toEqual([
    ...update("one.vm.update"),
    ["one.vm.rename", 7, "new"],
    ["one.vm.action", "terminate-hard", 7],
    ...update("one.image.update"),
    ["one.image.rename", 7, "new"],
    ["one.image.delete", 7],
    ...update("one.vn.update"),
    ["one.vn.rename", 7, "new"],
    ["one.vn.delete", 7],
  ]);
});

describe("the objects of a key", () => {
  const note = (value: string, element = "USER_TEMPLATE") =>
    `<${element}><OCCI_IDEMPOTENCY>${value}</OCCI_IDEMPOTENCY></${element}>`;
  const vm = (id: number, more: string, made = 10_000) =>
    `<VM><ID>${id}</ID><NAME>vm${id}</NAME><STIME>${made}</STIME>${more}</VM>`;
  const pool = (...machines: string[]) => `<VM_POOL>${machines.join("")}</VM_POOL>`;
  const find = async (pages: string[], names?: string[], since = 0) => {
    const oned = new ScriptedOned({ "vmpool.infoextended": pages });
    const found = await keyed(oned, "a:b", "machine", { key: KEY, since, ...(names && { names }) });
    return { ids: found.map(({ id }) => id), found, oned };
  };

  test("have its mark; those that have one of the names stand for it, too", async () => {
    const other = WRITTEN.replace("0123", "ffff");
    const { found, oned } = await find(
      [pool(vm(9, note(WRITTEN)), vm(3, ""), vm(4, note(other)), vm(5, note(WRITTEN)))],
      ["vm3"],
    );
    expect(found).toMatchObject([
      { id: 3, name: "vm3", mark: undefined },
      { id: 5, name: "vm5", mark: MARK },
      { id: 9, name: "vm9", mark: MARK },
    ]);
    expect(oned.held).toBe(0);
  });

  test.each([
    WRITTEN.toUpperCase(),
    `x${WRITTEN}`,
    `${WRITTEN}x`,
    WRITTEN.replace("-2-", "-12345-"),
    WRITTEN.replace("-2-", "--"),
    WRITTEN.replace("-10000-", "-1234567890123-"),
    WRITTEN.replace("c0ffee", "c0ffe"),
    WRITTEN.replace("fedc", "fedg"),
    "taken back",
    "",
  ])("do not have %j", async (value) => {
    expect((await find([pool(vm(5, note(value)))])).ids).toEqual([]);
  });

  test("are found although another object cannot be read", async () => {
    const damaged = vm(6, "").replace("<ID>6</ID>", "<ID>six</ID>");
    expect((await find([pool(vm(9, note(WRITTEN)), damaged, vm(5, note(WRITTEN)))])).ids).toEqual([5, 9]);
  });

  test.each([
    [WRITTEN.replace("-2-", "-1234-"), 1234],
    [WRITTEN.replace("-2-", "-0-"), 0],
  ])("have %s: part %d", async (value, part) => {
    expect((await find([pool(vm(5, note(value)))])).found[0]?.mark?.part).toBe(part);
  });

  test("were made within an hour of it: what is older or younger was copied with the mark", async () => {
    const at = (made: number) => find([pool(vm(5, note(WRITTEN), made))]).then(({ ids }) => ids.length);
    expect(await Promise.all([6_400, 6_399, 13_600, 13_601].map(at))).toEqual([1, 0, 1, 0]);
    const timeless = vm(5, note(WRITTEN)).replace(/<STIME>.*<\/STIME>/, "");
    expect((await find([pool(timeless)])).ids).toEqual([5]);
  });

  test("are looked for page by page, until one is not full or all of it is too old", async () => {
    const page = (length: number, first: number, made = 10_000) =>
      pool(...Array.from({ length }, (_, index) => vm(first + index, "", made)));
    const last = pool(vm(5, note(WRITTEN)));
    const { ids, oned } = await find([page(100, 1_000), page(500, 2_000), last]);
    expect(ids).toEqual([5]);
    expect(oned.requests).toEqual([
      ["a:b", "one.vmpool.infoextended", -3, 0, -100, -2],
      ["a:b", "one.vmpool.infoextended", -3, 100, -500, -2],
      ["a:b", "one.vmpool.infoextended", -3, 600, -500, -2],
    ]);
    expect((await find([page(99, 1_000), last])).ids).toEqual([]);
    expect((await find([page(100, 1_000, 8_000), last], [], 8_001)).ids).toEqual([]);
    expect((await find([page(100, 1_000, 8_000), last], [], 8_000)).ids).toEqual([5]);
  });

  test("may be images and networks, whose notes are elsewhere", async () => {
    const image = `<IMAGE><ID>6</ID><NAME>i</NAME><REGTIME>10000</REGTIME>${note(WRITTEN, "TEMPLATE")}</IMAGE>`;
    const vnet = `<VNET><ID>7</ID>${note(WRITTEN, "TEMPLATE")}</VNET>`;
    const old = image.replace("10000", "1");
    const images = new ScriptedOned({ "imagepool.info": `<IMAGE_POOL>${image}${old}</IMAGE_POOL>` });
    expect((await keyed(images, "a:b", "image", { key: KEY, since: 0 })).map(({ id }) => id)).toEqual([6]);
    const vnets = new ScriptedOned({ "vnpool.info": `<VNET_POOL>${vnet}</VNET_POOL>` });
    expect(await keyed(vnets, "a:b", "network", { key: KEY, since: 0 })).toMatchObject([
      { id: 7, name: "", mark: MARK },
    ]);
  });
});
