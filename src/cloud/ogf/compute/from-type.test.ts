/** The template of an instance type, with what it has no place for. */
import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NETWORK_INTERFACE, SECURITY_GROUP_LINK, STORAGE_LINK } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { createTemplates } from "../../../templates/engine.ts";
import { callerOf } from "../testing/caller.ts";
import { type Asked, computeRequest, link } from "../testing/requests.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { templateOfType } from "./from-type.ts";
import { planOf } from "./plan.ts";

const schemes = schemesOf({ server: "localhost" });

/** The text that oned gets for a machine of a type with that template. */
function made(type: string, asked: Asked): string {
  const directory = mkdtempSync(join(tmpdir(), "occi-from-type-"));
  try {
    writeFileSync(join(directory, "web.eta"), type);
    const vmTypes = [{ name: "web", template: "web.eta" }];
    const templates = createTemplates({ location: directory, vmTypes });
    const caller = callerOf(new ScriptedOned(), { config: { vmTypes }, templates });
    const mixins = [typeMixin(schemes, "web"), `${schemes.osTpl}image_5`, ...(asked.mixins ?? [])];
    return templateOfType({ templates }, planOf(caller, computeRequest({ ...asked, mixins })));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
const vectors = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map(([, inner]) => inner);
const SIZE = "CPU = 1\nMEMORY = 1024\n";

describe("a machine of an instance type", () => {
  test("has its image and links in the places of the templates, and their attributes beside", () => {
    const xml = made(SIZE, {
      links: [
        link(STORAGE_LINK, "/storage/9", { "occi.storagelink.deviceid": "/dev/vdb" }),
        link(NETWORK_INTERFACE, "/network/3", { "occi.networkinterface.address": "10.0.0.9" }),
      ],
    });
    expect(vectors(xml, "DISK")).toEqual([
      expect.stringMatching(/^<IMAGE_ID>5<\/IMAGE_ID>(?!.*TARGET)/),
      expect.stringMatching(/<IMAGE_ID>9<\/IMAGE_ID>.*<TARGET>vdb<\/TARGET>/),
    ]);
    expect(vectors(xml, "NIC")).toEqual([expect.stringMatching(/<NETWORK_ID>3<\/NETWORK_ID>.*<IP>10.0.0.9<\/IP>/)]);
    expect([xml.match(/<IMAGE_ID>/g), xml.match(/<NETWORK_ID>/g)].map((found) => found?.length)).toEqual([2, 1]);
  });

  test("has two NICs of one network, each with its own address", () => {
    const nic = (address: string) =>
      link(NETWORK_INTERFACE, "/network/3", { "occi.networkinterface.address": address });
    const xml = made(SIZE, { links: [nic("10.0.0.8"), nic("10.0.0.9")] });
    expect(vectors(xml, "NIC").map((one) => /<IP>(.*)<\/IP>/.exec(one ?? "")?.[1])).toEqual(["10.0.0.8", "10.0.0.9"]);
  });

  test("has the security groups of the request once in each NIC", () => {
    const links = [link(SECURITY_GROUP_LINK, "/securitygroup/100"), link(NETWORK_INTERFACE, "/network/3")];
    const xml = made(`${SIZE}NIC = [ NETWORK_ID = "7", SECURITY_GROUPS = "5" ]\n`, { links });
    const groups = vectors(xml, "NIC").map((one) =>
      [...(one ?? "").matchAll(/<SECURITY_GROUPS>(.*?)</g)].map(([, ids]) => ids),
    );
    expect(groups).toEqual([["100"], ["100"]]);
  });

  test("is in its zone, beside what the template demands", () => {
    const zone = { mixins: [`${schemes.zone}zone_2`] };
    const demanding = `${SIZE}SCHED_REQUIREMENTS = "ARCH = x86"\n`;
    const demands = (xml: string) => vectors(xml, "SCHED_REQUIREMENTS");
    expect(demands(made(SIZE, zone))).toEqual(["CLUSTER_ID = 2"]);
    expect(demands(made(demanding, zone))).toEqual(["(ARCH = x86) &amp; (CLUSTER_ID = 2)"]);
    expect(demands(made(demanding, {}))).toEqual(["ARCH = x86"]);
  });

  test("has the cores that were asked for, unless the template says them", () => {
    const open = 'CPU = "<%= it.cpu ?? 1 %>"\nMEMORY = 1024\n';
    const cores = { attributes: { "occi.compute.cores": 4 } };
    expect(vectors(made(open, cores), "VCPU")).toEqual(["4"]);
    expect(vectors(made(`${open}VCPU = 2\n`, cores), "VCPU")).toEqual(["2"]);
    expect(vectors(made(open, {}), "VCPU")).toEqual([]);
  });

  test("leaves out what is empty, and tells the guest of its network", () => {
    const xml = made(`${SIZE}NOTE = " "\nGRAPHICS = [ TYPE = "vnc", PASSWD = "" ]\n`, {});
    expect(xml).not.toContain("NOTE");
    expect(vectors(xml, "GRAPHICS")).toEqual(["<TYPE>vnc</TYPE>"]);
    expect(vectors(xml, "CONTEXT")).toEqual([expect.stringContaining("<NETWORK>YES</NETWORK>")]);
  });

  test("notes its title, summary and os_tpl", () => {
    const xml = made(SIZE, { attributes: { "occi.core.title": "a: b", "occi.core.summary": "mine" } });
    expect(xml).toContain("<OCCI_TITLE>a: b</OCCI_TITLE>");
    expect(xml).toContain("<DESCRIPTION>mine</DESCRIPTION>");
    expect(xml).toContain(`<OCCI_COMPUTE_MIXINS>${schemes.osTpl}image_5</OCCI_COMPUTE_MIXINS>`);
  });
});
