/** CONTEXT of an instance type's template, in both languages: merged, overridden by requests, and fixed. */
import { beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  category,
  describeOcci,
  INFRA,
  type OcciSending,
  type OcciWorld,
  OS_TPL,
  RESOURCE_TPL,
  smallMachine,
} from "./ogf/testing/over-sim.ts";
import { attribute, mixin, plain } from "./ogf/testing/requests.ts";

const TEMPLATE = `CPU = 1
MEMORY = 128
CONTEXT = [ NTP = "ntp.example.org", SET_HOSTNAME = "of-the-type" ]
CONTEXT_FIXED = [ SITE = "north", USER_DATA = "IyEvYmluL3No", USERDATA_ENCODING = "base64" ]
`;

const xml = (context: string): OcciSending => ({
  contentType: "application/xml",
  body: `<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE>${context}</COMPUTE>`,
});
/** A machine of a VM template of the demo, which has a CONTEXT of its own. */
const fromTemplate = (...more: readonly string[]): OcciSending =>
  plain(
    `Category: ${category(`${INFRA}compute`, "kind")}`,
    mixin(`${RESOURCE_TPL}small`),
    mixin(`${OS_TPL}template_0`),
    ...more,
  );
const HOSTNAME = attribute("occi.compute.hostname", "mine");
const USERDATA = [
  mixin(`${INFRA.replace("#", "/compute#")}user_data`),
  attribute("occi.compute.userdata", "#!/bin/sh"),
];

async function contextOf(world: OcciWorld, sending: OcciSending): Promise<Record<string, string>> {
  const answer = await world.request(
    "POST",
    sending.contentType === "application/xml" ? "/compute" : "/compute/",
    sending,
  );
  expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
  const id = Number(/(\d+)$/.exec(answer.headers.get("location") ?? "")?.[1]);
  return Object.fromEntries(world.sim.world.vms.get(id)?.template.vectors("CONTEXT")[0] ?? []);
}

describeOcci("an instance type with CONTEXT", (world) => {
  beforeEach(() => {
    const { templateLocation } = world.deps.config;
    mkdirSync(templateLocation, { recursive: true });
    writeFileSync(join(templateLocation, "small.eta"), TEMPLATE);
  });

  const TYPE = { NTP: "ntp.example.org", SET_HOSTNAME: "of-the-type" };
  const FIXED = { SITE: "north", USER_DATA: "IyEvYmluL3No", USERDATA_ENCODING: "base64" };

  test.each([
    ["OpenNebula's XML", xml("")],
    ["OpenNebula's XML, with a CONTEXT", xml("<CONTEXT><A>1</A></CONTEXT>")],
    ["OCCI 1.2", smallMachine()],
    ["OCCI 1.2, of a VM template", fromTemplate()],
  ])("gives it to machines of %s", async (_language, sending) => {
    expect(await contextOf(world, sending)).toMatchObject({ ...TYPE, ...FIXED });
  });

  test.each([
    ["OpenNebula's XML", xml("<CONTEXT><SET_HOSTNAME>mine</SET_HOSTNAME><A>1</A></CONTEXT>")],
    ["OCCI 1.2", smallMachine(HOSTNAME)],
    ["OCCI 1.2, of a VM template", fromTemplate(HOSTNAME)],
  ])("lets requests of %s say otherwise", async (_language, sending) => {
    expect(await contextOf(world, sending)).toMatchObject({ ...TYPE, ...FIXED, SET_HOSTNAME: "mine" });
  });

  test.each([
    ["OpenNebula's XML", xml("<CONTEXT><SITE>south</SITE><USERDATA>23212f</USERDATA></CONTEXT>")],
    ["OCCI 1.2", smallMachine(...USERDATA)],
    ["OCCI 1.2, of a VM template", fromTemplate(...USERDATA)],
  ])("lets nobody of %s change what it fixes", async (_language, sending) => {
    const context = await contextOf(world, sending);
    expect(context).toMatchObject(FIXED);
    expect(context).not.toContainKey("USERDATA");
  });

  test("leaves the CONTEXT of a VM template what the type has besides", async () => {
    const own = new Map([
      ["NETWORK", "YES"],
      ["NTP", "of-the-template"],
    ]);
    const vmTemplate = world.sim.world.vmTemplates.get(0);
    vmTemplate?.template.remove("CONTEXT");
    vmTemplate?.template.add("CONTEXT", own);
    expect(await contextOf(world, fromTemplate())).toMatchObject({
      ...TYPE,
      ...FIXED,
      NETWORK: "YES",
      NTP: "of-the-template",
    });
  });

  test("says NETWORK for machines of OCCI 1.2, unless the operator says otherwise", async () => {
    expect(await contextOf(world, smallMachine())).toMatchObject({ NETWORK: "YES" });
    writeFileSync(join(world.deps.config.templateLocation, "small.eta"), `${TEMPLATE}CONTEXT = [ NETWORK = "NO" ]\n`);
    expect(await contextOf(world, smallMachine())).toMatchObject({ NETWORK: "NO", ...FIXED });
  });

  test("refuses to change later what it fixes", async () => {
    const fixed = `${TEMPLATE}CONTEXT_FIXED = [ SET_HOSTNAME = "fixed" ]\n`;
    const answer = await world.request("POST", "/compute/", smallMachine());
    const path = (answer.headers.get("location") ?? "").replace(/^.*\/compute/, "/compute");
    expect((await world.request("POST", path, plain(HOSTNAME))).status).toBe(200);
    writeFileSync(join(world.deps.config.templateLocation, "small.eta"), fixed);
    const refused = await world.request("POST", path, plain(attribute("occi.compute.hostname", "again")));
    expect([refused.status, refused.body]).toEqual([400, expect.stringContaining("the instance type small fixes it")]);
    expect((await world.request("POST", path, plain(attribute("occi.core.title", "x")))).status).toBe(200);
  });
});
