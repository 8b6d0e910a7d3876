/**
 * A new machine that oned refuses: what the request has put into the template is the user's mistake, the rest is the
 * administrator's. The same in each language of the interface.
 */
import { describe, expect, test } from "bun:test";
import { NETWORK_INTERFACE, STORAGE_LINK } from "../dialects/ogf/index.ts";
import { OcciError } from "../errors.ts";
import type { ComputeRequest, NewMachine } from "../model.ts";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import * as compute from "./compute.ts";
import type { Caller } from "./ogf/caller.ts";
import { createCompute } from "./ogf/compute/create.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import { type Asked, computeRequest, link } from "./ogf/testing/requests.ts";
import { schemesOf, typeMixin } from "./ogf/types/schemes.ts";
import { createMachines } from "./self-service/new-machine.ts";
import { failureOf } from "./testing/over-sim.ts";

/** What a request puts into the template by itself. */
interface Wanted {
  readonly cpu?: number;
  readonly memory?: number;
  readonly disk?: number;
  readonly network?: number;
  /** FILES_DS in CONTEXT: only OpenNebula's XML has it. */
  readonly files?: boolean;
}

async function inXml({ deps, session }: Caller, { cpu, memory, disk, network, files }: Wanted): Promise<unknown> {
  const request: ComputeRequest = {
    instanceType: "custom",
    ...(cpu !== undefined && { cpu: String(cpu) }),
    ...(memory !== undefined && { memory: String(memory) }),
    disks: disk === undefined ? [] : [{ storage: String(disk) }],
    nics: network === undefined ? [] : [{ network: String(network) }],
    context: files === true ? [["FILES_DS", "$FILE[IMAGE_ID=99]"]] : [],
  };
  return compute.create(deps, session, request);
}

async function inJson(caller: Caller, { cpu, memory, disk, network }: Wanted): Promise<unknown> {
  const wanted: NewMachine = {
    size: "custom",
    inputs: {},
    sshKeys: [],
    hold: false,
    disks: disk === undefined ? [] : [disk],
    networks: network === undefined ? [] : [network],
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
  };
  return createMachines({ ...caller, user: "alice" }, wanted, { wait: 0 });
}

async function inOgf(caller: Caller, { cpu, memory, disk, network }: Wanted): Promise<unknown> {
  const asked: Asked = {
    mixins: [typeMixin(schemesOf(caller.deps.config), "custom")],
    attributes: {
      ...(cpu !== undefined && { "occi.compute.cores": cpu }),
      ...(memory !== undefined && { "occi.compute.memory": memory / 1024 }),
    },
    links: [
      ...(disk === undefined ? [] : [link(STORAGE_LINK, `/storage/${disk}`)]),
      ...(network === undefined ? [] : [link(NETWORK_INTERFACE, `/network/${network}`)]),
    ],
  };
  const types = { registry: {}, tags: { list: [] }, vmTemplates: new Map() } as unknown as Parameters<
    typeof createCompute
  >[2];
  return createCompute(caller, computeRequest(asked), types);
}

const SIZE = "MEMORY attribute must be a positive integer value.";
const IMAGE = "Image with ID: 99 does not exist";
const NETWORK = "Virtual network with ID: 99 does not exist";

async function codeOf(create: typeof inXml, refusal: string, wanted: Wanted): Promise<string | undefined> {
  const oned = new ScriptedOned({ "vm.allocate": new OcciError("INVALID_REQUEST", refusal) });
  const vmTypes = [{ name: "custom", template: "custom.eta" }];
  return (await failureOf(create(callerOf(oned, { config: { vmTypes } }), wanted))).split(":")[0];
}

describe.each([
  ["OpenNebula's XML", inXml],
  ["JSON", inJson],
  ["OCCI 1.2", inOgf],
] as const)("in %s", (_, create) => {
  test.each<[string, Wanted, string]>([
    [SIZE, {}, "INTERNAL"],
    [SIZE, { cpu: 1 }, "INVALID_REQUEST"],
    [SIZE, { memory: 64 }, "INVALID_REQUEST"],
    [SIZE, { disk: 9, network: 3 }, "INTERNAL"],
    [IMAGE, {}, "INTERNAL"],
    [IMAGE, { disk: 9 }, "INTERNAL"],
    [IMAGE, { disk: 99 }, "INVALID_REQUEST"],
    [NETWORK, { network: 3 }, "INTERNAL"],
    [NETWORK, { network: 99 }, "INVALID_REQUEST"],
  ])("%s, for %j is %s", async (refusal, wanted, code) => {
    expect(await codeOf(create, refusal, wanted)).toBe(code);
  });
});

test("files of CONTEXT name images, too", async () => {
  expect(await codeOf(inXml, IMAGE, { files: true })).toBe("INVALID_REQUEST");
});
