/** Updates of security groups: oned takes all rules for those that are sent, and cannot be told of none by appending. */
import { describe, expect, test } from "bun:test";
import type { TypeId, Value } from "../../../dialects/ogf/index.ts";
import type { SecurityGroup } from "../../../opennebula/security-group.ts";
import type { Caller } from "../caller.ts";
import type { Change } from "../change.ts";
import { updating } from "../testing/requests.ts";
import { updateSecurityGroup } from "./update.ts";

const RULES = "occi.securitygroup.rules";
const group = (more: Partial<SecurityGroup> = {}): SecurityGroup => ({
  id: 100,
  name: "web",
  uid: 2,
  uname: "alice",
  gname: "users",
  description: undefined,
  rules: [],
  notes: new Map([
    ["SITE", "north"],
    ["EMPTY", " "],
  ]),
  cut: false,
  ...more,
});

const updated = (changed: Readonly<Record<string, Value>>, given = group()) =>
  updating((caller, change) => updateSecurityGroup(caller, given, change), changed);

describe("new rules", () => {
  test("are appended, and take the place of all", async () => {
    const { calls, after } = await updated({ [RULES]: [{ type: "inbound", protocol: "tcp", port: "22" }] });
    const rule = "<RULE><PROTOCOL>TCP</PROTOCOL><RULE_TYPE>inbound</RULE_TYPE><RANGE>22</RANGE></RULE>";
    expect([calls, after]).toEqual([[`secgroup.update 100 <TEMPLATE>${rule}</TEMPLATE> 1`], undefined]);
  });

  test("that are none replace the whole template, in which everything else stays", async () => {
    expect((await updated({ [RULES]: [] })).calls).toEqual([
      "secgroup.update 100 <TEMPLATE><SITE>north</SITE></TEMPLATE> 0",
    ]);
    expect((await updated({ [RULES]: [] }, group({ notes: new Map() }))).calls).toEqual([
      "secgroup.update 100 <TEMPLATE><OCCI_RULES>none</OCCI_RULES></TEMPLATE> 0",
    ]);
  });
});

test("title and summary are written after the rules, and tell how the group is then where they are alone", async () => {
  const { calls } = await updated({ [RULES]: [], "occi.core.title": "a: b", "occi.core.summary": "mine" });
  expect(calls.map((call) => call.split(" ")[0])).toEqual(["secgroup.update", "secgroup.update", "secgroup.rename"]);
  const alone = await updated({ "occi.core.title": "db", "occi.core.summary": "mine" });
  expect(alone.after).toMatchObject({ name: "db", description: "mine" });
});

test("a group of which oned has sent more than is read is not changed", async () => {
  const { failure, calls } = await updated({ "occi.core.title": "db" }, group({ cut: true }));
  expect([failure, calls]).toEqual([expect.stringMatching(/^WRONG_STATE/), []]);
});

test("a group has no mixins of its own, so none can be added", async () => {
  const change = (caller: Caller, asked: Change) => updateSecurityGroup(caller, group(), asked);
  const mixin = "http://example.org/occi/resource_tpl#small" as TypeId;
  const { failure, calls } = await updating(change, { "occi.core.title": "db" }, { newMixins: [mixin] });
  expect([failure, calls]).toEqual([expect.stringMatching(/^INVALID_REQUEST: The mixin .* cannot be added/), []]);
});

test("nothing else can be changed", async () => {
  expect((await updated({ "occi.securitygroup.state": "x" })).failure).toStartWith("NOT_SUPPORTED");
});
