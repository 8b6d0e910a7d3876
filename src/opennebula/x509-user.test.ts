/** Users of the driver x509: who of a pool is one, and what happens when oned cannot send somebody. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import { x509UserById, x509Users } from "./x509-user.ts";

const user = (id: number, password: string, driver = "x509", enabled = 1) =>
  `<USER><ID>${id}</ID><NAME>user${id}</NAME><PASSWORD>${password}</PASSWORD><AUTH_DRIVER>${driver}</AUTH_DRIVER>` +
  `<ENABLED>${enabled}</ENABLED></USER>`;
const pool = (...users: string[]) => `<USER_POOL>${users.join("<QUOTAS/>")}<DEFAULT_USER_QUOTAS/></USER_POOL>`;
const alice = { id: 2, name: "user2", subjects: ["/CN=alice", "/CN=alice2"] };

describe("of a pool", () => {
  test("those count whose driver it is, while they are enabled", async () => {
    const all = pool(
      user(2, "/CN=alice||/CN=alice2|"),
      user(3, "/CN=bob", "core"),
      user(4, "/CN=carol", "x509", 0),
      "<USER><ID>5</ID><AUTH_DRIVER>x509</AUTH_DRIVER><ENABLED>1</ENABLED></USER>",
    );
    const oned = new ScriptedOned({ "userpool.info": all });
    expect(await x509Users(oned, "a:b")).toEqual([alice, { id: 5, name: "", subjects: [] }]);
    expect(oned.requests).toEqual([["a:b", "one.userpool.info"]]);
    expect(oned.held).toBe(0);
  });

  test("that oned cannot send they are read one by one; those who cannot be sent are left out", async () => {
    const damaged = new OcciError("ONED_DAMAGED_ANSWER", "damaged");
    const oned = new ScriptedOned({
      "userpool.info": damaged,
      "grouppool.info":
        "<GROUP_POOL><GROUP><ID>1</ID><USERS><ID>2</ID><ID>3</ID><ID>4</ID></USERS></GROUP></GROUP_POOL>",
      "user.info": [damaged, new OcciError("NOT_FOUND", "gone"), user(2, "/CN=alice|/CN=alice2")],
    });
    expect(await x509Users(oned, "a:b")).toEqual([alice]);
    expect(oned.requests.slice(2)).toEqual([4, 3, 2].map((id) => ["a:b", "one.user.info", id]));
  });

  test("that breaks off, nobody counts twice", async () => {
    const broken = `${pool(user(2, "/CN=alice|/CN=alice2")).replace("</USER_POOL>", "")}<USER><ID>`;
    const oned = new ScriptedOned({
      "userpool.info": broken,
      "grouppool.info": "<GROUP_POOL><GROUP><ID>1</ID><USERS><ID>2</ID></USERS></GROUP></GROUP_POOL>",
      "user.info": user(2, "/CN=alice|/CN=alice2"),
    });
    expect(await x509Users(oned, "a:b")).toEqual([alice]);
  });

  test("other errors are errors, of the pool and of one of them", async () => {
    const refused = new OcciError("FORBIDDEN", "refused");
    await expect(x509Users(new ScriptedOned({ "userpool.info": refused }), "a:b")).rejects.toBe(refused);
    const oned = new ScriptedOned({
      "userpool.info": new OcciError("ONED_DAMAGED_ANSWER", "damaged"),
      "grouppool.info": "<GROUP_POOL><GROUP><ID>1</ID><USERS><ID>2</ID></USERS></GROUP></GROUP_POOL>",
      "user.info": refused,
    });
    await expect(x509Users(oned, "a:b")).rejects.toBe(refused);
  });
});

test("one of them is read as it is now", async () => {
  const oned = new ScriptedOned({ "user.info": [user(2, "/CN=alice|/CN=alice2"), user(3, "x", "core")] });
  expect(await x509UserById(oned, "a:b", 2)).toEqual(alice);
  expect(await x509UserById(oned, "a:b", 3)).toBeUndefined();
  expect(oned.requests).toEqual([2, 3].map((id) => ["a:b", "one.user.info", id]));
});
