/** A link of its own: what is attached, and what its ends are called when they are wrong. */
import { describe, expect, test } from "bun:test";
import {
  type EntityRequest,
  NETWORK_INTERFACE,
  SECURITY_GROUP_LINK,
  STORAGE_LINK,
  type Value,
} from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machineXml } from "../testing/objects.ts";
import { createLink } from "./create.ts";

const request = (kind: string, target: string, source = "/compute/7"): EntityRequest => ({
  kind,
  mixins: [],
  links: [],
  attributes: new Map<string, Value>([
    ["occi.core.source", source],
    ["occi.core.target", target],
  ]),
});
const bare = machineXml({});
const withDisk = machineXml({ template: [["DISK", { DISK_ID: "4", IMAGE_ID: "9" }]] });
const withNic = machineXml({ template: [["NIC", { NIC_ID: "2", NETWORK_ID: "3", SECURITY_GROUPS: "0" }]] });

describe("a new link", () => {
  test.each([
    [STORAGE_LINK, "/storage/9", withDisk, "disk", 4, "vm.attach 7"],
    [NETWORK_INTERFACE, "/network/3", withNic, "nic", 2, "vm.attachnic 7"],
    [NETWORK_INTERFACE, "/ipreservation/3", withNic, "nic", 2, "vm.attachnic 7"],
  ] as const)("of %s to %s is the part that has come", async (kind, target, after, part, number, call) => {
    const oned = new ScriptedOned({ "vm.info": [bare, after] });
    expect(await createLink(callerOf(oned), request(kind, target))).toEqual({ vm: 7, part, number });
    expect(oned.calls.map((one) => one.split(" <")[0])).toEqual(["vm.info 7", call, "vm.info 7"]);
  });

  test("that oned does not show is unknown, and the place where it can be seen is named", async () => {
    const busy = new ScriptedOned({ "vm.info": machineXml({ state: "HOTPLUG" }) });
    const error = await createLink(callerOf(busy, { config: { wait: 0 } }), request(STORAGE_LINK, "/storage/9"))
      .then(() => undefined)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "OUTCOME_UNKNOWN" });
    expect((error as OcciError).hint).toBe("GET /compute/7 before you attach it again.");
  });

  test("to a security group has the group's number", async () => {
    const oned = new ScriptedOned({ "vm.info": withNic });
    const id = await createLink(callerOf(oned), request(SECURITY_GROUP_LINK, "/securitygroup/100"));
    expect([id, oned.calls]).toEqual([{ vm: 7, part: "sg", number: 100 }, ["vm.info 7", "vm.attachsg 7 2 100"]]);
  });

  test("of a machine that is DONE, or of an image that is not there, is the request's mistake", async () => {
    const done = new ScriptedOned({ "vm.info": machineXml({ state: "DONE" }) });
    expect(await failureOf(createLink(callerOf(done), request(STORAGE_LINK, "/storage/9")))).toBe(
      "INVALID_REQUEST: The entity does not exist. The link has the source /compute/7, target /storage/9.",
    );
    const gone = new ScriptedOned({ "vm.info": bare, "vm.attach": new OcciError("NOT_FOUND", "no image") });
    expect(await failureOf(createLink(callerOf(gone), request(STORAGE_LINK, "/storage/9")))).toStartWith(
      "INVALID_REQUEST",
    );
  });

  test("keeps every other refusal", async () => {
    const oned = new ScriptedOned({ "vm.info": new OcciError("FORBIDDEN", "not yours") });
    expect(await failureOf(createLink(callerOf(oned), request(STORAGE_LINK, "/storage/9")))).toBe(
      "FORBIDDEN: not yours",
    );
  });

  test.each([
    ["occi.core.source", "occi.core.target", "/storage/9"],
    ["occi.core.target", "occi.core.source", "/compute/7"],
  ])("without %s asks oned nothing", async (missing, name, value) => {
    const oned = new ScriptedOned();
    const asked = { ...request(STORAGE_LINK, ""), attributes: new Map<string, Value>([[name, value]]) };
    expect(await failureOf(createLink(callerOf(oned), asked))).toMatch(
      new RegExp(`^INVALID_REQUEST: ${missing} must be .* on this server, not \\.$`),
    );
    expect(oned.calls).toEqual([]);
  });

  test.each([
    [STORAGE_LINK, "/storage/9", "/network/3", "occi.core.source"],
    [STORAGE_LINK, "/network/3", "/compute/7", "occi.core.target"],
    [NETWORK_INTERFACE, "/storage/9", "/compute/7", "occi.core.target"],
    [SECURITY_GROUP_LINK, "/network/3", "/compute/7", "occi.core.target"],
  ])("%s to %s from %s asks oned nothing: %s is wrong", async (kind, target, source, culprit) => {
    const oned = new ScriptedOned();
    expect(await failureOf(createLink(callerOf(oned), request(kind, target, source)))).toStartWith(
      `INVALID_REQUEST: ${culprit} must be`,
    );
    expect(oned.calls).toEqual([]);
  });
});
