import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { idOf, idsOf } from "./lookup.ts";
import { diskId, explainParts, nicId, snapshotId } from "./parts.ts";
import type { Resource } from "./resource.ts";
import { fakeContext, reply } from "./testing/context.ts";

const IMAGES = `<STORAGE_COLLECTION>
  <STORAGE href="http://cloud.test/storage/0" name="Debian 12"/>
  <STORAGE href="http://cloud.test/storage/1" name="data"/>
  <STORAGE href="http://cloud.test/storage/4" name="data"/>
  <STORAGE href="http://cloud.test/storage/5" name="7"/>
</STORAGE_COLLECTION>`;
const context = (body = IMAGES) => fakeContext(() => reply(body));

async function refusal(work: Promise<unknown>): Promise<OcciError> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!(error instanceof OcciError)) throw new Error("it was not refused");
  return error;
}

describe("a name in place of an id", () => {
  test("is looked for in the list", async () => {
    const given = context();
    expect(await idOf(given, "storage", "Debian 12")).toBe("0");
    expect(given.requests).toEqual(["GET /storage"]);
  });

  test("a number is an id: nothing is asked", async () => {
    const given = context();
    expect(await idsOf(given, "storage", ["7", "003"])).toEqual(["7", "003"]);
    expect(await idOf(given, "instance-type", "small")).toBe("small");
    expect(await idOf(given, "user", "-1")).toBe("-1");
    expect(given.requests).toEqual([]);
  });

  test("must mean one: else the candidates are told", async () => {
    const { code, message } = await refusal(idOf(context(), "storage", "data"));
    expect([code, message]).toEqual(["AMBIGUOUS_NAME", '2 images are named "data": ids 1, 4.']);
  });

  test("must exist: else the nearest is told", async () => {
    expect(await refusal(idOf(context(), "storage", "Debain 12"))).toMatchObject({
      code: "NOT_FOUND",
      message: 'There is no image named "Debain 12".',
      hint: "Did you mean Debian 12 (0)?",
    });
    expect((await refusal(idOf(context(), "storage", "xyz"))).hint).toContain("`occi-storage list`");
    expect((await refusal(idOf(context(), "storage", "debian 12"))).hint).toBe("Did you mean Debian 12 (0)?");
    expect((await refusal(idOf(context("<STORAGE_COLLECTION/>"), "storage", "-1"))).code).toBe("NOT_FOUND");
  });

  test.each([
    ["debain", "Did you mean Debian 12 (0)?"],
    ["dta", "Did you mean data (1) or data (4)?"],
    ["DATA", "Did you mean data (1) or data (4)?"],
    ["xyz", "There are Debian 12 (0), data (1), data (4), 7 (5). `occi-storage list` shows those that you can see."],
  ])("%s: near names, names of which a part is near, or all while they are few", async (typed, hint) => {
    expect((await refusal(idOf(context(), "storage", typed))).hint).toBe(hint);
  });

  test("names that are equally near are told together", async () => {
    const images = ["debian-11", "debian-12", "rescue", "web-12", "my-data", "a", "b"].map(
      (name, id) => `<STORAGE href="http://cloud.test/storage/${id}" name="${name}"/>`,
    );
    const hint = async (typed: string) =>
      (await refusal(idOf(context(`<STORAGE_COLLECTION>${images.join("")}</STORAGE_COLLECTION>`), "storage", typed)))
        .hint;
    expect(await hint("debian-13")).toBe("Did you mean debian-11 (0) or debian-12 (1)?");
    expect(await hint("debain")).toBe("Did you mean debian-11 (0) or debian-12 (1)?");
    expect(await hint("webb")).toBe("Did you mean web-12 (3)?");
    expect(await hint("qqqqqq")).toBe("`occi-storage list` shows those that you can see.");
  });

  test("several are asked for with one list", async () => {
    const given = context();
    expect(await idsOf(given, "storage", ["Debian 12", "3", "Debian 12"])).toEqual(["0", "3", "0"]);
    expect(given.requests).toEqual(["GET /storage"]);
  });

  test("an empty name means nothing, also where a server's list has no names", async () => {
    const nameless = `<STORAGE_COLLECTION><STORAGE href="http://cloud.test/storage/0"/></STORAGE_COLLECTION>`;
    expect((await refusal(idOf(context(nameless), "storage", ""))).code).toBe("NOT_FOUND");
    expect((await refusal(idOf(context(nameless), "storage", "x"))).code).toBe("NOT_FOUND");
  });
});

describe("a part of a machine", () => {
  const machine = async (): Promise<Resource> => ({
    id: 3,
    name: "web",
    disks: [
      { id: 0, target: "vda", storage: { id: 0, name: "debian" }, snapshots: [{ id: 0, name: "before" }] },
      { id: 1, target: "vdb", storage: { id: 4, name: "data" } },
      { id: 2, target: "vdc", storage: { id: 5, name: "data" } },
    ],
    nics: [
      { id: 0, ip: "10.0.0.9", mac: "02:00:0a:00:00:09", network: { id: 2, name: "lan" } },
      { id: 1, ip6: "2001:db8::9", network: { id: 3, name: "wan" } },
    ],
    snapshots: [
      { id: 0, name: "fresh" },
      { id: 1, name: "twice" },
      { id: 2, name: "twice" },
    ],
  });
  const unread = (): Promise<Resource> => Promise.reject(new Error("it need not be read"));

  test("a disk by id, device or image", async () => {
    expect(await diskId("1", unread)).toBe("1");
    expect(await diskId("vdb", machine)).toBe("1");
    expect(await diskId("debian", machine)).toBe("0");
  });

  test("a NIC by id, address or network", async () => {
    expect(await nicId("1", unread)).toBe("1");
    for (const typed of ["10.0.0.9", "02:00:0a:00:00:09", "lan"]) expect(await nicId(typed, machine)).toBe("0");
    for (const typed of ["2001:db8::9", "wan"]) expect(await nicId(typed, machine)).toBe("1");
  });

  test("a snapshot by id or name, of the machine or of a disk", async () => {
    expect(await snapshotId("1", unread)).toBe("1");
    expect(await snapshotId("fresh", machine)).toBe("0");
    expect(await snapshotId("before", machine, "0")).toBe("0");
    expect((await refusal(snapshotId("before", machine, "1"))).hint).toBe("It has no snapshots at all.");
    expect((await refusal(snapshotId("before", machine))).code).toBe("NOT_FOUND");
  });

  test("which one is meant must be clear", async () => {
    expect((await refusal(diskId("data", machine))).message).toBe(
      "The machine has 2 disks that data can mean: 1 vdb data, 2 vdc data.",
    );
    expect((await refusal(snapshotId("twice", machine))).code).toBe("AMBIGUOUS_NAME");
    expect(await refusal(diskId("vdx", machine))).toMatchObject({
      code: "NOT_FOUND",
      message: 'The machine has no disk "vdx".',
      hint: "Its disks: 0 vda debian, 1 vdb data, 2 vdc data.",
    });
    expect((await refusal(diskId("debain", machine))).hint).toEndWith("2 vdc data. Did you mean debian?");
    expect((await refusal(nicId("10.0.0.1", machine))).hint).toBe(
      "Its NICs: 0 lan 10.0.0.9 02:00:0a:00:00:09, 1 wan 2001:db8::9. Did you mean 10.0.0.9?",
    );
    expect(await refusal(snapshotId("befor", machine, "0"))).toMatchObject({
      message: 'Disk 0 has no snapshot "befor".',
      hint: "Its snapshots: before (0). Did you mean before?",
    });
    expect((await refusal(snapshotId("before", machine, "7"))).message).toBe('The machine has no disk "7".');
    expect((await refusal(nicId("lan", async () => ({ id: 3, name: "bare" })))).hint).toBe("It has no NICs at all.");
  });

  test("an id that is not there is told after the refusal, and nothing of those that are", async () => {
    const refused = new OcciError("WRONG_STATE", "Not now.", { httpStatus: 409 });
    const explained = (parts: Parameters<typeof explainParts>[1], error: unknown = refused) =>
      refusal(explainParts(machine, parts, error));
    expect(await explained({ disk: "9" })).toMatchObject({
      code: "NOT_FOUND",
      message: 'The machine has no disk "9".',
      hint: "Its disks: 0 vda debian, 1 vdb data, 2 vdc data.",
    });
    expect((await explained({ nic: "2" })).message).toBe('The machine has no NIC "2".');
    expect((await explained({ snapshot: "3" })).message).toBe('The machine has no snapshot "3".');
    expect((await explained({ disk: "0", snapshot: "1" })).message).toBe('Disk 0 has no snapshot "1".');
    await explainParts(machine, { disk: "1" }, refused);
    await explainParts(machine, { disk: "0", snapshot: "0" }, refused);
    await explainParts(unread, { disk: "9" }, new OcciError("BAD_CREDENTIALS", "No.", { httpStatus: 401 }));
  });
});
