/** Users, their groups, tokens and notes, as oned describes them. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import * as users from "./user.ts";
import * as notes from "./user-notes.ts";

const USER =
  "<USER><ID>2</ID><NAME>alice</NAME><GNAME>users</GNAME><PASSWORD>hash</PASSWORD>" +
  "<LOGIN_TOKEN><TOKEN>abc</TOKEN><EXPIRATION_TIME>1000</EXPIRATION_TIME><EGID>-1</EGID></LOGIN_TOKEN>" +
  "<LOGIN_TOKEN><TOKEN>def</TOKEN><EXPIRATION_TIME>-1</EXPIRATION_TIME><EGID>0</EGID></LOGIN_TOKEN>" +
  "<LOGIN_TOKEN><TOKEN>ghi</TOKEN><EXPIRATION_TIME>0</EXPIRATION_TIME></LOGIN_TOKEN>" +
  "<LOGIN_TOKEN/><VM_QUOTA><VM><VMS>5</VMS></VM></VM_QUOTA><NETWORK_QUOTA/><DATASTORE_QUOTA>x</DATASTORE_QUOTA>" +
  "<TEMPLATE><LANG>de</LANG><SSH><KEY>k</KEY></SSH><SSH><KEY>l</KEY></SSH></TEMPLATE></USER>";

describe("a user", () => {
  test("has tokens and quotas, and no password", async () => {
    const oned = new ScriptedOned({ "user.info": USER });
    const user = await users.info(oned, "a:b", users.SELF);
    expect(user).toMatchObject({ id: 2, name: "alice", gname: "users" });
    expect(user.tokens).toEqual([
      { value: "abc", expires: 1000, group: undefined },
      { value: "def", expires: undefined, group: 0 },
      // It has expired long ago.
      { value: "ghi", expires: 0, group: undefined },
      { value: "", expires: undefined, group: undefined },
    ]);
    expect(user.quotas.map(([name]) => name)).toEqual(["DATASTORE_QUOTA", "NETWORK_QUOTA", "VM_QUOTA"]);
    expect(Object.keys(user)).toEqual(["id", "name", "gname", "quotas", "tokens"]);
    expect(oned.requests).toEqual([["a:b", "one.user.info", -1]]);
  });

  test("without a name and a group has empty ones", () => {
    expect(users.userOf(readRecord("<USER><ID>2</ID></USER>", "USER"))).toMatchObject({
      name: "",
      gname: "",
      tokens: [],
    });
  });

  test("has notes: texts, and vectors of them", async () => {
    const oned = new ScriptedOned({ "user.info": USER });
    expect(await notes.userNotes(oned, "a:b", 2)).toEqual({
      ...{ id: 2, name: "alice", texts: new Map([["LANG", "de"]]) },
      vectors: new Map([["SSH", new Map([["KEY", "l"]])]]),
    });
    expect(notes.notesOf(readRecord("<USER><ID>2</ID></USER>", "USER"))).toEqual({
      ...{ id: 2, name: "", texts: new Map(), vectors: new Map() },
    });
  });
});

describe("groups", () => {
  const GROUPS =
    "<GROUP_POOL><GROUP><ID>0</ID><NAME>oneadmin</NAME><USERS><ID>0</ID></USERS></GROUP>" +
    "<QUOTAS><ID>0</ID></QUOTAS><GROUP><ID>1</ID><USERS><ID>2</ID><ID>10</ID><ID>0</ID></USERS></GROUP>" +
    "<DEFAULT_GROUP_QUOTAS/><VLAN_RULES/></GROUP_POOL>";

  test("are those that the caller sees, with their members", async () => {
    const oned = new ScriptedOned({ "grouppool.info": GROUPS });
    expect(await users.groups(oned, "a:b")).toEqual([
      { id: 0, name: "oneadmin", userIds: [0] },
      { id: 1, name: "", userIds: [2, 10, 0] },
    ]);
    expect(oned.requests).toEqual([["a:b", "one.grouppool.info"]]);
    expect(oned.held).toBe(0);
  });

  test("tell who may be in the pool, the highest id first", async () => {
    expect(await users.memberIds(new ScriptedOned({ "grouppool.info": GROUPS }), "a:b")).toEqual([10, 2, 0]);
  });
});

test("each call has the parameters that oned takes", async () => {
  const oned = new ScriptedOned({ "userpool.info": "<USER_POOL/>", "user.login": "token" });
  (await users.pool(oned, "a:b")).release();
  expect(await users.login(oned, "a:b", "alice", "", 60)).toBe("token");
  await notes.update(oned, "a:b", 2, "LANG=de");
  expect(oned.requests).toEqual([
    ["a:b", "one.userpool.info"],
    ["a:b", "one.user.login", "alice", "", 60, -1],
    ["a:b", "one.user.update", 2, "LANG=de", 1],
  ]);
});
