import { describe, expect, test } from "bun:test";
import { contextOf, mergedContext, templateText, withOneContext } from "./context.ts";
import { readTemplate } from "./syntax.ts";

const merged = (text: string) => {
  const attributes = withOneContext(readTemplate(text));
  const contexts = attributes.filter(({ name }) => /^CONTEXT/.test(name));
  return contexts.map(({ name, value }) => [
    name,
    typeof value === "string" ? value : Object.fromEntries(value.map((one) => [one.name, one.value])),
  ]);
};

describe("CONTEXT of several hands", () => {
  test("is one: of a name that both have the first counts", () => {
    expect(merged('CONTEXT = [ A = "request", B = "b" ]\nCPU = 1\nCONTEXT = [ A = "type", C = "c" ]\n')).toEqual([
      ["CONTEXT", { A: "request", B: "b", C: "c" }],
    ]);
  });

  test("has what is fixed, whatever the others say, wherever it stands", () => {
    const fixed = 'CONTEXT_FIXED = [ A = "fixed", D = "d" ]\n';
    const rest = 'CONTEXT = [ A = "request", B = "b" ]\n';
    const wanted = [["CONTEXT", { A: "fixed", B: "b", D: "d" }]];
    expect(merged(rest + fixed)).toEqual(wanted);
    expect(merged(fixed + rest)).toEqual(wanted);
    expect(merged(fixed)).toEqual([["CONTEXT", { A: "fixed", D: "d" }]]);
    expect(merged(`${fixed}CONTEXT_FIXED = [ A = "second", E = "e" ]\n`)).toEqual([
      ["CONTEXT", { A: "fixed", D: "d", E: "e" }],
    ]);
  });

  test("that stands once, or is no vector, is left alone: the very same attributes", () => {
    for (const text of ['CONTEXT = [ A = "1" ]\nCPU = 1\n', "CPU = 1\n", 'CONTEXT = "x"\nCONTEXT = [ A = "1" ]\n']) {
      const attributes = readTemplate(text);
      expect(withOneContext(attributes)).toBe(attributes);
    }
  });

  test("takes values that guests read together from one hand", () => {
    const type =
      'CONTEXT = [ USER_DATA = "eA==", USERDATA_ENCODING = "base64", START_SCRIPT_BASE64 = "eA==", A = "1" ]\n';
    expect(merged(`CONTEXT = [ USERDATA = "23212f", START_SCRIPT = "ls" ]\n${type}`)).toEqual([
      ["CONTEXT", { USERDATA: "23212f", START_SCRIPT: "ls", A: "1" }],
    ]);
    const fixed = type.replace("CONTEXT", "CONTEXT_FIXED");
    expect(merged(`CONTEXT = [ USERDATA = "23212f", START_SCRIPT = "ls" ]\n${fixed}`)).toEqual([
      ["CONTEXT", { USER_DATA: "eA==", USERDATA_ENCODING: "base64", START_SCRIPT_BASE64: "eA==", A: "1" }],
    ]);
  });

  test("of a name that comes twice in one hand has the first, as oned takes it", () => {
    expect(merged('CONTEXT = [ A = "1", A = "2" ]\nCONTEXT = [ B = "b" ]\n')).toEqual([
      ["CONTEXT", { A: "1", B: "b" }],
    ]);
  });

  test("keeps all other attributes, and any value, in the form that can carry it", () => {
    const text =
      'NIC = [ NETWORK_ID = "0" ]\nCONTEXT = [ A = "say \\"hi\\"\nto all" ]\nCONTEXT = [ B = C:\\ ]\nNIC = [ NETWORK_ID = "1" ]\n';
    expect(templateText(withOneContext(readTemplate(text)))).toBe(
      "<TEMPLATE><NIC><NETWORK_ID>0</NETWORK_ID></NIC><NIC><NETWORK_ID>1</NETWORK_ID></NIC>" +
        "<CONTEXT><A>say &quot;hi&quot;\nto all</A><B>C:\\</B></CONTEXT></TEMPLATE>",
    );
    const blank = 'NAME = ""\nCONTEXT = [ A = "" ]\nCONTEXT = [ B = "b" ]\n';
    expect(templateText(withOneContext(readTemplate(blank)))).toBe('NAME = ""\nCONTEXT = [ A = "", B = "b" ]\n');
  });
});

test("what a template says of CONTEXT", () => {
  const text = 'CONTEXT = [ A = "1" ]\nCONTEXT_FIXED = [ B = "2" ]\nCPU = 1\n';
  expect(contextOf(readTemplate(text))).toEqual({ defaults: [["A", "1"]], fixed: [["B", "2"]] });
  expect(mergedContext()).toEqual([]);
});
