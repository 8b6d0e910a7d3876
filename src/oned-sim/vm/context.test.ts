import { afterAll, describe, expect, test } from "bun:test";
import { Failure } from "../failure.ts";
import { type OnedSim, startOnedSim } from "../index.ts";
import { perform } from "../methods.ts";
import { ContextError, expand } from "./context.ts";

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

  test("has a value that holds oned's own separator taken apart, as real oneds do", async () => {
    const context = await allocated('A="x@^_^@FILES=/etc/hostname",C="1"');
    expect(Object.fromEntries(context)).toMatchObject({ A: "x", FILES: "/etc/hostname", C: "1" });
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

describe("FILES_DS", () => {
  async function withFile() {
    const sim = await startOnedSim({ stepMs: "manual" });
    const call = (method: string, ...values: (string | number)[]) =>
      perform(sim.world, {
        method,
        parameters: values.map((value) =>
          typeof value === "number" ? { type: "i4", value } : { type: "string", value },
        ),
      });
    // SOURCE is the administrators'; the file itself is alice's.
    const template = 'NAME="init.sh"\nTYPE=CONTEXT\nSOURCE="/ds/x"\nSIZE=1';
    const id = Number(call("one.image.allocate", "oneadmin:opennebula", template, 2));
    Object.assign(sim.world.images.get(id) ?? {}, { uid: 2, gid: 1 });
    const allocate = (files: string, session = "alice:alicepass"): string => {
      const text = `CPU="1"\nMEMORY="64"\nCONTEXT=[A="b",FILES_DS="${files.replaceAll('"', '\\"')}"]`;
      try {
        const vm = Number(call("one.vm.allocate", session, text));
        return sim.world.vms.get(vm)?.template.vectors("CONTEXT")[0]?.get("FILES_DS") ?? "";
      } catch (error) {
        return (error as Failure).message;
      }
    };
    await sim.stop();
    return { sim, id, allocate };
  }

  test("names images of TYPE=CONTEXT, as recorded", async () => {
    const { id, allocate } = await withFile();
    const path = "/ds/x:'init.sh' ";
    for (const file of [`$FILE[IMAGE_ID=${id}]`, `$file[image_id="${id}"]`, '$FILE[IMAGE="init.sh"]']) {
      expect(allocate(file)).toBe(path);
    }
    expect(allocate(`$FILE[IMAGE_ID=${id}] $FILE[IMAGE="init.sh", IMAGE_UNAME="alice"]`)).toBe(path + path);
  });

  test("is refused for what is no such file, or not the user's, or not there yet", async () => {
    const { sim, id, allocate } = await withFile();
    expect(allocate("/etc/passwd")).toStartWith("Error parsing: /etc/passwd. syntax error, unexpected RSTRING");
    expect(allocate(`$FILE[IMAGE_ID=${id}]  $FILE[IMAGE_ID=${id}]`)).toContain("syntax error");
    expect(allocate("$FILE[IMAGE_ID=99999]")).toBe(
      "Error parsing: $FILE[IMAGE_ID=99999]. Image with ID: 99999 does not exist",
    );
    expect(allocate(`$FILE[IMAGE_ID=${id}]`, "bob:bobpass")).toBe(
      `Error parsing: $FILE[IMAGE_ID=${id}]. User not authorize to use image.`,
    );
    expect(allocate("$FILE[IMAGE_ID=0]")).toBe("Only images of type CONTEXT can be used in FILE_DS attribute.");
    const image = sim.world.images.get(id);
    if (image !== undefined) image.state = 4;
    expect(allocate(`$FILE[IMAGE_ID=${id}]`)).toBe(`CONTEXT Image '${id}' not in READY state.`);
  });
});
