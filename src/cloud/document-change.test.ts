/** `PUT` of networks and images: clients send back what they have read, and a value that is as it was does not count as a change. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { NetworkChange, StorageChange } from "../model.ts";
import { type Scripted, ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import * as network from "./network.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import * as storage from "./storage.ts";

const OWNED = "<ID>3</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>lan</NAME>";
const open = (isOpen: boolean) => `<PERMISSIONS><GROUP_U>${isOpen ? 1 : 0}</GROUP_U></PERMISSIONS>`;
const described = (text: string) => `<TEMPLATE>${text && `<DESCRIPTION>${text}</DESCRIPTION>`}</TEMPLATE>`;

/** An object as it is; a network of these, or an image of the type DATABLOCK. */
interface Present {
  readonly description?: string;
  readonly public?: boolean;
  readonly persistent?: boolean;
}
const networkXml = ({ description = "mine", public: isOpen = false }: Present = {}) =>
  `<VNET>${OWNED}<STATE>1</STATE>${open(isOpen)}<AR_POOL/>${described(description)}</VNET>`;
const imageXml = ({ description = "mine", public: isOpen = false, persistent = false }: Present = {}) =>
  `<IMAGE>${OWNED}<TYPE>2</TYPE><STATE>1</STATE><SIZE>1</SIZE><PERSISTENT>${persistent ? 1 : 0}</PERSISTENT>${open(isOpen)}${described(description)}</IMAGE>`;

async function asked(work: (oned: ScriptedOned) => Promise<unknown>, answers: Readonly<Record<string, Scripted>>) {
  const oned = new ScriptedOned(answers);
  const result = await work(oned).catch((error: OcciError) => `${error.code}: ${error.message}`);
  const calls = oned.calls.filter((call) => !/\.info /.test(call)).map((call) => call.replaceAll(/\s+/g, " ").trim());
  return { result, calls, words: calls.map((call) => call.split(" ")[0]) };
}
const networks = (change: NetworkChange, present: Present = {}, answers: Readonly<Record<string, Scripted>> = {}) =>
  asked(
    (oned) => {
      const { deps, session } = callerOf(oned);
      return network.change(deps, session, 3, change);
    },
    { "vn.info": networkXml(present), ...answers },
  );
const images = (change: StorageChange, present: Present = {}, answers: Readonly<Record<string, Scripted>> = {}) =>
  asked(
    (oned) => {
      const { deps, session } = callerOf(oned);
      return storage.change(deps, session, 3, change);
    },
    { "image.info": imageXml(present), ...answers },
  );

describe("a network", () => {
  test.each<[NetworkChange, Present, readonly string[]]>([
    [{ name: "lan", description: "mine", public: "NO" }, {}, []],
    [{ name: " lan ", description: "mine", public: "YES" }, { public: true }, []],
    [{ name: "lan", description: "" }, { description: "" }, []],
    [{ name: "lan", description: "new" }, {}, ["vn.update"]],
    [{ name: "lan", description: "" }, {}, ["vn.update"]],
    [{ name: "lan", public: "YES" }, {}, ["vn.chmod"]],
    [{ name: "lan", public: "NO" }, { public: true }, ["vn.chmod"]],
    [{ name: "lan", public: "maybe" }, {}, []],
    [{ description: "mine" }, {}, ["vn.update"]],
    [{ public: "NO" }, {}, ["vn.chmod"]],
    [{ name: "dmz", description: "new", public: "YES" }, {}, ["vn.rename", "vn.update", "vn.chmod"]],
  ])("%j of one that is %j", async (change, present, words) => {
    expect((await networks(change, present)).words).toEqual([...words]);
  });

  test("has its old name back when the rest is refused", async () => {
    const no = { "vn.update": new OcciError("FORBIDDEN", "no") };
    const { result, calls } = await networks({ name: "dmz", description: "new" }, {}, no);
    expect([result, calls.at(-1)]).toEqual(["FORBIDDEN: no", "vn.rename 3 lan"]);
  });

  test("that is closed to the group, and that the user cannot see any more, is shown as it was last", async () => {
    const answers = { "vn.info": [networkXml({ public: true }), new OcciError("FORBIDDEN", "no")] };
    expect((await networks({ public: "NO" }, {}, answers)).result).toMatchObject({ name: "lan", public: false });
    expect((await networks({ public: "YES" }, {}, { "vn.info": new OcciError("FORBIDDEN", "no") })).result).toBe(
      "FORBIDDEN: no",
    );
  });
});

describe("an image", () => {
  test.each<[StorageChange, Present, readonly string[]]>([
    [{ name: "lan", type: "DATABLOCK", description: "mine", persistent: "NO", public: "NO" }, {}, []],
    [{ name: "lan", persistent: "YES", public: "NO" }, { persistent: true }, []],
    [{ type: " datablock " }, {}, []],
    [{ type: "OS" }, {}, ["image.chtype"]],
    [{ name: "lan", description: "" }, { description: "" }, []],
    [{ name: "lan", description: "new" }, {}, ["image.update"]],
    [{ type: "DATABLOCK", description: "" }, {}, ["image.update"]],
    [{ name: "lan", persistent: "YES", public: "NO" }, {}, ["image.persistent"]],
    [{ name: "lan", persistent: "NO", public: "YES" }, {}, ["image.chmod"]],
    [{ description: "mine" }, {}, ["image.update"]],
    [{ persistent: "NO" }, {}, ["image.persistent"]],
    [
      { name: "db", type: "OS", description: "new", public: "YES" },
      {},
      ["image.rename", "image.chtype", "image.update", "image.chmod"],
    ],
  ])("%j of one that is %j", async (change, present, words) => {
    expect((await images(change, present)).words).toEqual([...words]);
  });

  test("must not have both PERSISTENT and PUBLIC changed", async () => {
    const both = { persistent: "YES", public: "YES" };
    for (const change of [both, { ...both, name: "lan" }]) {
      const { result, calls } = await images(change);
      expect([result, calls]).toEqual(["INVALID_REQUEST: It is not allowed more than one change per request", []]);
    }
    expect((await images({ ...both, name: "lan" }, { persistent: true })).words).toEqual(["image.chmod"]);
  });

  test("has its old name back when the rest is refused", async () => {
    const no = { "image.chtype": new OcciError("FORBIDDEN", "no") };
    const { result, calls } = await images({ name: "db", type: "OS" }, {}, no);
    expect([result, calls.at(-1)]).toEqual(["FORBIDDEN: no", "image.rename 3 lan"]);
  });

  test("that is closed to the group, and that the user cannot see any more, is shown as it was last", async () => {
    const answers = { "image.info": [imageXml({ public: true }), new OcciError("FORBIDDEN", "no")] };
    expect((await images({ public: "NO" }, {}, answers)).result).toMatchObject({ name: "lan", public: false });
  });
});
