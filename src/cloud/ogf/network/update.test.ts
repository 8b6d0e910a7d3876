/** Updates of networks: what their owner may note, and in which order it is written. */
import { describe, expect, test } from "bun:test";
import type { Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { network } from "../testing/objects.ts";
import { type Updating, updating } from "../testing/requests.ts";
import { updateNetwork } from "./update.ts";

const updated = (changed: Readonly<Record<string, Value>>, more?: Updating) =>
  updating((caller, change) => updateNetwork(caller, network(), change), changed, more);

describe("an update of a network", () => {
  test("notes label, VLAN and gateway, and renames only when that is done", async () => {
    const { calls, after } = await updated({
      "occi.core.title": "blue",
      "occi.network.label": "b",
      "occi.network.vlan": 7,
      "occi.network.gateway": "10.0.0.1",
    });
    expect(calls).toEqual([
      "vn.update 3 <TEMPLATE><OCCI_LABEL>b</OCCI_LABEL><VLAN_ID>7</VLAN_ID><GATEWAY>10.0.0.1</GATEWAY></TEMPLATE> 1",
      "vn.rename 3 blue",
    ]);
    expect(after).toBeUndefined();
  });

  test("of title or summary alone tells how it is then", async () => {
    expect((await updated({ "occi.core.title": "blue" })).after).toMatchObject({ name: "blue" });
    expect((await updated({ "occi.core.summary": "mine" })).after).toMatchObject({ name: "lan", description: "mine" });
    expect((await updated({})).calls).toEqual([]);
  });

  test("takes back a label that is left out, and takes a gateway of IPv6", async () => {
    expect((await updated({}, { dropped: ["occi.network.label"] })).calls).toEqual([
      expect.stringMatching(/^vn\.update 3 OCCI_LABEL *= *" *"/),
    ]);
    expect((await updated({ "occi.network.gateway": "2001:db8::1" })).calls[0]).toContain(
      "<GATEWAY6>2001:db8::1</GATEWAY6>",
    );
  });

  test.each<[string, Value, string]>([
    ["occi.network.gateway", "not an address", "INVALID_REQUEST"],
    ["occi.network.gateway", "", "INVALID_REQUEST"],
    ["occi.network.address", "10.9.0.0/24", "NOT_SUPPORTED"],
  ])("of %s (%j) is refused before anything is changed", async (name, value, code) => {
    const { failure, calls } = await updated({ "occi.core.title": "blue", [name]: value });
    expect([failure, calls]).toEqual([expect.stringMatching(new RegExp(`^${code}: .*${name}`)), []]);
  });

  test("adds no mixins", async () => {
    expect((await updated({}, { newMixins: ["http://e.org/o#m"] })).failure).toStartWith("INVALID_REQUEST: The mixin");
  });

  test("names the VLAN where oned keeps it for administrators, and does not rename then", async () => {
    const answers = { "vn.update": new OcciError("RESTRICTED_ATTRIBUTE", [{ attribute: "VLAN_ID" }]) };
    const { failure, calls } = await updated({ "occi.network.vlan": 7, "occi.core.title": "blue" }, { answers });
    expect(failure).toContain("occi.network.vlan");
    expect(calls).toHaveLength(1);
  });
});
