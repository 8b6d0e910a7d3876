import { describe, expect, test } from "bun:test";
import { readXml } from "../xml/read.ts";
import { warnOfIgnoredElements, warnOfIgnoredVariables } from "./ignored-values.ts";
import { fakeContext, reply } from "./testing/context.ts";

const type = (name: string, size = "") => `<INSTANCE_TYPE><ID>${name}</ID><NAME>${name}</NAME>${size}</INSTANCE_TYPE>`;
const TYPES = `<INSTANCE_TYPE_COLLECTION>${type("small", "<CPU>1</CPU>")}${type("custom")}</INSTANCE_TYPE_COLLECTION>`;
const machine = (context: string) =>
  reply(
    `<COMPUTE><ID>3</ID><NAME>a</NAME><CPU>1</CPU><MEMORY>1024</MEMORY><INSTANCE_TYPE>small</INSTANCE_TYPE><CONTEXT>${context}</CONTEXT></COMPUTE>`,
  );

async function ofFile(text: string, answer = machine("<SITE>north</SITE>")) {
  const said: string[] = [];
  const context = fakeContext(() => reply(TYPES));
  await warnOfIgnoredElements(context, { text, root: readXml(text), shown: "vm.xml" }, answer, (one) => said.push(one));
  return { said, requests: context.requests };
}

describe("an XML file", () => {
  test("with a size that the instance type fixes", async () => {
    const { said } = await ofFile("<COMPUTE><NAME>a</NAME>\n<CPU>4</CPU>\n<MEMORY>64</MEMORY></COMPUTE>");
    expect(said).toEqual([
      "warning: vm.xml:2: CPU cannot be chosen: the instance type small always has 1 CPU. With custom you choose the size yourself.",
      "warning: vm.xml:3: MEMORY cannot be chosen: the instance type small always has 1024 MiB. With custom you choose the size yourself.",
    ]);
  });

  test("with a variable that it fixes", async () => {
    const { said } = await ofFile("<COMPUTE><CONTEXT><SITE>south</SITE></CONTEXT></COMPUTE>");
    expect(said).toEqual([
      "warning: vm.xml: the variable SITE of CONTEXT has no effect: the machine has another value, which its instance type fixes.",
    ]);
  });

  test.each([
    "<COMPUTE><CPU> 1.0 </CPU><MEMORY>1024</MEMORY><CONTEXT><SITE>north</SITE></CONTEXT></COMPUTE>",
    "<COMPUTE><CPU/><MEMORY>x</MEMORY></COMPUTE>",
    "<COMPUTE/>",
  ])("without one: %s", async (text) => {
    expect(await ofFile(text)).toEqual({ said: [], requests: [] });
    expect(await ofFile(text, reply(""))).toEqual({ said: [], requests: [] });
  });
});

describe("--context", () => {
  const of = (value: string, context: string) => {
    const said: string[] = [];
    warnOfIgnoredVariables([["SITE", value]], machine(context), (one) => said.push(one));
    return said;
  };

  test("with a variable that the machine has with another value", () => {
    expect(of("south", "<SITE>north</SITE>")).toEqual([
      "warning: --context SITE has no effect: the machine has another value, which its instance type fixes.",
    ]);
  });

  test.each([
    ["north", "<SITE>north</SITE>"],
    [" north\r\nwest\n", "<SITE>north\nwest</SITE>"],
    ["$NAME", "<SITE>a</SITE>"],
    ["south", "<OTHER>north</OTHER>"],
  ])("with %j, where it has %s", (value, context) => {
    expect(of(value, context)).toEqual([]);
  });
});
