import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Names } from "../terminal/command.ts";
import { heard } from "../terminal/testing/heard.ts";
import { liveNames } from "./live-names.ts";
import * as prompt from "./prompt.ts";

const LIST = `<COMPUTE_COLLECTION>
  <COMPUTE href="http://x/compute/0" name="web"/>
  <COMPUTE href="http://x/compute/1" name="twin"/>
  <COMPUTE href="http://x/compute/2" name="twin"/>
  <COMPUTE href="http://x/compute/3" name="42"/>
  <COMPUTE href="http://x/compute/4" name="Debian 12"/>
  <COMPUTE href="http://x/compute/5" name="-dash"/>
</COMPUTE_COLLECTION>`;

let home: string;
let asked: string[];
let answer: (path: string) => Response | Promise<Response>;
let server: Bun.Server<undefined>;
const before = { ...process.env };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "occi-names-"));
  asked = [];
  answer = () => new Response(LIST);
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname, search } = new URL(request.url);
      const login = Buffer.from(request.headers.get("authorization")?.slice(6) ?? "", "base64").toString();
      asked.push(`${request.method} ${pathname}${search} ${login}`);
      return answer(pathname);
    },
  });
  writeFileSync(join(home, "one_auth"), "alice:secret\n");
  for (const name of Object.keys(process.env)) if (/^OCCI_|proxy$/i.test(name)) delete process.env[name];
  Object.assign(process.env, {
    HOME: home,
    XDG_CONFIG_HOME: home,
    ONE_AUTH: join(home, "one_auth"),
    OCCI_URL: server.url.origin,
  });
});

afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(before, name)) delete process.env[name];
  Object.assign(process.env, before);
  await server.stop(true);
  rmSync(home, { recursive: true, force: true });
});

/** What is offered; nothing may be printed or told, whatever happens. */
async function names(kind: Names, options: Record<string, string[]> = {}, words: string[] = []) {
  const { result, printed, told } = await heard(() => liveNames(kind, { options, words }));
  expect([...printed, ...told]).toEqual([]);
  return result;
}

describe("parts of the machine that the line names", () => {
  const MACHINE = `<COMPUTE href="http://x/compute/0"><ID>0</ID><NAME>web</NAME><STATE>ACTIVE</STATE>
    <DISK id="0"><STORAGE href="http://x/storage/4" name="debian"/><TARGET>vda</TARGET><SNAPSHOT id="3" name="clean"/></DISK>
    <DISK id="1"><STORAGE href="http://x/storage/5" name="data"/><TARGET>vdb</TARGET></DISK>
    <DISK id="2"><STORAGE href="http://x/storage/5" name="data"/><TARGET>vdc</TARGET></DISK>
    <NIC id="0"><NETWORK href="http://x/network/2" name="lan"/><IP>10.0.0.9</IP></NIC>
    <SNAPSHOT id="0" name="before"/><SNAPSHOT id="1" name="7"/></COMPUTE>`;
  beforeEach(() => {
    answer = (path) => new Response(path === "/compute" ? LIST : path === "/compute/0" ? MACHINE : "", { status: 200 });
  });

  test.each([
    [
      "disk",
      ["web"],
      [
        ["0", "vda debian"],
        ["vda", "disk 0"],
        ["debian", "disk 0"],
        ["1", "vdb data"],
        ["vdb", "disk 1"],
        ["2", "vdc data"],
        ["vdc", "disk 2"],
      ],
    ],
    [
      "nic",
      ["0"],
      [
        ["0", "10.0.0.9 lan"],
        ["10.0.0.9", "NIC 0"],
        ["lan", "NIC 0"],
      ],
    ],
    [
      "snapshot",
      ["web"],
      [
        ["0", "before"],
        ["before", "snapshot 0"],
        ["1", "7"],
      ],
    ],
    [
      "disk-snapshot",
      ["web", "vda"],
      [
        ["3", "clean"],
        ["clean", "snapshot 3"],
      ],
    ],
    [
      "disk-snapshot",
      ["0", "0"],
      [
        ["3", "clean"],
        ["clean", "snapshot 3"],
      ],
    ],
    ["disk-snapshot", ["0", "data"], []],
    ["disk-snapshot", ["0", "1"], []],
    ["disk", ["twin"], []],
    ["disk", ["none"], []],
    ["disk", ["1"], []],
  ] as [Names, string[], [string, string][]][])("%s of %j", async (part, words, offered) => {
    expect(await names(part, {}, words)).toEqual(offered);
  });
});

describe("what the server has", () => {
  test("ids always, names where they mean one resource and look like no id or option", async () => {
    expect(await names("compute")).toEqual([
      ["web", "machine 0"],
      ["0", "web"],
      ["1", "twin"],
      ["2", "twin"],
      ["3", "42"],
      ["Debian 12", "machine 4"],
      ["4", "Debian 12"],
      ["5", "-dash"],
    ]);
    expect(asked).toEqual(["GET /compute alice:secret"]);
  });

  test("with the options of the line: server and user of a profile, nothing of --debug, --wait or --verbose", async () => {
    mkdirSync(join(home, "occi"));
    writeFileSync(join(home, "password"), "other\n");
    writeFileSync(
      join(home, "occi", "config"),
      `PROFILE=[NAME=lab, URL=${server.url.origin}, USER=bob, PASSWORD_FILE=${join(home, "password")}]\n`,
    );
    process.env.OCCI_URL = "http://127.0.0.1:1";
    const options = { profile: ["lab"], debug: [], verbose: [], wait: [], timeout: ["nonsense"], output: ["nonsense"] };
    expect(await names("compute", options)).toHaveLength(8);
    expect(asked).toEqual(["GET /compute bob:other"]);
    expect(await names("profile")).toEqual([["lab", server.url.origin]]);
  });

  test("nothing, without a word, when something is wrong", async () => {
    expect(await names("compute", { url: ["http://127.0.0.1:1"] })).toEqual([]);
    expect(await names("compute", { url: ["nonsense"] })).toEqual([]);
    expect(await names("compute", { profile: ["none"] })).toEqual([]);
    expect(await names("compute", { username: ["bob"] })).toEqual([]);
    answer = () => new Response("<ERROR>no</ERROR>", { status: 401 });
    expect(await names("compute")).toEqual([]);
    answer = () => new Response("no XML");
    expect(await names("compute")).toEqual([]);
    mkdirSync(join(home, "occi"));
    writeFileSync(join(home, "occi", "config"), "PROFILE=[URL=x]\n");
    expect(await names("profile")).toEqual([]);
  });

  // The test's own limit of five seconds tells: an answer is waited for much longer elsewhere.
  test("nothing of a server that does not answer within two seconds", async () => {
    answer = () => new Promise<Response>(() => {});
    expect(await names("compute")).toEqual([]);
  });

  test("nothing where a question could be asked", async () => {
    const spy = spyOn(prompt, "canPrompt").mockReturnValue(true);
    try {
      expect(await names("compute")).toEqual([]);
      expect(asked).toEqual([]);
    } finally {
      spy.mockRestore();
    }
  });
});
