/** A security group of oned, and its rules as requests have them. */
import { describe, expect, test } from "bun:test";
import { SECURITY_GROUP } from "../../../dialects/ogf/index.ts";
import { securityGroupOf } from "../../../opennebula/security-group.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { readRecord } from "../../../xml/record.ts";
import type { Tag } from "../tags/tags.ts";
import { callerOf } from "../testing/caller.ts";
import { tagOn } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { securityGroupEntity } from "./entity.ts";

function entity(template: string, base = "", tags: readonly Tag[] = []) {
  const xml = `<SECURITY_GROUP><ID>100</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME><TEMPLATE>${template}</TEMPLATE></SECURITY_GROUP>`;
  const caller = callerOf(new ScriptedOned(), { config: { baseUrl: `https://cloud.example.org${base}` } });
  const view = viewContext(caller, { list: tags, userId: 2, ignored: 0 });
  return securityGroupEntity(view, securityGroupOf(readRecord(xml, "SECURITY_GROUP")));
}

const rule = (members: string, base = "") => {
  const rules = entity(`<RULE><PROTOCOL>TCP</PROTOCOL><RULE_TYPE>INBOUND</RULE_TYPE>${members}</RULE>`, base);
  const [first] = rules.attributes.get("occi.securitygroup.rules") as unknown as readonly unknown[];
  return first;
};
const TCP = { type: "inbound", protocol: "tcp" };

describe("a rule", () => {
  test.each([
    ["", TCP],
    ["<RANGE>22,80:90</RANGE>", { ...TCP, port: "22,80:90" }],
    ["<RANGE></RANGE>", TCP],
    ["<IP>192.0.2.0</IP><SIZE>16</SIZE>", { ...TCP, range: "192.0.2.0+16" }],
    ["<IP>192.0.2.0</IP>", { ...TCP, range: "192.0.2.0" }],
    ["<SIZE>16</SIZE>", TCP],
    ["<NETWORK_ID>3</NETWORK_ID>", { ...TCP, range: "/network/3" }],
    ["<NETWORK_ID>3</NETWORK_ID><IP>192.0.2.0</IP>", { ...TCP, range: "192.0.2.0" }],
  ])("%s is %j", (members, shown) => {
    expect(rule(members)).toEqual(shown);
  });

  test("has the path of a network below that of the server", () => {
    expect(rule("<NETWORK_ID>3</NETWORK_ID>", "/occi")).toEqual({ ...TCP, range: "/occi/network/3" });
  });

  test("is shown even where oned says nothing of it", () => {
    const { attributes } = entity("<RULE><X>1</X></RULE>");
    expect(attributes.get("occi.securitygroup.rules")).toEqual([{ type: "", protocol: "" }]);
  });
});

test("a group has its rules, its tags, and a summary where somebody wrote one", () => {
  const { attributes, ...group } = entity("<DESCRIPTION>mine</DESCRIPTION>", "", [tagOn("securitygroup", "100")]);
  expect({ ...group, attributes: Object.fromEntries(attributes) } as unknown).toEqual({
    kind: SECURITY_GROUP,
    mixins: ["http://example.org/tags#blue"],
    id: "100",
    location: "/securitygroup/100",
    title: "web",
    summary: "mine",
    attributes: { "occi.securitygroup.rules": [], "occi.securitygroup.state": "active" },
    actions: [],
    links: [],
  });
  expect("summary" in entity("")).toBe(false);
});
