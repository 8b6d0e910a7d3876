/** Which attributes of a rendered template are faults. Lines of the output are those of the source here, ten further down. */
import { describe, expect, test } from "bun:test";
import { missingVmAttributes, networkFaults, type Tried, vmFaults } from "./attribute-faults.ts";
import { readTemplate } from "./syntax.ts";

const FILE = "/etc/one/x.eta";
function tried(output: string, source = ""): Tried {
  const text = `${"\n".repeat(10)}${source || output}`;
  return {
    source: { file: FILE, text, unsafe: false },
    placeOf: ({ line, column }) => ({ line: line + 10, ...(column !== undefined && { column }) }),
    attributes: readTemplate(`${output}\n`),
  };
}
const SET = "CPU = 1\nMEMORY = 128\n";
const said = (output: string, before = "") =>
  vmFaults([tried(SET + output)], readTemplate(before)).map(
    ({ severity, line, message, hint }) => `${line} ${severity} ${message}${hint === undefined ? "" : `: ${hint}`}`,
  );

describe("an attribute that is set again", () => {
  test("is a warning: the first counts", () => {
    expect(said("X = 1\nY = 1\nX = 2\nX = 3")).toEqual([
      "15 warning X is set again: OpenNebula reads the first, in line 13: remove one of them",
      "16 warning X is set again: OpenNebula reads the first, in line 13: remove one of them",
    ]);
  });

  test.each(["DISK = [ IMAGE_ID = 1 ]\nDISK = [ IMAGE_ID = 2 ]", "X = 1 X = 2"])(
    "may be a vector, or stand in one line that is written twice: %j",
    (output) => {
      expect(said(output)).toEqual([]);
    },
  );

  test("is told by another rule for requirements, and for nothing whose name begins like them", () => {
    expect(said("SCHED_DS_REQUIREMENTS = a\nSCHED_DS_REQUIREMENTS = b")).toEqual([]);
    expect(said("REQUIREMENTS_OF = a\nREQUIREMENTS_OF = b")).toEqual([
      expect.stringContaining("REQUIREMENTS_OF is set again"),
    ]);
  });
});

describe("a number", () => {
  test("that is wrong is told with its place in the source", () => {
    expect(vmFaults([tried("CPU = x\nMEMORY = 1")])).toEqual([
      {
        ...{ severity: "error", file: FILE, line: 11, column: 1, message: "CPU must be a number above 0" },
        hint: "write CPU = 1, or CPU = 0.5",
      },
    ]);
  });

  test.each([
    ["CPU =", "CPU = <%= it.cpu %>", "a request might not have it: write <%= it.cpu ?? 1 %>"],
    ["CPU =", "CPU = <%-= it.cpu -%>", "a request might not have it: write <%= it.cpu ?? 1 %>"],
    ["CPU =", "CPU = <%_=it.cpu_%>", "a request might not have it: write <%= it.cpu ?? 1 %>"],
    ["CPU =", "CPU = <%= it.name %>", "write CPU = 1, or CPU = 0.5"],
    ["CPU =", "CPU = <%= it.cpu || 0 %>", "write CPU = 1, or CPU = 0.5"],
  ])("of a request that has none: %s of %s", (output, source, hint) => {
    expect(vmFaults([tried(`${output}\nMEMORY = 1`, source)]).map((fault) => fault.hint)).toEqual([hint]);
  });

  test("of the memory that a request has not", () => {
    const one = tried("MEMORY =\nCPU = 1", "MEMORY = <%= it.memory %>");
    expect(vmFaults([one]).map(({ hint }) => hint)).toEqual([
      "a request might not have it: write <%= it.memory ?? 1024 %>",
    ]);
  });

  test("does not count where the common template has set it", () => {
    expect(vmFaults([tried("CPU = x")], readTemplate("CPU = 1\n"))).toEqual([]);
    // Vectors are all read.
    const disk = "DISK = [ IMAGE_ID = x ]";
    expect(vmFaults([tried(disk)], readTemplate(`${disk}\n`))).toHaveLength(1);
  });
});

test("a fault of several probes is told once", () => {
  expect(vmFaults([tried("RANK = 1"), tried("RANK = 1"), tried("\nRANK = 1")]).map(({ line }) => line)).toEqual([
    11, 12,
  ]);
});

test("what is kept for administrators, what is outdated, and a CONTEXT without names have places", () => {
  expect(said("RANK = 1\nCONTEXT = x\nCONTEXT_FIXED = y\nOTHER = z")).toEqual(
    [
      'error CONTEXT does not have values of its own: write CONTEXT = [ NAME = "value" ]',
      'error CONTEXT_FIXED does not have values of its own: write CONTEXT_FIXED = [ NAME = "value" ]',
      "warning OpenNebula does not read RANK: write SCHED_RANK",
    ].map((text, index) => `${[14, 15, 13][index]} ${text}`),
  );
  expect(said('CONTEXT = [ A = b ]\nNIC = [ NETWORK_ID = 1, MAC = "02:00:00:00:00:01" ]')).toEqual([
    "14 warning OpenNebula refuses NIC/MAC to plain users: remove it, or remove it from VM_RESTRICTED_ATTR in oned.conf",
  ]);
});

describe("a name that is nearly one of OpenNebula's", () => {
  test("is told, unless the one that was meant is set elsewhere", () => {
    const warning = "13 warning OpenNebula does not read GRAPHCIS: did you mean GRAPHICS?";
    expect(said("GRAPHCIS = [ TYPE = vnc ]")).toEqual([warning]);
    expect(said("GRAPHCIS = [ TYPE = vnc ]", "GRAPHICS = [ TYPE = vnc ]\n")).toEqual([]);
  });

  test("of a network is told as one of networks", () => {
    const own = tried("NAME = x\nVN_MAD = bridge\nBRIGDE = br0\nGRAPHCIS = x");
    expect(networkFaults(own)).toEqual([
      {
        ...{ severity: "warning", file: FILE, line: 13, column: 1, message: "OpenNebula does not read BRIGDE" },
        hint: "did you mean BRIDGE?",
      },
    ]);
  });
});

describe("what OpenNebula requires", () => {
  const messages = (own: string, common = "") =>
    missingVmAttributes(tried(own), tried(common)).map(
      ({ severity, line, message }) => `${line} ${severity} ${message}`,
    );

  test("is missing in neither of the two templates of a machine", () => {
    expect(messages("CPU = 1\nMEMORY = 1")).toEqual([]);
    expect(messages("CPU = 1", "MEMORY = 1")).toEqual([]);
    expect(messages("CPU = 1", "X = 1")).toEqual(["1 error MEMORY is missing, and OpenNebula requires it"]);
    expect(messages("CPU = [ A = 1 ]\nMEMORY = 1")).toEqual(["1 error CPU is missing, and OpenNebula requires it"]);
  });

  test("may be there under another name, in either of them", () => {
    const fault = {
      severity: "error" as const,
      file: FILE,
      message: "MEMORY is missing, and OpenNebula does not read MEMROY",
    };
    const hint = "did you mean MEMORY?";
    expect(missingVmAttributes(tried("CPU = 1\nMEMROY = 1"), tried(""))).toEqual([
      { ...fault, line: 12, column: 1, hint },
    ]);
    expect(missingVmAttributes(tried("CPU = 1"), tried("MEMROY = 1"))).toEqual([
      { ...fault, line: 11, column: 1, hint },
    ]);
  });

  test("of a network is its name and its driver", () => {
    expect(networkFaults(tried("BRIDGE = br0")).map(({ message }) => message)).toEqual([
      "NAME is missing, and OpenNebula requires it",
      "VN_MAD is missing, and OpenNebula requires it",
    ]);
    expect(networkFaults(tried("NAME = x\nVN_MAD = bridge\nVN_MAD = 802.1Q")).map(({ message }) => message)).toEqual([
      "VN_MAD is set again: OpenNebula reads the first, in line 12",
    ]);
  });
});
