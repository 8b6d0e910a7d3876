/** A creation whose answer was lost is found by its mark, or by what oned notes of its origin. */
import { describe, expect, test } from "bun:test";
import type { OnedClient, Parameter } from "./client.ts";
import { creationOf, MARK } from "./marked-creation.ts";

const ALICE = "alice:alicepass";

/** An oned with these objects, newest first, that notes what it is asked. */
function oned(root: string, ...objects: readonly string[]) {
  const calls: Parameter[][] = [];
  const text = `<${root}_POOL>${objects.map((inner) => `<${root}>${inner}</${root}>`).join("")}</${root}_POOL>`;
  const client: OnedClient = {
    async read() {
      throw new Error("not asked");
    },
    async readMany() {
      throw new Error("not asked");
    },
    async readPool(_session, method, ...parameters) {
      calls.push([method, ...parameters]);
      return { encoded: Buffer.from(Bun.escapeHTML(text)), release() {} };
    },
    async change(_session: string, method: string, ...parameters: Parameter[]) {
      calls.push([method, ...parameters]);
      return 0;
    },
  };
  return { client, calls };
}

/** The creation that a call is. @param objects in the pool, made once the mark is known. */
function creation(root: string, method: string, parameters: readonly Parameter[], objects: (mark: string) => string[]) {
  const found: string[] = [];
  const { client, calls } = oned(root);
  const made = creationOf(client, ALICE, method, parameters);
  const mark = /OCCI_REQUEST\W+([0-9a-f]{32})/.exec(JSON.stringify(made?.parameters))?.[1] ?? "";
  found.push(...objects(mark));
  const filled = oned(root, ...found);
  Object.assign(client, { readPool: filled.client.readPool });
  return { made, mark, calls, listed: filled.calls };
}

const NOW = Math.floor(Date.now() / 1000);
const named = (id: number, name: string, more = "") => `<ID>${id}</ID><NAME>${name}</NAME>${more}`;

describe("a call with a template", () => {
  test.each([
    ["one.vm.allocate", ["CPU=1"], 0, "compute", "one.vmpool.infoextended"],
    ["one.template.instantiate", [3, "web", false, "CPU=1", false], 3, "compute", "one.vmpool.infoextended"],
    ["one.image.allocate", ["NAME=a", 1], 0, "storage", "one.imagepool.info"],
    ["one.vn.allocate", ["NAME=a", 0], 0, "network", "one.vnpool.info"],
    ["one.secgroup.allocate", ["NAME=a"], 0, "securitygroup", "one.secgrouppool.info"],
    ["one.template.allocate", ["NAME=a"], 0, "os_tpl", "one.templatepool.info"],
  ] as const)(
    "%s carries a mark there, and its object is looked for in the right list",
    async (method, parameters, at, kind, list) => {
      const { made, mark, listed } = creation("VM", method, parameters, () => []);
      expect(mark).toHaveLength(32);
      expect(made?.kind).toBe(kind);
      const others = (values: readonly Parameter[] = []) => values.filter((_, index) => index !== at);
      expect(others(made?.parameters)).toEqual(others(parameters));
      expect(String(made?.parameters[at])).toStartWith(String(parameters[at]));
      // The answer is a list of machines, whatever was asked for.
      // The answer is a list of machines, whatever was asked for.
      await made?.find().catch(() => {});
      expect(listed[0]?.slice(0, 4)).toEqual([list, -3, 0, -100]);
    },
  );

  test.each(["TEMPLATE", "USER_TEMPLATE"])("is found by the mark in its %s, and by no other", async (part) => {
    const marked = (id: number, mark: string) => named(id, "web", `<${part}><${MARK}>${mark}</${MARK}></${part}>`);
    const { made } = creation("VM", "one.vm.allocate", ["CPU=1"], (mark) => [
      marked(9, "0".repeat(32)),
      marked(8, mark),
      named(7, "web"),
    ]);
    expect(await made?.find()).toEqual({ kind: "found", id: 8 });
  });

  test("is absent when no object has the mark; each call has one of its own", async () => {
    const one = creation("VM", "one.vm.allocate", ["CPU=1"], () => [named(7, "web")]);
    const other = creation("VM", "one.vm.allocate", ["CPU=1"], () => []);
    expect(await one.made?.find()).toEqual({ kind: "absent" });
    expect(one.mark).not.toBe(other.mark);
  });

  test("is found although another object cannot be read: the one that was just made can", async () => {
    const { made } = creation("VM", "one.vm.allocate", ["CPU=1"], (mark) => [
      named(8, "web", `<USER_TEMPLATE><${MARK}>${mark}</${MARK}></USER_TEMPLATE>`),
      "<ID>seven</ID><NAME>old</NAME>",
    ]);
    expect(await made?.find()).toEqual({ kind: "found", id: 8 });
  });

  test("that was copied meanwhile is the original, which has the lower number", async () => {
    const { made } = creation("IMAGE", "one.image.allocate", ["NAME=a", 1], (mark) =>
      [6, 4, 5].map((id) => named(id, "a", `<TEMPLATE><${MARK}>${mark}</${MARK}></TEMPLATE>`)),
    );
    expect(await made?.find()).toEqual({ kind: "found", id: 4 });
  });
});

describe("a copy of an image", () => {
  const copied = (...objects: string[]) =>
    creation("IMAGE", "one.image.clone", [3, "copy"], () => objects).made?.find();

  test("is found while oned copies, by its source", async () => {
    expect(await copied(named(9, "copy", "<CLONING_ID>3</CLONING_ID><REGTIME>1</REGTIME>"))).toEqual({
      kind: "found",
      id: 9,
    });
  });

  test("is found later by its time; an older one of that name may be another's", async () => {
    const at = (time: number) => named(9, "copy", `<CLONING_ID>-1</CLONING_ID><REGTIME>${time}</REGTIME>`);
    expect(await copied(at(NOW + 5))).toEqual({ kind: "found", id: 9 });
    expect(await copied(at(NOW - 60))).toEqual({ kind: "doubtful", id: 9 });
  });

  test("is found for sure, whatever else it might be", async () => {
    const copy = named(9, "copy", "<CLONING_ID>3</CLONING_ID><REGTIME>1</REGTIME>");
    const older = named(8, "copy", "<CLONING_ID>-1</CLONING_ID><REGTIME>1</REGTIME>");
    expect(await copied(copy, older)).toEqual({ kind: "found", id: 9 });
    expect(await copied(older, copy)).toEqual({ kind: "found", id: 9 });
  });

  test("has the name that was asked for", async () => {
    expect(await copied(named(9, "other", `<CLONING_ID>3</CLONING_ID><REGTIME>${NOW + 5}</REGTIME>`))).toEqual({
      kind: "absent",
    });
  });
});

describe("a disk that is saved", () => {
  const saved = (name: string, vm: number, disk: number) =>
    creation("IMAGE", "one.vm.disksaveas", [7, 2, "backup", "", -1], () => [
      named(9, name, `<TEMPLATE><SAVED_VM_ID>${vm}</SAVED_VM_ID><SAVED_DISK_ID>${disk}</SAVED_DISK_ID></TEMPLATE>`),
    ]).made?.find();

  test("is found by name, machine and disk", async () => {
    expect(await saved("backup", 7, 2)).toEqual({ kind: "found", id: 9 });
    expect(await saved("backup", 8, 2)).toEqual({ kind: "absent" });
    expect(await saved("backup", 7, 1)).toEqual({ kind: "absent" });
    expect(await saved("other", 7, 2)).toEqual({ kind: "absent" });
  });
});

describe("a reservation", () => {
  const reserved = (name: string, parent: number) =>
    creation("VNET", "one.vn.reserve", [5, "<TEMPLATE><NAME>mine</NAME></TEMPLATE>"], () => [
      named(9, name, `<PARENT_NETWORK_ID>${parent}</PARENT_NETWORK_ID>`),
    ]).made?.find();

  test("is never known for sure, by its name and parent only", async () => {
    expect(await reserved("mine", 5)).toEqual({ kind: "doubtful", id: 9 });
    expect(await reserved("mine", 6)).toEqual({ kind: "absent" });
    expect(await reserved("other", 5)).toEqual({ kind: "absent" });
  });

  test("without a name cannot be looked for", () => {
    expect(creation("VNET", "one.vn.reserve", [5, "<TEMPLATE/>"], () => []).made).toBeUndefined();
  });
});

test.each(["one.vn.update", "one.vn.add_ar", "one.vm.attach"])(
  "%s of something with a name creates nothing",
  (method) => {
    const parameters = [5, "<TEMPLATE><NAME>mine</NAME></TEMPLATE>"];
    expect(creation("VNET", method, parameters, () => []).made).toBeUndefined();
  },
);

test("any other call creates nothing that could be looked for", () => {
  for (const method of ["one.vm.action", "one.user.login", "constructor"]) {
    expect(creationOf(oned("VM").client, ALICE, method, [1, "x"])).toBeUndefined();
  }
});

test.each([
  ["one.vm.allocate", ["CPU=1"], ["one.vm.action", "terminate-hard", 9]],
  ["one.image.allocate", ["NAME=a", 1], ["one.image.delete", 9]],
  ["one.vn.allocate", ["NAME=a", 0], ["one.vn.delete", 9]],
  ["one.secgroup.allocate", ["NAME=a"], ["one.secgroup.delete", 9]],
] as const)("what %s has made is taken back by the call for that", async (method, parameters, expected) => {
  const { made, calls } = creation("VM", method, parameters, () => []);
  await made?.remove(9);
  expect(calls.at(-1)?.slice(0, expected.length)).toEqual([...expected]);
});
