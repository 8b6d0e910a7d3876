/** Which links of an update are new. */
import { describe, expect, test } from "bun:test";
import {
  type LinkRequest,
  NETWORK_INTERFACE,
  type Resource,
  STORAGE_LINK,
  type Value,
} from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { computeEntity } from "../compute/entity.ts";
import { callerOf } from "../testing/caller.ts";
import { machine } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { newLinks } from "./new-links.ts";

const view = viewContext(callerOf(new ScriptedOned()), { list: [], userId: 2, ignored: 0 });
const present: Resource = computeEntity(
  view,
  machine({
    template: [
      ["NIC", { NIC_ID: "0", NETWORK_ID: "3", MAC: "02:00:00:00:00:01", IP: "10.0.0.2", MODEL: "virtio" }],
      ["DISK", { DISK_ID: "1", IMAGE_ID: "9", TARGET: "vdb" }],
    ],
  }),
);
const NIC = "/link/networkinterface/compute_7_nic_0";

const sent = (
  target: string,
  {
    kind = NETWORK_INTERFACE,
    self,
    ...attributes
  }: { kind?: string; self?: string; [name: string]: Value | undefined } = {},
): LinkRequest => ({
  kind,
  mixins: [],
  target,
  attributes: new Map(Object.entries(attributes) as [string, Value][]),
  ...(self !== undefined && { self }),
});
const newOf = (...links: readonly LinkRequest[]) => newLinks(present, links);

describe("links of an update", () => {
  test("to a target that has none of that kind are new", () => {
    const [other, disk] = [sent("/network/4"), sent("/storage/3", { kind: STORAGE_LINK })];
    expect(newOf(other, sent("/network/3"), disk)).toEqual([other, disk]);
    expect(newOf(sent("/storage/9", { kind: STORAGE_LINK }))).toEqual([]);
  });

  test("come back as they were, by their own name or their target", () => {
    const asShown = {
      "occi.networkinterface.mac": "02:00:00:00:00:01",
      "occi.networkinterface.state": "inactive",
      "occi.networkinterface.state.message": "OpenNebula is attaching it",
    };
    expect(newOf(sent("/network/3", { self: NIC, ...asShown }), sent("/network/3/", asShown))).toEqual([]);
    expect(newOf(sent("/network/3", { self: `${NIC}/` }))).toEqual([]);
  });

  test("with a name that is not there are links that are gone: they are not made anew", () => {
    expect(newOf(sent("/network/3", { self: "/link/networkinterface/compute_7_nic_5" }))).toEqual([]);
    expect(
      newOf(sent("/network/8", { self: "/link/networkinterface/compute_7_nic_5", "occi.networkinterface.mac": "x" })),
    ).toEqual([]);
  });

  test.each([
    ["occi.networkinterface.mac", "02:00:00:00:00:02", "RESTRICTED_ATTRIBUTE"],
    ["org.opennebula.networkinterface.model", "e1000", "RESTRICTED_ATTRIBUTE"],
    ["occi.networkinterface.address", "10.0.0.3", "NOT_SUPPORTED"],
    ["occi.networkinterface.gateway", "10.0.0.1", "NOT_SUPPORTED"],
  ])("that are there cannot get another %s", (name, value, code) => {
    for (const self of [undefined, NIC]) {
      const link = sent("/network/3", { ...(self !== undefined && { self }), [name]: value });
      expect(() => newOf(link)).toThrow(expect.objectContaining({ code }));
    }
  });

  test("are of this machine", () => {
    expect(newOf(sent("/network/4", { "occi.core.source": "/compute/7/" }))).toHaveLength(1);
    expect(() => newOf(sent("/network/4", { "occi.core.source": "/compute/8" }))).toThrow(
      "occi.core.source of this link must be /compute/7.",
    );
  });
});
