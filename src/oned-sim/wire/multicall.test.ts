import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type OnedSim, startOnedSim } from "../index.ts";

let sim: OnedSim;

beforeAll(async () => {
  sim = await startOnedSim({ seed: "demo" });
});
afterAll(() => sim.stop());

function array(...values: readonly string[]): string {
  return `<array><data>${values.map((value) => `<value>${value}</value>`).join("")}</data></array>`;
}

function inner(method: string, ...parameters: readonly string[]): string {
  return `<struct><member><name>methodName</name><value>${method}</value></member><member><name>params</name><value>${array(...parameters)}</value></member></struct>`;
}

async function multicall(...parameters: readonly string[]): Promise<string> {
  const list = parameters.map((value) => `<param><value>${value}</value></param>`).join("");
  const body = `<?xml version="1.0"?><methodCall><methodName>system.multicall</methodName><params>${list}</params></methodCall>`;
  return (await fetch(sim.url, { method: "POST", body, keepalive: false })).text();
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n';
const ADMIN = "oneadmin:opennebula";

function answer(...values: readonly string[]): string {
  const list = values.map((value) => `<value>${value}</value>\r\n`).join("");
  return `${HEAD}<params>\r\n<param><value><array><data>\r\n${list}</data></array></value></param>\r\n</params>\r\n</methodResponse>\r\n`;
}

function result(...values: readonly string[]): string {
  const list = values.map((value) => `<value>${value}</value>\r\n`).join("");
  return `<array><data>\r\n<value><array><data>\r\n${list}</data></array></value>\r\n</data></array>`;
}

function faultStruct(code: number, message: string): string {
  return `<struct>\r\n<member><name>faultCode</name>\r\n<value><i4>${code}</i4></value></member>\r\n<member><name>faultString</name>\r\n<value><string>${message}</string></value></member>\r\n</struct>`;
}

const VERSION = result("<boolean>1</boolean>", "<string>6.10.0</string>", "<i4>0</i4>");

describe("several calls in one", () => {
  test("are answered each in an array of its own, or by a fault, byte for byte as oned does", async () => {
    const body = await multicall(
      array(
        inner("one.system.version", ADMIN),
        inner("one.nope"),
        inner("one.vm.info", ADMIN, "<i4>9999</i4>"),
        inner("one.vm.info", ADMIN),
        inner("one.user.info", "x:y", "<i4>-1</i4>"),
      ),
    );
    const error = (message: string, code: number, id: number): string =>
      result(
        "<boolean>0</boolean>",
        `<string>${message}</string>`,
        `<i4>${code}</i4>`,
        `<i4>${id}</i4>`,
        "<i8>-1</i8>",
      );
    expect(body).toBe(
      answer(
        VERSION,
        faultStruct(-506, "Method 'one.nope' not defined"),
        error("[one.vm.info] Error getting virtual machine [9999].", 1024, 9999),
        faultStruct(-501, "Not enough parameters"),
        error("[one.user.info] User couldn't be authenticated, aborting call.", 256, -1),
      ),
    );
  });

  test("may be none, and see what those before them did", async () => {
    expect(await multicall(array())).toBe(answer());
    const text = 'NAME="made"\nCPU="1"\nMEMORY="64"';
    const body = await multicall(
      array(
        inner("one.template.allocate", ADMIN, text),
        inner("one.template.info", ADMIN, "<i4>2</i4>"),
        inner("one.template.delete", ADMIN, "<i4>2</i4>"),
      ),
    );
    expect(body).toContain("&lt;NAME&gt;made&lt;/NAME&gt;");
    expect(sim.calls.slice(-4).map(({ method, user }) => `${method} ${user}`)).toEqual([
      "system.multicall ",
      "one.template.allocate oneadmin",
      "one.template.info oneadmin",
      "one.template.delete oneadmin",
    ]);
  });

  test.each([
    [[], -503, "takes one parameter, which is an array, each element describing one RPC.  You supplied 0 arguments"],
    [[array(), "<i4>1</i4>"], -503, "You supplied 2 arguments"],
    [["<i4>1</i4>"], -501, "parameter should be an array, each element describing one RPC.  But it is type 0 instead."],
    [[array("<i4>1</i4>")], -501, "An element of the multicall array is type 0, but should be a struct"],
    [[array("<struct></struct>")], -502, "No member of struct has key 'methodName'"],
    [
      [array("<struct><member><name>methodName</name><value>x</value></member></struct>")],
      -502,
      "No member of struct has key 'params'",
    ],
    [[array(inner("<i4>1</i4>"))], -501, "Value of type INT supplied where string type was expected."],
    [[array(inner("system.multicall", array()))], -507, "Recursive system.multicall forbidden"],
  ] as const)("are a fault altogether when they are %j", async (parameters, code, message) => {
    const body = await multicall(...parameters);
    expect(body).toContain(`<fault>\r\n<value><struct>\r\n<member><name>faultCode</name>\r\n<value><i4>${code}</i4>`);
    expect(body.replaceAll("&gt;", ">")).toContain(message);
  });
});
