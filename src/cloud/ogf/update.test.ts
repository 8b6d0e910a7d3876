/** Updates of entities, whatever their kind. */
import { describe, expect, test } from "bun:test";
import type { Representation, SentCategory, Value } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../testing/over-sim.ts";
import { addressOf } from "./kinds.ts";
import { callerOf } from "./testing/caller.ts";
import { networkXml } from "./testing/objects.ts";
import { updateEntity } from "./update.ts";

const HASH = new Bun.CryptoHasher("sha256")
  .update("http://example.org/tags#blue")
  .digest("hex")
  .slice(0, 16)
  .toUpperCase();
const user = (...members: readonly string[]) =>
  `<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE><OCCI_TAG_${HASH}><SCHEME>http://example.org/tags#</SCHEME><TERM>blue</TERM>` +
  `<LOCATION>/blue/</LOCATION></OCCI_TAG_${HASH}>${members.map((one) => `<OCCI_TAG_${HASH}_${one}>1</OCCI_TAG_${HASH}_${one}>`).join("")}</TEMPLATE></USER>`;
const NETWORK: SentCategory = { scheme: "http://schemas.ogf.org/occi/infrastructure#", term: "network", class: "kind" };
const TAG: SentCategory = { scheme: "http://example.org/tags#", term: "blue", class: "mixin" };
const sent = (attributes: Readonly<Record<string, Value>>, ...categories: readonly SentCategory[]): Representation => ({
  categories,
  attributes: new Map(Object.entries(attributes)),
  links: [],
});

function updating(representation: Representation, replace = false, answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({ "user.info": user(), "vn.info": networkXml({}), ...answers });
  const address = addressOf("/network/3");
  if (address === undefined) throw new Error("no network can be there");
  return { oned, updated: updateEntity(callerOf(oned), address, representation, replace) };
}
const methods = ({ calls }: ScriptedOned) => calls.map((call) => call.split(" ")[0]);

describe("an update", () => {
  test("shows the entity as it is then, without reading it again where the title alone is new", async () => {
    const { oned, updated } = updating(sent({ "occi.core.title": "blue" }));
    expect((await updated).entity).toMatchObject({ id: "3", title: "blue" });
    expect(methods(oned)).toEqual(["user.info", "vn.info", "vn.rename"]);
  });

  test("reads the entity again where only oned knows how it is then", async () => {
    const after = networkXml({ template: [["OCCI_LABEL", "b"]] });
    const { oned, updated } = updating(sent({ "occi.network.label": "b" }), false, {
      "vn.info": [networkXml({}), after],
    });
    expect((await updated).entity.attributes.get("occi.network.label")).toBe("b");
    expect(methods(oned)).toEqual(["user.info", "vn.info", "vn.update", "vn.info"]);
  });

  test("that changes nothing is refused, one that sends all as it is succeeds", async () => {
    expect(await failureOf(updating(sent({})).updated)).toStartWith("INVALID_REQUEST: The request changes nothing");
    const { oned, updated } = updating(sent({ "occi.core.title": "lan" }, NETWORK));
    expect((await updated).entity.title).toBe("lan");
    expect(methods(oned)).toEqual(["user.info", "vn.info"]);
  });

  test("of what is not there is not found; replacing it would choose its id", async () => {
    const gone = { "vn.info": new OcciError("NOT_FOUND", "gone") };
    expect(await failureOf(updating(sent({ "occi.core.title": "x" }), false, gone).updated)).toBe("NOT_FOUND: gone");
    expect(await failureOf(updating(sent({ "occi.core.title": "x" }), true, gone).updated)).toBe(
      "INVALID_REQUEST: The entity does not exist, and a client cannot choose the id of a new one.",
    );
    const forbidden = { "vn.info": new OcciError("FORBIDDEN", "no") };
    expect(await failureOf(updating(sent({ "occi.core.title": "x" }), true, forbidden).updated)).toBe("FORBIDDEN: no");
  });
});

describe("tags of an update", () => {
  test("that are new are given to the entity, after everything else", async () => {
    const { oned, updated } = updating(sent({ "occi.core.title": "blue" }, TAG));
    const { entity } = await updated;
    expect(entity.mixins).toContain("http://example.org/tags#blue");
    expect(methods(oned)).toEqual(["user.info", "vn.info", "vn.rename", "user.info", "user.update"]);
    expect(oned.calls.at(-1)).toContain(`OCCI_TAG_${HASH}_NETWORK_3>1<`);
  });

  test("that a replacement leaves out are taken from it, a change in part keeps them", async () => {
    const tagged = { "user.info": user("NETWORK_3") };
    const replaced = updating(sent({ "occi.core.title": "lan" }, NETWORK), true, tagged);
    expect((await replaced.updated).entity.mixins).not.toContain("http://example.org/tags#blue");
    expect(replaced.oned.calls.at(-1)).toMatch(new RegExp(`OCCI_TAG_${HASH}_NETWORK_3 *= *" *"`));
    const changed = updating(sent({ "occi.core.title": "lan" }, NETWORK), false, tagged);
    expect((await changed.updated).entity.mixins).toContain("http://example.org/tags#blue");
    expect(methods(changed.oned)).toEqual(["user.info", "vn.info"]);
  });

  test("are no mixins for the kind to refuse; others are", async () => {
    const zone: SentCategory = {
      scheme: "http://localhost/occi/infrastructure/floatingippool#",
      term: "pool_3",
      class: "mixin",
    };
    const { updated, oned } = updating(sent({}, NETWORK, zone));
    expect(await failureOf(updated)).toStartWith("INVALID_REQUEST");
    expect(methods(oned)).toEqual(["user.info", "vn.info"]);
  });
});
