/** New storage: what oned is asked, and what is taken back. */
import { describe, expect, test } from "bun:test";
import type { EntityRequest, Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml } from "../testing/objects.ts";
import { createStorage, mebibytes } from "./create.ts";

const own = (name: string) => `org.opennebula.storage.${name}`;

async function creating(attributes: Readonly<Record<string, Value>>, answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({ "image.allocate": 9, "image.info": imageXml({ id: 9 }), ...answers });
  const sized = { "occi.storage.size": 1, ...attributes };
  const request: EntityRequest = { kind: undefined, mixins: [], attributes: new Map(Object.entries(sized)), links: [] };
  let id: number | undefined;
  const failure = await failureOf(createStorage(callerOf(oned), request).then((made) => (id = made)));
  const changes = oned.calls.filter((call) => !call.startsWith("image.info"));
  return { id, failure, changes, names: changes.map((call) => call.split(" ")[0]) };
}

test.each([
  [1, 1024],
  [0.5, 512],
  [1.0001, 1025],
  [1 / 1024, 1],
  [10.000000001, 10_240],
  [1e12 / 1024, 1e12],
])("%p GiB are %p MiB, the part of one as a whole", (gib, mib) => {
  expect(mebibytes(gib, "size")).toBe(mib);
});

test.each([0, -1, 1e-9, 1e12, Number.NaN, "1", undefined])("%p is no size", (gib) => {
  expect(() => mebibytes(gib, "size")).toThrow("size must be a size in GiB above 0.");
});

describe("a storage", () => {
  test("is an empty data block that keeps what is written to it", async () => {
    const { id, changes } = await creating({ "occi.core.title": "data", "occi.core.summary": "mine" });
    expect([id, changes.length]).toEqual([9, 1]);
    for (const part of ["<NAME>data</NAME>", "<TYPE>DATABLOCK</TYPE>", "<SIZE>1024</SIZE>", "mine"]) {
      expect(changes[0]).toContain(part);
    }
    expect(changes[0]).toContain("<PERSISTENT>YES</PERSISTENT>");
    expect(changes[0]).not.toContain("<FS>");
  });

  test("is as the request says, and has a name of the server's making without a title", async () => {
    const { changes } = await creating({
      [own("persistent")]: "NO",
      [own("fstype")]: "ext4",
      [own("type")]: "DATABLOCK",
    });
    expect(changes[0]).toContain("ext4");
    expect(changes[0]).not.toContain("<PERSISTENT>YES</PERSISTENT>");
    expect(changes[0]).toMatch(/<NAME>storage-[0-9a-f]{8}<\/NAME>/);
  });

  test("has its device and a title that is no name noted when it is there", async () => {
    const { changes } = await creating({
      "occi.core.title": "db: 1",
      [own("dev_prefix")]: "vd",
      [own("driver")]: "qcow2",
    });
    expect(changes[1]).toBe(
      "image.update 9 <TEMPLATE><OCCI_TITLE>db: 1</OCCI_TITLE><DEV_PREFIX>vd</DEV_PREFIX><DRIVER>qcow2</DRIVER></TEMPLATE> 1",
    );
    expect((await creating({ [own("driver")]: "" })).names).toEqual(["image.allocate"]);
  });

  test.each<[Readonly<Record<string, Value>>, string]>([
    [{ [own("type")]: "OS" }, "NOT_SUPPORTED: org.opennebula.storage.type: only a DATABLOCK can be created empty."],
    [{ "occi.storage.size": 0 }, "INVALID_REQUEST: occi.storage.size must be a size in GiB above 0."],
    [{ [own("driver")]: "a\u0000" }, "INVALID_CHARACTER: org.opennebula.storage.driver"],
  ])("%j is refused before anything is made", async (attributes, failure) => {
    const found = await creating(attributes);
    expect([found.failure, found.changes]).toEqual([expect.stringContaining(failure), []]);
  });

  test("goes again where its notes are refused, or is named", async () => {
    const no = new OcciError("FORBIDDEN", "no");
    const attributes = { [own("driver")]: "raw" };
    const { failure, names } = await creating(attributes, { "image.update": no });
    expect([failure, names]).toEqual(["FORBIDDEN: no", ["image.allocate", "image.update", "image.delete"]]);
    const stays = await creating(attributes, { "image.update": no, "image.delete": no });
    expect(stays.failure).toStartWith("OUTCOME_UNKNOWN: /storage/9 was created but not completed");
  });
});
