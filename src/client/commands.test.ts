/** Every command: what it sends, what it shows, how it ends. `scripts/build` first. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { Clients, refusal, ScriptedServer } from "./testing/clients.ts";

let clients: Clients;
let server: ScriptedServer;
beforeAll(() => {
  clients = new Clients();
  server = new ScriptedServer();
  clients.url = server.url;
});
afterAll(async () => {
  await server.stop();
  clients.remove();
});
beforeEach(() => server.reset());

const vm = (id: number, name: string, state = "ACTIVE", lcm = "RUNNING", more = "") =>
  `<COMPUTE href="${server.url}/compute/${id}"><ID>${id}</ID><USER href="${server.url}/user/2" name="alice"/><GROUP>users</GROUP>` +
  `<CPU>0.5</CPU><MEMORY>1024</MEMORY><NAME>${name}</NAME><INSTANCE_TYPE href="${server.url}/instance_type/small">small</INSTANCE_TYPE>` +
  `<STATE>${state}</STATE><DISK id="0"><STORAGE href="${server.url}/storage/4" name="debian"/><TYPE>FILE</TYPE><TARGET>vda</TARGET>` +
  `<SNAPSHOT id="1" name="clean"/></DISK><NIC id="0"><NETWORK href="${server.url}/network/2" name="lan"/><IP>10.0.0.9</IP></NIC>` +
  `<CONTEXT><ROLE>db</ROLE></CONTEXT><LCM_STATE>${lcm}</LCM_STATE>${more}<SNAPSHOT id="5" name="before"/></COMPUTE>`;
const image = (id: number, name: string, state = "READY") =>
  `<STORAGE href="${server.url}/storage/${id}"><ID>${id}</ID><NAME>${name}</NAME><STATE>${state}</STATE><TYPE>OS</TYPE><SIZE>2048</SIZE></STORAGE>`;
const network = (id: number, name: string) =>
  `<NETWORK href="${server.url}/network/${id}"><ID>${id}</ID><NAME>${name}</NAME><ADDRESS>10.0.0.1</ADDRESS><SIZE>64</SIZE></NETWORK>`;
const list = (kind: string, ...members: (readonly [number, string])[]) =>
  `<${kind}_COLLECTION>${members.map(([id, name]) => `<${kind} href="${server.url}/${kind.toLowerCase()}/${id}" name="${name}"/>`).join("")}</${kind}_COLLECTION>`;

describe("create", () => {
  test("a machine from options: names of images and networks become hrefs", async () => {
    server
      .on("GET /storage", list("STORAGE", [4, "debian"], [5, "data"]))
      .on("GET /network", list("NETWORK", [2, "lan"]))
      .on("POST /compute", vm(7, "web"));
    const key = clients.file("id.pub", "ssh-ed25519 AAAAC3Nz alice@home\n");
    const line = ["occi-compute", "create", "--name", "web", "--type", "small", "--disk", "4", "--disk", "data"];
    const more = ["--nic", "2", "--nic", "lan:ip=10.0.0.9", "--ssh-key", key, "--context", "role=db & more"];
    const { code, out } = await clients.run([...line, ...more, "-o", "id"]);
    expect(server.seen.at(-1)?.body).toBe(
      `<COMPUTE><NAME>web</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE>` +
        `<DISK><STORAGE href="${server.url}/storage/4"/></DISK><DISK><STORAGE href="${server.url}/storage/5"/></DISK>` +
        `<NIC><NETWORK href="${server.url}/network/2"/></NIC><NIC><NETWORK href="${server.url}/network/2"/><IP>10.0.0.9</IP></NIC>` +
        `<CONTEXT><ROLE>db &amp; more</ROLE><SSH_PUBLIC_KEY>ssh-ed25519 AAAAC3Nz alice@home</SSH_PUBLIC_KEY></CONTEXT></COMPUTE>`,
    );
    expect([code, out]).toEqual([0, "7\n"]);
  });

  test("several, numbered; --dry-run prints the requests and sends none", async () => {
    const line = ["occi-compute", "create", "--name", "n-%i-x", "--type", "small", "--count", "2", "--dry-run"];
    const { code, out } = await clients.run(line);
    expect(code).toBe(0);
    expect(server.seen).toEqual([]);
    expect(out).toContain(`POST ${server.url}/compute\n`);
    expect(out).toContain("<NAME>n-0-x</NAME>");
    expect(out).toContain("<NAME>n-1-x</NAME>");
    expect(out).not.toMatch(/alicepass|Basic/);
  });

  test("those that were created are shown though a later one fails, and the quota explained", async () => {
    const full = refusal(403, "QUOTA_EXCEEDED", "The quota VMS would be exceeded: its limit is 2.");
    server
      .on("POST /compute", vm(7, "web-0"), full)
      .on(
        "GET /user/-1",
        "<USER><ID>2</ID><VM_QUOTA><VM><VMS>2</VMS><VMS_USED>2</VMS_USED><CPU>-1</CPU><CPU_USED>1</CPU_USED></VM></VM_QUOTA></USER>",
      )
      .on(
        "GET /instance_type/small",
        "<INSTANCE_TYPE><NAME>small</NAME><CPU>1</CPU><MEMORY>1024</MEMORY></INSTANCE_TYPE>",
      );
    const { code, out, err } = await clients.run([
      "occi-compute",
      "create",
      "--name",
      "web",
      "--type",
      "small",
      "--count",
      "3",
      "-o",
      "id",
    ]);
    expect([code, out]).toEqual([1, "7\n"]);
    expect(err).toBe(
      "1 of 3 machines were created; then:\n" +
        "occi-compute: The quota VMS would be exceeded: its limit is 2.\n" +
        "  Used now: 2 of 2 machines. Asked for: a machine of type small (1 CPU, 1024 MiB). `occi-user show` shows all quotas.\n",
    );
  });

  test.each([
    [["create"], "create requires options, or an XML file."],
    [["create", "x.xml", "--name", "a"], "An XML file and --name exclude each other."],
    [["create", "--nic", "1:mac=x"], '--nic must be NETWORK or NETWORK:ip=ADDRESS, not "1:mac=x".'],
    [
      ["create", "--context", "no value"],
      '--context must be KEY=VALUE with a key of letters, digits and _, not "no value".',
    ],
    [["create", "--context", "a=1", "--context", "A=2"], "The context variable A appears twice."],
    [
      ["create", "--name", "a", "--memory", "lots"],
      '--memory must be a size such as 512M or 4G, from 1M to 1P, not "lots".',
    ],
    [["create", "--name", "a", "--count", "0"], '--count must be a whole number from 1 to 1000, not "0".'],
  ])("%j is wrong usage", async (line, message) => {
    const { code, out, err } = await clients.run(["occi-compute", ...line]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toStartWith(`occi-compute: ${message}\n`);
    expect(server.lines.filter((sent) => sent.startsWith("POST"))).toEqual([]);
  });

  test("a private key never leaves the machine", async () => {
    const key = clients.file("id", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
    const { code, err } = await clients.run(["occi-compute", "create", "--type", "small", "--ssh-key", key]);
    expect(code).toBe(1);
    expect(err).toContain("is a private key, which must stay on this machine.");
    expect(server.seen).toEqual([]);
  });

  test("XML from standard input and from a file, as it stands there; where it is faulty is told", async () => {
    server.on("POST /network", network(3, "lan"));
    const xml = "<NETWORK>\n <NAME>lan</NAME>\n</NETWORK>\n";
    const { code, out } = await clients.run(["occi-network", "create", "-"], { stdin: xml });
    expect(code).toBe(0);
    expect(server.seen[0]?.body).toBe(xml);
    expect(out).toContain("<NETWORK href=");
    const file = clients.file("bad.xml", "<NETWORK>\n  <NAME>lan</NAM>\n</NETWORK>");
    const bad = await clients.run(["occi-network", "create", file]);
    expect(bad.code).toBe(1);
    expect(bad.err).toMatch(/^occi-network: .*bad\.xml: .*line 2, column 12/);
    const none = await clients.run(["occi-network", "create", "none.xml"]);
    expect(none.err).toStartWith("occi-network: none.xml cannot be read: ENOENT");
  });

  test("a network whose first address is not the one that was typed: how to get that one is said", async () => {
    const at = (first: string) =>
      `<NETWORK><ID>3</ID><NAME>n</NAME><ADDRESS>${first}</ADDRESS><SIZE>4</SIZE></NETWORK>`;
    const create = async (typed: string, first: string) => {
      server.on("POST /network", at(first));
      return (await clients.run(["occi-network", "create", "--name", "n", "--address", typed, "--size", "4"])).err;
    };
    expect(await create("10.0.0.64", "10.0.0.65")).toBe(
      "10.0.0.64 is the address of the network itself: machines get 10.0.0.65 and the addresses after it. To begin with 10.0.0.64, write --address 10.0.0.64/24.\n",
    );
    expect(await create("10.0.0.65", "10.0.0.65")).toBe("");
    expect(await create("10.0.0.0", "10.0.0.1")).toBe("");
    expect(await create("10.0.0.64/24", "10.0.0.64")).toBe("");
  });

  test("a network by options", async () => {
    server.on("POST /network", network(3, "lan"));
    await clients.run(["occi-network", "create", "--name", "lan", "--address", "10.0.0.0", "--size", "64", "--public"]);
    expect(server.seen[0]?.body).toBe(
      "<NETWORK><NAME>lan</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>64</SIZE><PUBLIC>YES</PUBLIC></NETWORK>",
    );
  });

  test("an empty data block", async () => {
    server.on("POST /storage", image(9, "data"));
    const { code } = await clients.run([
      "occi-storage",
      "create",
      "--name",
      "data",
      "--size",
      "10G",
      "--fstype",
      "ext4",
    ]);
    expect(code).toBe(0);
    const form = new URLSearchParams(server.seen[0]?.body);
    expect(form.get("occixml")).toBe(
      "<STORAGE><NAME>data</NAME><TYPE>DATABLOCK</TYPE><SIZE>10240</SIZE><FSTYPE>ext4</FSTYPE></STORAGE>",
    );
  });

  test.each([
    [["--name", "x"], "create requires --file, --from or, for an empty DATABLOCK, --size."],
    [["--file", "a", "--from", "http://b"], "--file and --from exclude each other"],
    [["--name", "x", "--size", "1G", "--type", "OS"], "--size creates an empty DATABLOCK, not an image of type OS."],
    [["--size", "1G"], "create requires --name."],
  ])("occi-storage create %j is wrong usage", async (options, message) => {
    const { code, err } = await clients.run(["occi-storage", "create", ...options]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe("actions of machines", () => {
  const action = (word: string, params = "") =>
    `<ACTION><PERFORM>${word}</PERFORM>${params && `<PARAMS>${params}</PARAMS>`}</ACTION>`;
  const state = (word: string) => `<COMPUTE><ID>3</ID><STATE>${word}</STATE></COMPUTE>`;

  test.each([
    [["stop", "3"], "PUT /compute/3", state("STOPPED")],
    [["suspend", "3"], "PUT /compute/3", state("SUSPENDED")],
    [["resume", "3"], "PUT /compute/3", state("RESUME")],
    [["reboot", "3"], "PUT /compute/3", state("REBOOT")],
    [["reset", "3"], "PUT /compute/3", state("RESET")],
    [["poweroff", "3"], "PUT /compute/3", state("POWEROFF")],
    [["poweroff", "3", "--hard"], "POST /compute/3/action", action("poweroffhard")],
    [["undeploy", "3"], "POST /compute/3/action", action("undeploy")],
    [["undeploy", "--hard", "3"], "POST /compute/3/action", action("undeployhard")],
    [["hold", "3"], "POST /compute/3/action", action("hold")],
    [["release", "3"], "POST /compute/3/action", action("release")],
    [["restart", "3"], "PUT /compute/3", state("RESTART")],
    [["resubmit", "3"], "PUT /compute/3", state("RESUBMIT")],
    [["terminate", "3"], "PUT /compute/3", state("SHUTDOWN")],
    [["terminate", "3", "--hard"], "PUT /compute/3", state("CANCEL")],
    [["cancel", "3"], "PUT /compute/3", state("SHUTDOWN")],
    [["rename", "3", "a b"], "POST /compute/3/action", action("rename", "<NAME>a b</NAME>")],
    [
      ["resize", "3", "--type", "large"],
      "POST /compute/3/action",
      action("resize", '<INSTANCE_TYPE href="/instance_type/large"/>'),
    ],
    [
      ["resize", "3", "--cpu", "2", "--memory", "4G"],
      "POST /compute/3/action",
      action("resize", "<CPU>2</CPU><MEMORY>4096</MEMORY>"),
    ],
    [["attachdisk", "3", "4"], "POST /compute/3/action", action("attachdisk", '<STORAGE href="/storage/4"/>')],
    [
      ["disk-attach", "3", "debian", "--target", "vdb"],
      "POST /compute/3/action",
      action("attachdisk", '<STORAGE href="/storage/4"/><TARGET>vdb</TARGET>'),
    ],
    [["detachdisk", "3", "0"], "POST /compute/3/action", action("detachdisk", '<DISK id="0"/>')],
    [["detachdisk", "3", "vda"], "POST /compute/3/action", action("detachdisk", '<DISK id="0"/>')],
    [["detachdisk", "3", "debian"], "POST /compute/3/action", action("detachdisk", '<DISK id="0"/>')],
    [
      ["attachnic", "3", "lan", "--ip", "10.0.0.7"],
      "POST /compute/3/action",
      action("attachnic", '<NETWORK href="/network/2"/><IP>10.0.0.7</IP>'),
    ],
    [["detachnic", "3", "10.0.0.9"], "POST /compute/3/action", action("detachnic", '<NIC id="0"/>')],
    [["saveas", "3", "0", "golden"], "POST /compute/3/action", action("saveas", '<DISK id="0"/><NAME>golden</NAME>')],
    [["snapshot-create", "3", "x"], "POST /compute/3/action", action("snapshotcreate", "<NAME>x</NAME>")],
    [["snapshotrevert", "3", "before"], "POST /compute/3/action", action("snapshotrevert", '<SNAPSHOT id="5"/>')],
    [["snapshotdelete", "3", "5"], "POST /compute/3/action", action("snapshotdelete", '<SNAPSHOT id="5"/>')],
    [
      ["disksnapshotcreate", "3", "0", "x"],
      "POST /compute/3/action",
      action("disksnapshotcreate", '<DISK id="0"/><NAME>x</NAME>'),
    ],
    [
      ["disksnapshotrevert", "3", "vda", "clean"],
      "POST /compute/3/action",
      action("disksnapshotrevert", '<DISK id="0"/><SNAPSHOT id="1"/>'),
    ],
    [
      ["disksnapshotdelete", "3", "0", "1"],
      "POST /compute/3/action",
      action("disksnapshotdelete", '<DISK id="0"/><SNAPSHOT id="1"/>'),
    ],
  ])("occi-compute %j", async (line, request, body) => {
    server
      .on(request, new Response(vm(3, "web"), { status: 202 }))
      .on("GET /compute/3", vm(3, "web"))
      .on("GET /storage", list("STORAGE", [4, "debian"]))
      .on("GET /network", list("NETWORK", [2, "lan"]));
    const { code, out, err } = await clients.run(["occi-compute", ...line, "-o", "id"]);
    expect([code, out, err]).toEqual([0, "3\n", ""]);
    expect(server.lines.at(-1)).toBe(request);
    expect(server.seen.at(-1)?.body).toBe(body);
  });

  test("several at once", async () => {
    server
      .on("PUT /compute/3", vm(3, "a"))
      .on("PUT /compute/4", vm(4, "b"))
      .on("GET /compute", list("COMPUTE", [4, "b"]));
    const { out } = await clients.run(["occi-compute", "stop", "3", "b", "-o", "id"]);
    expect(out).toBe("3\n4\n");
  });

  test("a server that does not know the action is told to be too old", async () => {
    server.on("GET /compute/3", vm(3, "web"));
    const { code, err } = await clients.run(["occi-compute", "hold", "3"]);
    expect(code).toBe(1);
    expect(err).toStartWith(
      "occi-compute: The server is too old for hold of a machine: OpenNebula's own servers never supported this.\n",
    );
    server.on("PUT /compute/3", new Response('Invalid state: "POWEROFF"', { status: 400 }));
    const power = await clients.run(["occi-compute", "poweroff", "3"]);
    expect(power.err).toStartWith(
      "occi-compute: The server is too old for POWEROFF of a machine: OpenNebula's own servers have supported this since 3.8.\n",
    );
  });

  test("a machine that is not there is not the server's age", async () => {
    const { code, err } = await clients.run(["occi-compute", "hold", "3"]);
    expect(code).toBe(3);
    expect(err).toStartWith("occi-compute: The server answers 404: not found.\n");
  });
});

describe("a change of state that leads where the machine is already", () => {
  const refused = () => refusal(403, "STATE_NOT_ALLOWED", "`occi-compute x` is not possible.");
  const wrong = () => refusal(409, "WRONG_STATE", "This action is not available for state UNDEPLOYED");

  test.each([
    ["stop", "PUT /compute/3", "STOPPED", () => vm(3, "web", "STOPPED", "LCM_INIT")],
    ["suspend", "PUT /compute/3", "SUSPENDED", () => vm(3, "web", "SUSPENDED", "LCM_INIT")],
    ["poweroff", "PUT /compute/3", "POWEROFF", () => vm(3, "web", "POWEROFF", "LCM_INIT")],
    ["resume", "PUT /compute/3", "RUNNING", refused],
    ["terminate", "PUT /compute/3", "DONE", refused],
    ["undeploy", "POST /compute/3/action", "UNDEPLOYED", wrong],
    ["hold", "POST /compute/3/action", "HOLD", wrong],
    ["release", "POST /compute/3/action", "RUNNING", wrong],
  ])("%s is no failure, and says so", async (word, request, state, answer) => {
    const now = state === "RUNNING" ? vm(3, "web") : vm(3, "web", state, "LCM_INIT");
    server.on(request, answer()).on("GET /compute/3", now);
    const { code, out, err } = await clients.run(["occi-compute", word, "3", "-o", "id"]);
    expect([code, out, err]).toEqual([0, "3\n", `machine 3 is already ${state}\n`]);
  });

  test.each([
    ["PENDING", "LCM_INIT", "PENDING"],
    ["ACTIVE", "PROLOG", "PROLOG"],
  ])("release of a machine that is %s (%s) is not an error either", async (state, detail, shown) => {
    server.on("POST /compute/3/action", wrong()).on("GET /compute/3", vm(3, "web", state, detail));
    const { code, err } = await clients.run(["occi-compute", "release", "3", "-o", "id"]);
    expect([code, err]).toEqual([0, `machine 3 is already ${shown}\n`]);
  });

  test.each([
    [
      "restart",
      "ACTIVE",
      "RUNNING",
      "UNKNOWN, or from a state of failure such as FAILED or BOOT_FAILURE. `occi-compute reboot 3` restarts the guest system.",
    ],
    ["restart", "ACTIVE", "BOOT", "UNKNOWN, or from a state of failure such as FAILED or BOOT_FAILURE."],
    ["reboot", "ACTIVE", "BOOT", "RUNNING."],
    ["release", "STOPPED", "LCM_INIT", "HOLD."],
  ])(
    "%s of a machine that is %s (%s) names the states from which it is possible",
    async (word, state, detail, said) => {
      server
        .on("PUT /compute/3", wrong())
        .on("POST /compute/3/action", wrong())
        .on("GET /compute/3", vm(3, "web", state, detail));
      const { code, err } = await clients.run(["occi-compute", word, "3"]);
      const shown = state === "ACTIVE" ? detail : state;
      expect(code).toBe(1);
      expect(err).toEndWith(`\n  The machine is ${shown}, and \`occi-compute ${word}\` is possible from ${said}\n`);
    },
  );

  test("but elsewhere a refusal stays one, and that of what is done anew", async () => {
    server.on("PUT /compute/3", refused()).on("GET /compute/3", vm(3, "web", "ACTIVE", "BOOT"));
    expect((await clients.run(["occi-compute", "resume", "3"])).err).toStartWith(
      "occi-compute: `occi-compute x` is not possible.\n",
    );
    server.on("GET /compute/3", vm(3, "web"));
    expect((await clients.run(["occi-compute", "restart", "3"])).code).toBe(1);
    expect((await clients.run(["occi-compute", "suspend", "3"])).code).toBe(1);
  });
});

test("whose words the server is asked for: those of options, but for what stands in a file", async () => {
  server.on("POST /network", network(3, "lan")).on("PUT /compute/3", vm(3, "web"));
  const asked = () => server.seen.at(-1)?.headers.get("x-occi-words");
  await clients.run(["occi-network", "create", "--name", "lan", "--address", "10.0.0.0"]);
  expect(asked()).toBe("options");
  await clients.run(["occi-network", "create", clients.file("n.xml", "<NETWORK/>")]);
  expect(asked()).toBeNull();
  await clients.run(["occi-compute", "update", clients.file("vm.xml", "<COMPUTE><ID>3</ID></COMPUTE>")]);
  expect(asked()).toBeNull();
});

describe("names", () => {
  test("an unknown name, a near one, an ambiguous one", async () => {
    server.on("GET /compute", list("COMPUTE", [1, "web"], [2, "twin"], [3, "twin"]));
    const near = await clients.run(["occi-compute", "show", "wib"]);
    expect([near.code, near.err]).toEqual([
      3,
      'occi-compute: There is no machine named "wib".\n  Did you mean web (1)?\n',
    ]);
    const twin = await clients.run(["occi-compute", "delete", "twin"]);
    expect(twin.code).toBe(1);
    expect(twin.err).toStartWith('occi-compute: 2 machines are named "twin": ids 2, 3.\n');
    expect(server.lines).toEqual(["GET /compute", "GET /compute"]);
  });

  test("a part of a machine that is not there", async () => {
    server.on("GET /compute/3", vm(3, "web"));
    const { code, err } = await clients.run(["occi-compute", "detachdisk", "3", "vdz"]);
    expect([code, err]).toEqual([
      3,
      'occi-compute: The machine has no disk "vdz".\n  Its disks: 0 vda debian. Did you mean vda?\n',
    ]);
  });
});

describe("--wait", () => {
  const seconds = ["--timeout", "5"];

  test("returns when the state is reached, and shows the resource as it is then", async () => {
    server
      .on("POST /compute", vm(7, "web", "PENDING", "LCM_INIT"))
      .on("GET /compute/7", vm(7, "web", "ACTIVE", "BOOT"), vm(7, "web"));
    const line = ["occi-compute", "create", "--type", "small", "--wait", ...seconds, "-o", "json"];
    const { code, out, err } = await clients.run(line);
    expect(code).toBe(0);
    expect(JSON.parse(out).lcm_state).toBe("RUNNING");
    expect(err).toBe("machine 7 is BOOT\n");
  });

  test("fails at once when it cannot be reached any more, with the server's reason", async () => {
    server
      .on("POST /compute", vm(7, "web", "PENDING", "LCM_INIT"))
      .on("GET /compute/7", vm(7, "web", "FAILED", "BOOT_FAILURE", "<ERROR>no such bridge</ERROR>"));
    const { code, out, err } = await clients.run([
      "occi-compute",
      "create",
      "--type",
      "small",
      "--wait",
      ...seconds,
      "-o",
      "id",
    ]);
    expect([code, out]).toEqual([1, "7\n"]);
    expect(err).toBe(
      "occi-compute: The machine 7 (web) is FAILED, not RUNNING. no such bridge\n  `occi-compute show 7` shows the machine.\n",
    );
  });

  test("fails when the machine comes back without the change", async () => {
    server
      .on("PUT /compute/7", vm(7, "web", "ACTIVE", "SAVE_STOP"))
      .on("GET /compute/7", vm(7, "web", "ACTIVE", "SAVE_STOP"), vm(7, "web"));
    const { code, err } = await clients.run(["occi-compute", "stop", "7", "--wait", ...seconds]);
    expect(code).toBe(1);
    expect(err).toContain("The machine 7 (web) is RUNNING, not STOPPED.");
  });

  test("a new machine that fails is shown all the same, since it exists", async () => {
    server.on("POST /compute", vm(7, "web", "PENDING", "LCM_INIT"));
    server.on("GET /compute/7", vm(7, "web", "FAILED", "LCM_INIT"));
    const line = ["occi-compute", "create", "--type", "small", "--wait", ...seconds, "-o", "id"];
    const { code, out, err } = await clients.run(line);
    expect([code, out]).toEqual([1, "7\n"]);
    expect(err).toContain("The machine 7 (web) is FAILED, not RUNNING.");
  });

  test("has an end", async () => {
    server.on("PUT /compute/7", vm(7, "web")).on("GET /compute/7", vm(7, "web", "PENDING", "LCM_INIT"));
    const { code, err } = await clients.run(["occi-compute", "resume", "7", "--wait", "--timeout", "0.3"]);
    expect(code).toBe(6);
    expect(err).toContain("occi-compute: After 0.3 s machine 7 is PENDING, not RUNNING.\n");
  });

  test("a server that is away for a moment is asked again", async () => {
    const away = refusal(503, "ONED_UNREACHABLE", "OpenNebula cannot be reached.");
    server.on("PUT /compute/7", vm(7, "web")).on("GET /compute/7", away, vm(7, "web", "STOPPED", "LCM_INIT"));
    const { code, err } = await clients.run(["occi-compute", "stop", "7", "--wait", ...seconds, "-o", "id"]);
    expect([code, err]).toEqual([0, "machine 7 is not seen yet, but the server is not answering at the moment\n"]);
  });

  test("a state of one's own", async () => {
    server.on("PUT /compute/7", vm(7, "web")).on("GET /compute/7", vm(7, "web", "ACTIVE", "PROLOG_RESUME"));
    const { code } = await clients.run(["occi-compute", "resume", "7", "--wait=prolog_resume", ...seconds]);
    expect(code).toBe(0);
  });

  test.each([
    [["occi-compute", "create", "--type", "small", "--wait=FOO"], "--wait=FOO does not name a state of a machine."],
    [
      ["occi-compute", "stop", "3", "--wait=STOPED"],
      "--wait=STOPED does not name a state of a machine.\n  Did you mean STOPPED?",
    ],
    [
      ["occi-compute", "delete", "3", "--wait=x"],
      "--wait=x does not name a state of a machine.\n  There are RUNNING, STOPPED,",
    ],
    [["occi-compute", "saveas", "3", "0", "x", "--wait=RUNNING"], "--wait=RUNNING does not name a state of an image."],
    [
      ["occi-storage", "clone", "3", "x", "--wait=redy"],
      "--wait=redy does not name a state of an image.\n  Did you mean READY?",
    ],
    [["occi-network", "delete", "3", "--wait=GONE"], "--wait=GONE does not name a state of a network."],
  ])("%j is wrong usage before anything is sent", async (line, message) => {
    const { code, out, err } = await clients.run(line);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toStartWith(`${line[0]}: ${message}`);
    expect(server.seen).toEqual([]);
  });

  test("an image that was saved is waited for", async () => {
    const saved = vm(3, "web").replace('<DISK id="0">', `<DISK id="0"><SAVE_AS href="${server.url}/storage/8"/>`);
    server.on("POST /compute/3/action", saved).on("GET /storage/8", image(8, "golden", "LOCKED"), image(8, "golden"));
    const { code, err } = await clients.run(["occi-compute", "saveas", "3", "0", "golden", "--wait", ...seconds]);
    expect([code, err]).toEqual([0, "image 8 is LOCKED\n"]);
  });
});

describe("what is named and is not there has the exit code 3, wrong usage 2", () => {
  test.each([
    [["create", "--disk", "99"], "POST /compute", "image 99, which --disk names", "storage"],
    [["create", "--nic", "99"], "POST /compute", "network 99, which --nic names", "network"],
    [["create", "--type", "smal"], "POST /compute", "instance type smal, which --type names", "instance-type"],
    [
      ["resize", "3", "--type", "smal"],
      "POST /compute/3/action",
      "instance type smal, which --type names",
      "instance-type",
    ],
    [["attachdisk", "3", "99"], "POST /compute/3/action", "image 99", "storage"],
    [["attachnic", "3", "99"], "POST /compute/3/action", "network 99", "network"],
  ])("%j", async (line, request, missing, kind) => {
    server.on(request, refusal(400, "INVALID_REQUEST", "It is wrong.")).on("GET /compute/3", vm(3, "web"));
    const { code, err } = await clients.run(["occi-compute", ...line]);
    const list = `\`occi-${kind} list\` shows those that you can see.`;
    expect([code, err]).toEqual([3, `occi-compute: There is no ${missing}.\n  ${list}\n`]);
  });

  test("a refusal for another reason stays as it is", async () => {
    server
      .on("POST /compute", refusal(400, "INVALID_REQUEST", "It is wrong."))
      .on("GET /storage/4", image(4, "debian"));
    const { code, err } = await clients.run(["occi-compute", "create", "--disk", "4"]);
    expect([code, err]).toEqual([1, "occi-compute: It is wrong.\n"]);
  });

  test.each([
    [["create", "--name", "a", "--cpu", "four"], '--cpu must be a number above 0 such as 1 or 0.5, not "four".'],
    [["resize", "3", "--cpu", "0"], '--cpu must be a number above 0 such as 1 or 0.5, not "0".'],
    [["resize", "3"], "resize requires --type, --cpu or --memory."],
    [["attachnic", "3", "2", "--ip", "300.1.1.1"], '--ip must be an IP address such as 10.0.0.9, not "300.1.1.1".'],
  ])("%j is refused before anything is sent", async (line, message) => {
    const { code, err } = await clients.run(["occi-compute", ...line]);
    expect([code, err, server.lines]).toEqual([2, `occi-compute: ${message}\n`, []]);
  });
});

test("a wrong password: the user and where the password comes from, never the password", async () => {
  const refused = () => refusal(401, "BAD_CREDENTIALS", "The user name or the password is wrong.");
  server.on("GET /compute", refused()).on("POST /storage", refused());
  const stored = await clients.run(["occi-compute", "list"]);
  const login = `The user is alice; the password comes from ${clients.home}/.one/one_auth.`;
  expect([stored.code, stored.err]).toEqual([4, `occi-compute: The user name or the password is wrong.\n  ${login}\n`]);
  const upload = await clients.run(["occi-storage", "create", "--file", clients.file("disk.img", "x")]);
  expect(upload.err).toEndWith(`\n  ${login}\n`);
  const file = clients.file("secret", "wrongpass\n");
  const env = { OCCI_USER: "bob", OCCI_PASSWORD_FILE: file };
  const variable = await clients.run(["occi-compute", "list"], { env });
  expect(variable.err).toEndWith(`\n  The user is bob; the password comes from OCCI_PASSWORD_FILE (${file}).\n`);
  expect(variable.err + stored.err).not.toMatch(/wrongpass|alicepass/);
});

describe("an XML file with a mistake", () => {
  test.each([
    ["occi-compute create", "COMPUTE", "<MEMROY>64</MEMROY>", "MEMORY", "POST /compute"],
    ["occi-compute update", "COMPUTE", "<NAEM>a</NAEM>", "NAME", "PUT /compute/3"],
    ["occi-network create", "NETWORK", "<ADDRES>10.0.0.0</ADDRES>", "ADDRESS", "POST /network"],
    ["occi-network update", "NETWORK", "<DESCRIPTON>a</DESCRIPTON>", "DESCRIPTION", "PUT /network/3"],
    ["occi-storage create", "STORAGE", "<FSTPYE>ext4</FSTPYE>", "FSTYPE", "POST /storage"],
    ["occi-storage update", "STORAGE", "<TPYE>OS</TPYE>", "TYPE", "PUT /storage/3"],
  ])("%s goes on with a warning", async (line, root, wrong, meant, sent) => {
    server.on(sent, `<${root}><ID>3</ID><NAME>a</NAME></${root}>`);
    const file = clients.file("mistake.xml", `<${root}>\n<ID>3</ID>\n${wrong}</${root}>`);
    const { code, err } = await clients.run([...line.split(" "), file, "-o", "id"]);
    const [, name] = /<(\w+)>/.exec(wrong) ?? [];
    const warning = `warning: ${file}:3: ${root} has no element ${name}, so the server ignores it. Did you mean ${meant}?\n`;
    expect([code, err, server.lines]).toEqual([0, warning, [sent]]);
  });

  test("a size that the type fixes is told, an href of the wrong kind sends nothing", async () => {
    const type = "<INSTANCE_TYPE><ID>small</ID><NAME>small</NAME><CPU>0.5</CPU></INSTANCE_TYPE>";
    server.on("POST /compute", vm(3, "a"));
    server.on("GET /instance_type?verbose=true", `<INSTANCE_TYPE_COLLECTION>${type}</INSTANCE_TYPE_COLLECTION>`);
    const sized = clients.file("sized.xml", "<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><CPU>4</CPU></COMPUTE>");
    const { code, err } = await clients.run(["occi-compute", "create", sized]);
    expect([code, server.lines[0]]).toEqual([0, "POST /compute"]);
    expect(err).toStartWith(`warning: ${sized}:1: CPU cannot be chosen: the instance type small always has 0.5 CPU.`);
    const site = await clients.run(["occi-compute", "create", "--name", "a", "--context", "ROLE=web"]);
    expect(site.err).toStartWith("warning: --context ROLE has no effect: the machine has another value");
    server.reset();
    const wrong = clients.file("wrong.xml", "<COMPUTE><DISK><STORAGE href='/network/0'/></DISK></COMPUTE>");
    const refused = await clients.run(["occi-compute", "create", wrong]);
    expect([refused.code, server.lines]).toEqual([1, []]);
    expect(refused.err).toStartWith(`occi-compute: ${wrong}:1: STORAGE must refer to an image, not to /network/0.`);
  });
});

describe("delete", () => {
  test("a delete that works exits 0 and prints nothing", async () => {
    for (const id of [3, 4]) server.on(`DELETE /compute/${id}`, new Response(null, { status: 204 }));
    for (const options of [[], ["-o", "table"], ["-o", "xml"], ["-o", "id"]]) {
      const { code, out, err } = await clients.run(["occi-compute", "delete", "3", "4", ...options]);
      expect([code, out, err]).toEqual([0, "", ""]);
    }
  });

  test("an answer without a body is not an empty line", async () => {
    server.on("PUT /compute/3", new Response(null, { status: 204 }));
    const { code, out, err } = await clients.run(["occi-compute", "stop", "3"]);
    expect([code, out, err]).toEqual([0, "", ""]);
  });

  test("what is in use for the moment is tried again", async () => {
    const busy = refusal(409, "IN_USE", "The network is in use.");
    server.on("DELETE /network/3", busy, busy, new Response(null, { status: 204 }));
    const { code, err } = await clients.run(["occi-network", "delete", "3", "--timeout", "20"]);
    expect([code, err]).toEqual([0, "occi-network: The network is in use. Retrying for 20 s.\n"]);
    expect(server.lines).toHaveLength(3);
  });

  test("without --timeout only where the server says that it passes", async () => {
    const busy = refusal(409, "IN_USE", "The network is in use.", "It is used by machine 7 (web).");
    server.on("DELETE /network/3", busy);
    const { code, err } = await clients.run(["occi-network", "delete", "3"]);
    expect([code, err]).toEqual([1, "occi-network: The network is in use.\n  It is used by machine 7 (web).\n"]);
    expect(server.lines).toHaveLength(1);
    server.reset();
    const passing = refusal(409, "IN_USE", "The network is in use.");
    passing.headers.set("Retry-After", "5");
    server.on("DELETE /network/3", passing, new Response(null, { status: 204 }));
    const later = await clients.run(["occi-network", "delete", "3"]);
    expect([later.code, later.err]).toEqual([0, "occi-network: The network is in use. Retrying for 30 s.\n"]);
  });

  test("until the timeout", async () => {
    server.on("DELETE /network/3", refusal(409, "IN_USE", "The network is in use."));
    const { code, err } = await clients.run(["occi-network", "delete", "3", "--timeout", "0.3"]);
    expect(code).toBe(1);
    expect(err).toEndWith("occi-network: The network is in use.\n");
  });

  test("waits until it is gone", async () => {
    server
      .on("DELETE /compute/3", new Response(null, { status: 204 }))
      .on("GET /compute/3", vm(3, "web", "ACTIVE", "SHUTDOWN"), vm(3, "web", "DONE", "LCM_INIT"));
    const { code, err } = await clients.run(["occi-compute", "delete", "3", "--wait"]);
    expect([code, err]).toEqual([0, "machine 3 is SHUTDOWN\n"]);
  });
});

describe("updates", () => {
  test("by options, and by the commands that switch", async () => {
    server.on("PUT /storage/4", image(4, "debian")).on("PUT /network/2", network(2, "lan"));
    await clients.run(["occi-storage", "update", "4", "--description", "Debian 13", "--type", "CDROM"]);
    await clients.run(["occi-storage", "persistent", "4"]);
    await clients.run(["occi-storage", "unpublish", "4"]);
    await clients.run(["occi-network", "publish", "2"]);
    expect(server.seen.map(({ body }) => body)).toEqual([
      "<STORAGE><ID>4</ID><TYPE>CDROM</TYPE><DESCRIPTION>Debian 13</DESCRIPTION></STORAGE>",
      "<STORAGE><ID>4</ID><PERSISTENT>YES</PERSISTENT></STORAGE>",
      "<STORAGE><ID>4</ID><PUBLIC>NO</PUBLIC></STORAGE>",
      "<NETWORK><ID>2</ID><PUBLIC>YES</PUBLIC></NETWORK>",
    ]);
  });

  test.each([
    [["occi-network", "update", "lan"], "--description"],
    [["occi-storage", "update", "dc"], "--type or --description"],
    [["occi-storage", "update", "4", "--multipart"], "--type or --description"],
  ])("%j needs an option", async (line, options) => {
    const { code, err } = await clients.run(line);
    const [name, , word] = line;
    expect([code, server.lines]).toEqual([2, []]);
    expect(err).toStartWith(`${name}: update requires ${options}, or an XML file: there is no file "${word}" here.\n`);
  });

  test("what can only be a file is reported as one", async () => {
    const { code, err } = await clients.run(["occi-network", "update", "none.xml"]);
    expect([code, err]).toEqual([1, expect.stringContaining("none.xml cannot be read: ENOENT")]);
  });

  test("a file must name what it changes", async () => {
    const file = clients.file("update.xml", "<STORAGE><NAME>x</NAME></STORAGE>");
    const { code, err } = await clients.run(["occi-storage", "update", file]);
    expect(code).toBe(1);
    expect(err).toContain("has no element ID");
  });

  test("a copy of an image", async () => {
    server.on("POST /storage/4/action", image(9, "copy", "LOCKED")).on("GET /storage/9", image(9, "copy"));
    const { code, out } = await clients.run(["occi-storage", "clone", "4", "copy", "--wait", "-o", "id"]);
    expect([code, out]).toEqual([0, "9\n"]);
    expect(server.seen[0]?.body).toBe("<ACTION><PERFORM>clone</PERFORM><PARAMS><NAME>copy</NAME></PARAMS></ACTION>");
  });
});

describe("users and tokens", () => {
  const self = "<USER><ID>2</ID><NAME>alice</NAME></USER>";

  test("a token is printed alone; it never shows in --debug", async () => {
    server.on("GET /user/-1", self).on("POST /user/-1/action", "<TOKEN>s3cr3t</TOKEN>");
    const { code, out, err } = await clients.run(["occi-user", "token", "create", "--life", "7d", "--debug"]);
    expect([code, out]).toEqual([0, "s3cr3t\n"]);
    expect(server.seen.at(-1)?.body).toBe(
      "<ACTION><PERFORM>token</PERFORM><PARAMS><SECONDS>604800</SECONDS></PARAMS></ACTION>",
    );
    expect(err).toContain("<TOKEN>[hidden]</TOKEN>");
    expect(err).toMatch(/\nThe token expires at \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n/);
    expect(err).not.toMatch(/s3cr3t|alicepass|YWxpY2U6/);
  });

  test("when it expires is told by the server's clock; ninety days where nothing is said, which is asked for", async () => {
    const made = () =>
      new Response("<TOKEN>s3cr3t</TOKEN>", { status: 201, headers: { Date: "Mon, 30 Nov 2026 07:06:13 GMT" } });
    server.on("GET /user/-1", self).on("POST /user/-1/action", made());
    const text = await clients.run(["occi-user", "token", "create"]);
    expect(text).toMatchObject({ code: 0, out: "s3cr3t\n", err: "The token expires at 2027-02-28 07:06 UTC.\n" });
    expect(server.seen.at(-1)?.body).toContain("<SECONDS>7776000</SECONDS>");
    server.on("POST /user/-1/action", made());
    const json = await clients.run(["occi-user", "token", "create", "--life", "1h", "-o", "json"]);
    expect(JSON.parse(json.out)).toEqual({ token: "s3cr3t", expires: "2026-11-30T08:06:13Z" });
  });

  test("token list shows when each expires, in every format", async () => {
    const soon = new Date(Date.now() + 3 * 86_400_000 + 60_000).toISOString();
    const ends = ["2026-01-02T03:04:05Z", soon, "never"];
    const tokens = ends.map((end) => `<LOGIN_TOKEN><EXPIRES>${end}</EXPIRES></LOGIN_TOKEN>`).join("");
    const user = self.replace("</USER>", `<LOGIN_TOKENS>${tokens}</LOGIN_TOKENS></USER>`);
    const shown = async (format: string) => {
      server.on("GET /user/-1", user);
      return (await clients.run(["occi-user", "token", "list", "-o", format])).out;
    };
    expect((await shown("table")).split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["EXPIRES", "LEFT"],
      ["2026-01-02 03:04 UTC", "expired"],
      [`${soon.slice(0, 10)} ${soon.slice(11, 16)} UTC`, "3 days"],
      ["never"],
      [""],
    ]);
    expect(JSON.parse(await shown("json"))).toEqual(ends.map((expires) => ({ expires })));
    expect(await shown("id")).toBe(ends.map((end) => `${end}\n`).join(""));
    expect((await shown("xml")).replace(/\s/g, "")).toBe(`<LOGIN_TOKENS>${tokens}</LOGIN_TOKENS>`);
  });

  test("token list without a token, and at a server that does not know", async () => {
    server.on("GET /user/-1", self);
    expect(await clients.run(["occi-user", "token", "list"])).toMatchObject({ code: 0, out: "<LOGIN_TOKENS/>\n" });
    server.reset();
    server.on("GET /user", list("USER", [0, "oneadmin"], [2, "alice"])).on("GET /user/2", self);
    const { code, err } = await clients.run(["occi-user", "token", "list"]);
    expect([code, err.split("\n")[0]]).toEqual([
      1,
      "occi-user: The server does not list login tokens: OpenNebula's own servers never did.",
    ]);
  });

  test("a token to be ended comes from a file, not from the command line", async () => {
    server.on("GET /user/-1", self).on("POST /user/-1/action", new Response(null, { status: 204 }));
    const { code } = await clients.run(["occi-user", "token", "revoke", "-"], { stdin: "s3cr3t\n" });
    expect(code).toBe(0);
    expect(server.seen.at(-1)?.body).toContain("<PARAMS><TOKEN>s3cr3t</TOKEN></PARAMS>");
  });

  const TOKEN = "29ac10293bcb410b7787271e758674bc1b6cc051f3ba41a46c362affba847a69";

  test("all tokens end without a terminal only with --yes", async () => {
    server.on("GET /user/-1", self).on("POST /user/-1/action", new Response(null, { status: 204 }));
    const refused = await clients.run(["occi-user", "token", "revoke"]);
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toContain("Add --yes to revoke them all");
    expect(server.seen).toEqual([]);
    const { code, out, err } = await clients.run(["occi-user", "token", "revoke", "--yes"]);
    expect([code, out, err]).toEqual([0, "", ""]);
    expect(server.seen.at(-1)?.body).toBe("<ACTION><PERFORM>revoketoken</PERFORM></ACTION>");
  });

  test.each([[["token", "revoke", TOKEN]], [["token", "revoke", "-"]], [["token", "revoke", "tok", "-o", "json"]]])(
    "%j never prints a token, though the server does",
    async (line) => {
      server
        .on("GET /user/-1", self)
        .on("POST /user/-1/action", refusal(400, "INVALID_REQUEST", `Could not find token: ${TOKEN}`));
      clients.file("tok", `${TOKEN}\n`);
      const { code, out, err } = await clients.run(["occi-user", ...line], { stdin: TOKEN });
      expect([code, out]).toEqual([1, ""]);
      expect(err).not.toContain("29ac");
      expect(err).toMatch(/Could not find token: \[hidden\]|The file that token revoke names does not exist/);
    },
  );

  test("a token that goes into a file which others can read, or comes out of one, is warned of", async () => {
    server.on("GET /user/-1", self).on("POST /user/-1/action", "<TOKEN>s3cr3t</TOKEN>");
    const path = clients.file("open", "s3cr3t\n");
    chmodSync(path, 0o644);
    const warning = `warning: ${path} holds a secret, and other users can read or change it. Protect it: chmod 600 ${path}\n`;
    expect((await clients.run(["occi-user", "token", "revoke", path])).err).toBe(warning);
    const child = Bun.spawn(["sh", "-c", `'${clients.home}/bin/occi-user' token create >> '${path}'`], {
      env: { HOME: clients.home, OCCI_URL: server.url },
      stdin: "ignore",
      stderr: "pipe",
    });
    expect(await new Response(child.stderr).text()).toStartWith(warning);
    expect(await child.exited).toBe(0);
  });

  test("oneself at a server of OpenNebula, which does not know -1", async () => {
    server.on("GET /user", list("USER", [0, "oneadmin"], [2, "alice"])).on("GET /user/2", self);
    const { code, out } = await clients.run(["occi-user", "show", "-o", "id"]);
    expect([code, out]).toEqual([0, "2\n"]);
  });
});
