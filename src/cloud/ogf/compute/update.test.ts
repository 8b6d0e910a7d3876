/** What an update of a machine asks of oned, in which order, and what it takes back. */
import { describe, expect, test } from "bun:test";
import { type LinkRequest, NETWORK_INTERFACE, type Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { typesOf } from "../../testing/types-of.ts";
import type { Change } from "../change.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, machineXml, type Template } from "../testing/objects.ts";
import { link } from "../testing/requests.ts";
import { HOSTNAME, PUBLIC_KEY, USERDATA } from "./context-attributes.ts";
import { updateCompute } from "./update.ts";

const KEY = "ssh-ed25519 AAAAC3Nz alice";
const CORES = "occi.compute.cores";
const TEMPLATE: Template = [
  ["CPU", "2"],
  ["CONTEXT", { NETWORK: "YES" }],
];
const NOTES: Template = [["INSTANCE_TYPE", "open"]];
const withNic = machineXml({ template: [...TEMPLATE, ["NIC", { NIC_ID: "0", NETWORK_ID: "3" }]], notes: NOTES });

interface Asked {
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly links?: readonly LinkRequest[];
  readonly answers?: Readonly<Record<string, Scripted>>;
}

/** @returns the machine after it, the failure or "no error", and the calls by their first words. */
async function updated({ attributes = {}, links = [], answers = {} }: Asked) {
  const oned = new ScriptedOned({ "vm.info": machineXml({ template: TEMPLATE, notes: NOTES }), ...answers });
  const vmTypes = [{ name: "open", template: "open.eta" }];
  const templates = { ...typesOf({ open: {} }), context: () => ({ defaults: [], fixed: [] }) };
  const caller = callerOf(oned, { config: { vmTypes }, templates });
  const changed = new Map(Object.entries(attributes));
  const change: Change = {
    entity: { location: "/compute/7", links: [] } as unknown as Change["entity"],
    request: { kind: undefined, mixins: [], attributes: changed, links },
    difference: { changed, dropped: new Set<string>(), addedMixins: [], droppedMixins: [] },
    newMixins: [],
  };
  let after: VmDetails | undefined;
  const update = updateCompute(caller, machine({ template: TEMPLATE, notes: NOTES }), change);
  const failure = await failureOf(update.then((vm) => (after = vm)));
  return { after, failure, calls: oned.calls.map((call) => call.split(" ")[0]), texts: oned.calls };
}

describe("an update", () => {
  test("of the title renames the machine, which need not be read again", async () => {
    const { after, calls, texts } = await updated({ attributes: { "occi.core.title": "db: 1" } });
    expect([after?.name, calls]).toEqual(["db 1", ["vm.update", "vm.rename"]]);
    expect(texts[0]).toContain("<OCCI_TITLE>db: 1</OCCI_TITLE>");
    expect(texts[1]).toBe("vm.rename 7 db 1");
  });

  test("of a summary alone leaves the name", async () => {
    const { after, calls } = await updated({ attributes: { "occi.core.summary": "mine" } });
    expect([after?.notes.get("DESCRIPTION"), calls]).toEqual(["mine", ["vm.update"]]);
  });

  test.each<[string, Asked["attributes"], readonly string[]]>([
    ["a size", { [CORES]: 2 }, ["vm.resize", "vm.info"]],
    ["a key", { [PUBLIC_KEY]: KEY }, ["vm.updateconf", "vm.info"]],
    ["a host name", { [HOSTNAME]: "db" }, ["vm.updateconf", "vm.info"]],
  ])("of %s makes another machine, which must be read again", async (_, attributes, calls) => {
    const found = await updated({ attributes: attributes ?? {} });
    expect([found.failure, found.after, found.calls]).toEqual(["no error", undefined, [...calls]]);
  });

  test("with a new link attaches it", async () => {
    const links = [link(NETWORK_INTERFACE, "/network/3")];
    const { failure, after, calls } = await updated({ links, answers: { "vm.info": withNic } });
    expect([failure, after, calls]).toEqual(["no error", undefined, ["vm.attachnic", "vm.info"]]);
  });

  test("of all at once does first what may be refused: links, size, key, host name, and then the title", async () => {
    const { failure, calls, texts } = await updated({
      attributes: { "occi.core.title": "db", [CORES]: 2, [PUBLIC_KEY]: KEY, [HOSTNAME]: "db" },
      links: [link(NETWORK_INTERFACE, "/network/3")],
      answers: { "vm.info": withNic },
    });
    expect(failure).toBe("no error");
    expect(calls.filter((call) => call !== "vm.info")).toEqual([
      ...["vm.attachnic", "vm.resize", "vm.updateconf", "vm.updateconf", "vm.rename"],
    ]);
    const [key, host] = texts.filter((call) => call.startsWith("vm.updateconf"));
    expect([key, host]).toEqual([
      expect.stringContaining(KEY),
      expect.stringContaining("<SET_HOSTNAME>db</SET_HOSTNAME>"),
    ]);
  });

  test("takes its links back where something is refused after them, and changes no title", async () => {
    const { failure, calls } = await updated({
      attributes: { "occi.core.title": "db", [CORES]: 2 },
      links: [link(NETWORK_INTERFACE, "/network/3")],
      answers: {
        "vm.info": [withNic, machineXml({ template: TEMPLATE })],
        "vm.resize": new OcciError("QUOTA_EXCEEDED", "full"),
      },
    });
    expect(failure).toBe("QUOTA_EXCEEDED: full");
    expect(calls.filter((call) => call !== "vm.info")).toEqual(["vm.attachnic", "vm.resize", "vm.detachnic"]);
  });
});

describe("nothing is changed", () => {
  test.each<[Asked["attributes"], string]>([
    [{ [USERDATA]: "#!x" }, `WRONG_STATE: ${USERDATA} is read only once`],
    [{ "occi.compute.architecture": "x86" }, "NOT_SUPPORTED: OpenNebula cannot change occi.compute.architecture"],
    [{ "occi.core.title": "db", [HOSTNAME]: "-" }, `INVALID_REQUEST: ${HOSTNAME} is not a host name.`],
    [{ "occi.core.title": "db", [PUBLIC_KEY]: "x" }, `INVALID_REQUEST: ${PUBLIC_KEY} must be an SSH public key`],
  ])("where %j cannot be", async (attributes, failure) => {
    const found = await updated({ attributes: attributes ?? {} });
    expect(found.failure).toStartWith(failure);
    expect(found.calls).toEqual([]);
  });

  test("where one of many new links is wrong", async () => {
    const links = [link(NETWORK_INTERFACE, "/network/3"), link(NETWORK_INTERFACE, "/storage/3")];
    const { failure, calls } = await updated({ attributes: { "occi.core.title": "db" }, links });
    expect(failure).toStartWith("INVALID_REQUEST: The target of the network interface");
    expect(calls).toEqual([]);
  });
});
