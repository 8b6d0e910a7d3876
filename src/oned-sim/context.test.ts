import { afterAll, describe, expect, test } from "bun:test";
import { ContextError, expand } from "./context.ts";
import { Failure } from "./failure.ts";
import { type OnedSim, startOnedSim } from "./index.ts";
import { perform } from "./methods.ts";

const look = ({ name, member }: { name: string; member: string | undefined }): string =>
  ({ NAME: "vm", "USER[TOKEN_PASSWORD]": "secret" })[member === undefined ? name : `${name}[${member}]`] ?? "";

describe("a $ in the values of CONTEXT", () => {
  test.each([
    ["$NAME", "vm"],
    ["$name", "vm"],
    ["the $NAME.", "the vm."],
    ["$USER[TOKEN_PASSWORD]", "secret"],
    ["$HOME", ""],
    ["cost $5", "cost "],
    ["$NETWORK[IP, NETWORK_ID=0]", ""],
    ['$NETWORK[IP, NAME="x y"]', ""],
    ["\\$NAME", "\\$NAME"],
    ["C:\\temp", "C:\\temp"],
    ["no variable", "no variable"],
    ["", ""],
  ])("%p becomes %p", (text, wanted) => {
    expect(expand(text, look)).toBe(wanted);
  });

  test.each(["$", "a$", "x $ y", "$$", "$" + "{NAME}", "$(date)", "$NAME[", "$NAME[A", "$NAME[A,B]", "$NAME,x"])(
    "%p refuses the whole template",
    (text) => {
      expect(() => expand(text, look)).toThrow(ContextError);
    },
  );
});

describe("CONTEXT of a new VM", () => {
  const started: OnedSim[] = [];
  afterAll(() => Promise.all(started.map((sim) => sim.stop())));

  async function allocated(context: string): Promise<ReadonlyMap<string, string>> {
    const sim = await startOnedSim({ stepMs: "manual" });
    started.push(sim);
    const template = `NAME="web"\nCPU="1"\nMEMORY="64"\nNIC=[NETWORK_ID="0"]\nCONTEXT=[${context}]`;
    const string = (value: string) => ({ type: "string", value }) as const;
    const id = perform(sim.world, {
      method: "one.vm.allocate",
      parameters: [string("alice:alicepass"), string(template)],
    });
    return sim.world.vms.get(Number(id))?.template.vectors("CONTEXT")[0] ?? new Map();
  }

  test("knows the VM, its user and its NICs", async () => {
    const context = await allocated('A="$NAME",B="$UNAME",C="$NIC[IP, NETWORK_ID=0]",D="$NETWORK[DNS, NETWORK_ID=0]"');
    expect(Object.fromEntries(context)).toMatchObject({
      A: "web",
      B: "alice",
      C: expect.stringMatching(/^10\./),
      D: "10.0.0.1",
    });
  });

  test("gets the addresses of its NICs when it asks for them", async () => {
    const context = await allocated('NETWORK="YES"');
    expect(context.get("ETH0_GATEWAY")).toBe("10.0.0.1");
    expect(context.get("ETH0_IP")).toStartWith("10.0.0.");
    expect(await allocated('NETWORK="NO"')).not.toContainKey("ETH0_IP");
  });

  test("that cannot be expanded refuses the VM, and leaves nothing behind", async () => {
    const sim = await startOnedSim({ stepMs: "manual" });
    started.push(sim);
    const before = sim.world.vms.size;
    const template = 'CPU="1"\nMEMORY="64"\nDISK=[IMAGE_ID="1"]\nNIC=[NETWORK_ID="1"]\nCONTEXT=[A="cost: $"]';
    const call = {
      method: "one.vm.allocate",
      parameters: [
        { type: "string", value: "alice:alicepass" },
        { type: "string", value: template },
      ],
    } as const;
    expect(() => perform(sim.world, call)).toThrow(Failure);
    expect(sim.world.vms.size).toBe(before);
    expect(sim.world.images.get(1)?.vms.size).toBe(0);
    expect(sim.world.vnets.get(1)?.ranges[0]?.leases.size).toBe(0);
  });
});
