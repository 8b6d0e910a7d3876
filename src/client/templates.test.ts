/** Templates, their inputs and usage by the commands, as people call them, in front of the whole server: `scripts/build` first. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type RunningDemo, startDemo } from "../cli/testing/demo.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { Clients } from "./testing/clients.ts";

let clients: Clients;
let demo: RunningDemo;
let old: ReturnType<typeof Bun.serve>;

beforeAll(async () => {
  clients = new Clients();
  demo = await startDemo();
  clients.url = /OCCI_URL=(\S+)/.exec(demo.guide)?.[1] ?? "";
  old = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("<h1>Not Found</h1>", { status: 404 }) });
}, 30_000);
afterAll(async () => {
  demo.child.kill("SIGINT");
  await demo.child.exited;
  await old.stop(true);
  clients.remove();
});

const run = (...line: readonly string[]) => clients.run(line, { env: { OCCI_INSECURE: "1" } });
const create = (...more: readonly string[]) => run("occi-compute", "create", "--name", "made", ...more);
const NEEDED = ["--input", "GREETING=hello", "--input", "SECRET=c4n4ry", "--input", "REGIONS=north,south"];

describe("occi-template", () => {
  test("list shows size and number of inputs", async () => {
    const { out, code } = await run("occi-template", "list", "-o", "table");
    expect(code).toBe(0);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^ID {2}NAME +CPU {2}MEMORY {2}INPUTS +DESCRIPTION$/);
    expect(lines.find((line) => line.includes("WordPress"))).toMatch(/^ 2 {2}WordPress +0\.5 +768M {2}7, 2 required/);
    expect(lines.find((line) => line.includes("Debian 12"))).toMatch(/^ 0 {2}Debian 12 +0\.5 +512M$/);
  });

  test("show has a table of inputs with what each can be", async () => {
    const { out, code } = await run("occi-template", "show", "Every input", "-o", "wide");
    expect(code).toBe(0);
    expect(out).toMatch(/^NAME +Every input$/m);
    expect(out).toMatch(/^INPUT +TYPE +REQUIRED {2}VALUES +DEFAULT +DESCRIPTION$/m);
    expect(out).toMatch(/^PORT +integer +yes +1024 to 49151 +8080 +Port that it listens on$/m);
    expect(out).toMatch(/^EDITION +choice +yes +community, standard, enterprise +standard/m);
    expect(out).toMatch(/^TELEMETRY +boolean +yes, no +NO /m);
  });

  test("JSON is the API's, also where standard output is no terminal; XML does not exist", async () => {
    const { out } = await run("occi-template", "show", "4");
    expect(JSON.parse(out)).toMatchObject({ id: 4, name: "Sized by you", memoryMiB: 768, logo: null });
    const list = await run("occi-template", "list", "-o", "json");
    expect(JSON.parse(list.out).map(({ id }: { id: number }) => id)).toEqual([5, 4, 3, 2, 1, 0]);
    expect((await run("occi-template", "list", "-o", "id")).out).toBe("5\n4\n3\n2\n1\n0\n");
    const xml = await run("occi-template", "list", "-o", "xml");
    expect([xml.code, xml.err]).toEqual([2, expect.stringContaining("Templates do not have an XML form.")]);
  });

  test("a name that is not there is told with the nearest", async () => {
    const { err, code } = await run("occi-template", "show", "Wordpres");
    expect([code, err]).toEqual([3, expect.stringContaining("Did you mean WordPress (2)?")]);
    expect((await run("occi-template", "show", "4711")).code).toBe(3);
  });
});

describe("occi-compute create --template", () => {
  test("makes machines with the values of inputs, and waits as for any other", async () => {
    const motd = clients.file("motd", "two\nlines\n");
    const secret = clients.file("secret", "c4n4ry\n");
    const line = ["--template", "Every input", "--input", "greeting=hi", "--input", `SECRET=@${secret}`];
    const more = ["--input", "REGIONS=east", "--input", `MOTD=@${motd}`, "--input", "TLS=no", "--count", "2", "--wait"];
    const { out, err, code } = await create(...line, ...more, "-o", "json");
    expect({ code, err }).toMatchObject({ code: 0 });
    const made = JSON.parse(out);
    expect(made.map(({ name, lcm_state }: Record<string, string>) => [name, lcm_state])).toEqual([
      ["made-0", "RUNNING"],
      ["made-1", "RUNNING"],
    ]);
    const { context } = made[0];
    expect(context).toMatchObject({ GREETING: "hi", TLS: "NO", MOTD: btoa("two\nlines\n"), EDITION: "standard" });
    expect(`${out}${err}`).not.toContain("c4n4ry");
  }, 30_000);

  test("by id; sizes are inputs", async () => {
    const { out, code } = await create("--template", "4", "--input", "MEMORY=2048", "-o", "json");
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ memory: 2048, cpu: 1 })]);
  });

  test.each([
    [["--template", "Every input", "--input", "GREETING=x"], 2, /requires inputs: SECRET \(Password.*, REGIONS \(/],
    [["--template", "Old appliance", "--input", "TIMEZON=x"], 2, "Did you mean TIMEZONE?"],
    [["--template", "Debian 12", "--input", "A=x"], 2, "The template has no inputs."],
    [["--template", "Every", ...NEEDED], 3, "Did you mean Every input (3)?"],
    [["--template", "4711"], 3, "4711"],
    [["--input", "A=x"], 2, "--input requires --template"],
    [["--template", "3", "--input", "c4n4ry"], 2, "--input must be KEY=VALUE"],
    [["--template", "3", ...NEEDED, "--input", "greeting=x"], 2, "The input GREETING appears twice."],
    [["--template", "3", ...NEEDED.slice(2), "--input", "GREETING=@/nowhere/x"], 1, "/nowhere/x"],
    [["--template", "3", ...NEEDED, "--context", "A=b"], 2, "exclude each other"],
    [["--template", "3", ...NEEDED, "--nic", "private:ip=10.0.0.9"], 2, "cannot choose its address"],
    [
      ["--template", "3", ...NEEDED, "--input", "PORT=1", "--input", "EDITION=gold"],
      1,
      /Input EDITION must be one of .* Input PORT must be from 1024 to 49151\./,
    ],
  ] as const)("%j is refused", async (line, code, words) => {
    const before = (await run("occi-compute", "list", "-o", "id")).out;
    const ran = await create(...line);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(words)]);
    expect((await run("occi-compute", "list", "-o", "id")).out).toBe(before);
  });

  test("--dry-run and --debug show the request without passwords", async () => {
    const dry = await create("--template", "3", ...NEEDED, "--dry-run");
    expect(dry.out).toContain("/api/v1/machines\nContent-Type: application/json\n");
    expect(dry.out).toContain('"SECRET": "[hidden]"');
    const { out, err, code } = await create("--template", "3", ...NEEDED, "--debug");
    expect(code).toBe(0);
    for (const text of nonEmpty([dry.out, out, err])) expect(text).not.toContain("c4n4ry");
  });
});

describe("occi-usage", () => {
  test("shows days, machines and the cost, without a command too", async () => {
    const { out, code, err } = await run("occi-usage", "-o", "table");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^DAY +CPU HOURS +MEMORY GIB HOURS +DISK GIB HOURS/m);
    expect(out).toMatch(/^total +\d+\.\d\d/m);
    const json = JSON.parse((await run("occi-usage", "show", "--from", "2026-11-01", "-o", "json")).out);
    expect(json).toHaveProperty("total.cpuHours");
    expect((await run("occi-usage", "--help")).out).toContain("occi-usage");
  });

  test("a wrong day is told", async () => {
    const { err, code } = await run("occi-usage", "--from", "yesterday");
    expect([code, err]).toEqual([1, expect.stringContaining("from")]);
  });
});

test.each(["occi-template list", "occi-usage", "occi-compute create --template x"])(
  "an older server is told to be too old for %s",
  async (line) => {
    const url = `http://127.0.0.1:${old.port}`;
    const { err, code } = await clients.run(line.split(" "), { env: { OCCI_URL: url } });
    expect(code).toBe(1);
    expect(err).toMatch(/The server is too old for (templates|usage): it does not have the JSON API\./);
  },
);
