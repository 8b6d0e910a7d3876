/** Creation of several entities: all, or none. */
import { describe, expect, spyOn, test } from "bun:test";
import {
  type Representation,
  SECURITY_GROUP,
  type SentCategory,
  STORAGE,
  STORAGE_LINK,
  type Value,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../testing/over-sim.ts";
import { createEntities } from "./create.ts";
import { callerOf } from "./testing/caller.ts";
import { imageXml, machineXml } from "./testing/objects.ts";
import { schemesOf } from "./types/schemes.ts";

const category = (id: string, kindOf: SentCategory["class"] = "kind"): SentCategory => {
  const at = id.indexOf("#") + 1;
  return { scheme: id.slice(0, at), term: id.slice(at), class: kindOf };
};
const entity = (
  kind: string,
  attributes: Readonly<Record<string, Value>> = {},
  ...mixins: readonly string[]
): Representation => ({
  categories: [category(kind), ...mixins.map((id) => category(id, "mixin"))],
  attributes: new Map(Object.entries(attributes)),
  links: [],
});
const group = (title: string, ...mixins: readonly string[]) =>
  entity(SECURITY_GROUP, { "occi.core.title": title }, ...mixins);
const TAG = "http://example.org/tags#blue";
const USER =
  "<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE><OCCI_TAG_0000000000000000><SCHEME>http://example.org/tags#</SCHEME>" +
  "<TERM>blue</TERM><LOCATION>/blue/</LOCATION></OCCI_TAG_0000000000000000></TEMPLATE></USER>";

function creating(
  representations: readonly Representation[],
  answers: Readonly<Record<string, Scripted>> = {},
  kind?: string,
) {
  const oned = new ScriptedOned({ "secgroup.allocate": [100, 101, 102], ...answers });
  return { oned, paths: createEntities(callerOf(oned), representations, kind) };
}
const methods = ({ calls }: ScriptedOned) =>
  calls.map((call) =>
    call
      .split(" ")
      .slice(0, call.includes("<") ? 1 : 2)
      .join(" "),
  );

describe("several entities", () => {
  test("are made in their order, links after what they may lead to", async () => {
    const disk = machineXml({ template: [["DISK", { DISK_ID: "4", IMAGE_ID: "9" }]] });
    const link = entity(STORAGE_LINK, { "occi.core.source": "/compute/7", "occi.core.target": "/storage/9" });
    const { paths } = creating([link, group("a"), entity(STORAGE, { "occi.storage.size": 1 })], {
      "image.allocate": 9,
      "image.info": imageXml({}),
      "vm.info": [machineXml({}), disk],
    });
    expect(await paths).toEqual(["/securitygroup/100", "/storage/9", "/link/storagelink/compute_7_disk_4"]);
  });

  test("may each take WAIT", async () => {
    const caller = callerOf(new ScriptedOned({ "secgroup.allocate": [100, 101] }));
    const renewed = spyOn(caller.deps.patience, "renewed");
    await createEntities(caller, [group("a"), group("b")]);
    expect(renewed).toHaveBeenCalledTimes(2);
  });

  test("are taken back, the last first, when one is refused", async () => {
    const refused = new OcciError("NAME_TAKEN", "taken");
    const { oned, paths } = creating([group("a"), group("b"), group("c")], {
      "secgroup.allocate": [100, 101, refused],
    });
    expect(await failureOf(paths)).toBe("NAME_TAKEN: taken");
    expect(methods(oned).slice(-2)).toEqual(["secgroup.delete 101", "secgroup.delete 100"]);
  });

  test("that cannot be taken back are named, with the number of the one that failed", async () => {
    const refused = new OcciError("NAME_TAKEN", "taken");
    const { paths } = creating([group("a"), group("b")], {
      "secgroup.allocate": [100, refused],
      "secgroup.delete": new OcciError("FORBIDDEN", "no"),
    });
    const error = (await paths.catch((one) => one)) as OcciError;
    expect([error.code, error.message]).toEqual(["OUTCOME_UNKNOWN", "Creation 2 of 2 failed: taken"]);
    expect(error.hint).toContain("/securitygroup/100");
  });

  test("are all checked before one is made", async () => {
    const { oned, paths } = creating([group("a"), entity(STORAGE, { "occi.storage.colour": "red" })]);
    expect(await failureOf(paths)).toStartWith("INVALID_REQUEST");
    expect(oned.calls).toEqual([]);
  });

  test("are one at least, and a hundred at most", async () => {
    expect(await failureOf(creating([]).paths)).toBe("INVALID_REQUEST: The request does not contain an entity.");
    expect(await creating(Array.from({ length: 100 }, () => group("a"))).paths).toHaveLength(100);
    expect(await failureOf(creating(Array.from({ length: 101 }, () => group("a"))).paths)).toStartWith("TOO_LARGE");
  });
});

describe("an entity", () => {
  test("is of the kind of its collection", async () => {
    expect(await creating([group("a")], {}, SECURITY_GROUP).paths).toEqual(["/securitygroup/100"]);
    expect(await failureOf(creating([group("a")], {}, STORAGE).paths)).toStartWith("INVALID_REQUEST");
  });

  test("has no mixin that only others depend on", async () => {
    const abstract = "http://schemas.ogf.org/occi/infrastructure#resource_tpl";
    const compute = (...mixins: readonly string[]) =>
      entity("http://schemas.ogf.org/occi/infrastructure#compute", {}, ...mixins);
    const small = `${schemesOf({ server: "localhost" }).resourceTpl}small`;
    expect(await failureOf(creating([compute(abstract)]).paths)).toBe(
      "INVALID_REQUEST: The mixin resource_tpl by itself does not select any resource_tpl.",
    );
    expect(await creating([compute(abstract, small)], { "vm.allocate": 7 }).paths).toEqual(["/compute/7"]);
  });

  test("gets its tags when it is there; the tags are read again then", async () => {
    const { oned, paths } = creating([group("a", TAG)], { "user.info": USER });
    expect(await paths).toEqual(["/securitygroup/100"]);
    expect(methods(oned)).toEqual(["user.info -1", "secgroup.allocate", "user.info -1", "user.update"]);
    expect(oned.calls.at(-1)).toContain("_SECURITYGROUP_100>1<");
  });

  test("that cannot get its tags goes again", async () => {
    const { oned, paths } = creating([group("a", TAG)], {
      "user.info": USER,
      "user.update": new OcciError("FORBIDDEN", "no"),
    });
    expect(await failureOf(paths)).toBe("FORBIDDEN: no");
    expect(oned.calls.at(-1)).toBe("secgroup.delete 100");
  });
});
