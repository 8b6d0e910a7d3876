/** Another size for a machine that exists. */
import { describe, expect, test } from "bun:test";
import { type EntityRequest, OS_TPL, SSH_KEY, type TypeId, type Value } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import type { Capacity } from "../../../templates/engine.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { typesOf } from "../../testing/types-of.ts";
import type { Change } from "../change.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, machineXml, type Template } from "../testing/objects.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { newSize, resize } from "./resize.ts";

const TYPES: Readonly<Record<string, Capacity>> = {
  small: { cpu: "1", memory: "1024" },
  cpuOnly: { cpu: "1" },
  memoryOnly: { memory: "1024" },
  open: {},
};
const vmTypes = Object.keys(TYPES).map((name) => ({ name, template: `${name}.eta` }));
const callerAt = (oned: ScriptedOned) => callerOf(oned, { config: { vmTypes }, templates: typesOf(TYPES) });
const schemes = schemesOf({ server: "localhost" });

function change(attributes: Readonly<Record<string, Value>>, newMixins: readonly TypeId[] = []): Change {
  const changed = new Map(Object.entries(attributes));
  const request: EntityRequest = { kind: undefined, mixins: newMixins, attributes: changed, links: [] };
  const difference = { changed, dropped: new Set<string>(), addedMixins: newMixins, droppedMixins: [] };
  return { entity: {} as Change["entity"], request, difference, newMixins };
}
const of = (type: string) => machine({ notes: [["INSTANCE_TYPE", type]] });
const sizeFor = (type: string, attributes: Readonly<Record<string, Value>>, mixins: readonly TypeId[] = []) =>
  newSize(callerAt(new ScriptedOned()), of(type), change(attributes, mixins));

describe("the size that a change asks for", () => {
  test("is none where nothing of it is other", () => {
    expect(sizeFor("open", { "occi.core.title": "x" })).toBeUndefined();
  });

  test("is within the machine's own type", () => {
    expect(sizeFor("open", { "occi.compute.cores": 2 })).toMatchObject({ type: "open", cpu: "2" });
    expect(sizeFor("cpuOnly", { "occi.compute.memory": 2 })).toMatchObject({
      type: "cpuOnly",
      cpu: "1",
      memory: "2048",
    });
    expect(sizeFor("memoryOnly", { "occi.compute.cores": 2 })).toMatchObject({ cpu: "2", memory: "1024" });
  });

  test.each([
    ["small", "occi.compute.cores"],
    ["small", "occi.compute.memory"],
    ["cpuOnly", "occi.compute.cores"],
    ["memoryOnly", "occi.compute.memory"],
  ])("of a type (%s) that fixes %s is refused", (type, name) => {
    expect(() => sizeFor(type, { [name]: 2 })).toThrow(`${name}: the instance type ${type} fixes it.`);
  });

  test("of a machine of no type that this server knows needs a resource_tpl", () => {
    expect(() => sizeFor("unknown", { "occi.compute.cores": 2 })).toThrow("the machine does not have one");
    expect(sizeFor("unknown", {}, [typeMixin(schemes, "small")])).toMatchObject({ type: "small", cpu: "1" });
  });

  test("is that of another type", () => {
    expect(sizeFor("open", { "occi.compute.cores": 7 }, [typeMixin(schemes, "small")])).toMatchObject({
      type: "small",
      cpu: "1",
      memory: "1024",
    });
  });

  test("is not that of two types, of another system, or of other mixins", () => {
    const [small, open] = ["small", "open"].map((name) => typeMixin(schemes, name)) as [string, string];
    expect(() => sizeFor("open", {}, [small, open])).toThrow("more than one resource_tpl");
    expect(() => sizeFor("open", {}, [`${schemes.osTpl}template_4`])).toThrow("cannot be replaced");
    expect(() => sizeFor("open", {}, [OS_TPL])).toThrow("cannot be added to an existing entity");
    expect(() => sizeFor("open", {}, [`${schemes.zone}zone_1`])).toThrow("cannot be added to an existing entity");
    expect(() => sizeFor("open", {}, [SSH_KEY])).toThrow("cannot be added to an existing entity");
    expect(sizeFor("open", { "occi.credentials.ssh.publickey": "ssh-ed25519 A" }, [SSH_KEY])).toBeUndefined();
  });
});

describe("a resize", () => {
  const sized = (cpu: string, memory: string): Template => [
    ["CPU", cpu],
    ["MEMORY", memory],
  ];
  const after = machineXml({ template: sized("2", "2048") });

  async function resized(vm: ReturnType<typeof machine>, size: Parameters<typeof resize>[2], shown = after) {
    const oned = new ScriptedOned({ "vm.info": shown });
    await resize(callerAt(oned), vm, size);
    return oned.calls;
  }

  test("says CPU and memory, and the cores where somebody has asked for them", async () => {
    const [call] = await resized(machine(), { type: undefined, cpu: "2", memory: "2048", vcpu: "4" });
    expect(call).toStartWith("vm.resize 7 ");
    expect(call).toContain("<VCPU>4</VCPU>");
    expect((await resized(machine(), { type: undefined, cpu: "2" }))[0]).not.toContain("VCPU");
  });

  test("takes back cores that were asked for once, when the new size says nothing of them", async () => {
    const vm = machine({ template: [["VCPU", "8"]] });
    const [call] = await resized(vm, { type: "small", cpu: "2", memory: "2048" });
    expect(call).toContain("<VCPU>1</VCPU>");
  });

  test("notes another type, and the same one not again", async () => {
    const size = { type: "open", cpu: "2", memory: "2048" };
    expect((await resized(of("small"), size)).at(-1)).toContain("<INSTANCE_TYPE>open</INSTANCE_TYPE>");
    expect((await resized(of("open"), size)).map((call) => call.split(" ")[0])).toEqual(["vm.resize", "vm.info"]);
  });

  test.each([
    ["1", "2048"],
    ["2", "1024"],
  ])("that the host does not do (%s CPUs, %s MiB) is refused, and notes nothing", async (cpu, memory) => {
    const oned = new ScriptedOned({ "vm.info": machineXml({ template: sized(cpu, memory) }) });
    const done = resize(callerAt(oned), of("small"), { type: "open", cpu: "2", memory: "2048" });
    expect(await failureOf(done)).toBe("DRIVER_REFUSED: The host did not resize the machine.");
    expect(oned.calls.some((call) => call.startsWith("vm.update"))).toBe(false);
  });
});
