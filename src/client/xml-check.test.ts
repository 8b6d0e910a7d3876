import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { readXml } from "../xml/read.ts";
import { checkCreation, checkUpdate } from "./xml-check.ts";

type Written = Parameters<typeof checkCreation>[0];
const file = (text: string) => ({ text, root: readXml(text), shown: "vm.xml" });
function warnings(check: typeof checkCreation, kind: Written, text: string): string[] {
  const said: string[] = [];
  check(kind, file(text), (warning) => said.push(warning));
  return said;
}

describe("an element that the server does not know is told with its line", () => {
  test.each([
    ["compute", "<COMPUTE>\n<MEMROY>64</MEMROY></COMPUTE>", "2: COMPUTE has no element MEMROY", "Did you mean MEMORY?"],
    ["compute", "<COMPUTE><DSIK/></COMPUTE>", "1: COMPUTE has no element DSIK", "Did you mean DISK?"],
    ["compute", "<COMPUTE><memory>64</memory></COMPUTE>", "1: COMPUTE has no element memory", "Did you mean MEMORY?"],
    [
      "compute",
      "<COMPUTE><!-- <X/>\n\n --><NAME><![CDATA[<b>\n]]></NAME>\n<DISK>\n<STORGE href='/storage/4'/></DISK></COMPUTE>",
      "6: DISK has no element STORGE",
      "Did you mean STORAGE?",
    ],
    ["compute", "<COMPUTE><IP>10.0.0.9</IP></COMPUTE>", "1: COMPUTE has no element IP", "Write it inside NIC."],
    ["compute", "<COMPUTE><DISK><IMAGE/></DISK></COMPUTE>", "1: DISK has no element IMAGE", "There is STORAGE."],
    [
      "network",
      "<NETWORK><ADDRES>10.0.0.0</ADDRES></NETWORK>",
      "1: NETWORK has no element ADDRES",
      "Did you mean ADDRESS?",
    ],
    [
      "network",
      "<NETWORK><VLAN>7</VLAN></NETWORK>",
      "1: NETWORK has no element VLAN",
      "There are NAME, ADDRESS, SIZE, DESCRIPTION, PUBLIC.",
    ],
    ["storage", "<STORAGE><FSTPYE>ext4</FSTPYE></STORAGE>", "1: STORAGE has no element FSTPYE", "Did you mean FSTYPE?"],
  ] as const)("%s %j", (kind, text, place, hint) => {
    const expected = [`warning: vm.xml:${place}, so the server ignores it. ${hint}`];
    expect(warnings(checkCreation, kind, text)).toEqual(expected);
    expect(warnings(checkUpdate, kind, text)).toEqual(expected);
  });

  test("each of several, and nothing that a terminal would act on", () => {
    const said = warnings(checkCreation, "compute", "<COMPUTE><CPUS>1</CPUS>\r\n<NIC><IPS/>\n</NIC></COMPUTE>");
    expect(said.map((one) => one.split(",")[0])).toEqual([
      "warning: vm.xml:1: COMPUTE has no element CPUS",
      "warning: vm.xml:2: NIC has no element IPS",
    ]);
  });
});

describe("no warning", () => {
  test.each([
    [
      "compute",
      '<COMPUTE href="http://x/compute/3"><ID>3</ID><USER href="/user/2" name="a"/><GROUP>users</GROUP><CPU>1</CPU><MEMORY>64</MEMORY>' +
        "<NAME>a</NAME><STATE>ACTIVE</STATE><LCM_STATE>RUNNING</LCM_STATE><ERROR/><INSTANCE_TYPE href='http://x/instance_type/small'>small</INSTANCE_TYPE>" +
        '<DISK id="0"><STORAGE href="http://x/storage/4" name="d"/><TYPE>FILE</TYPE><TARGET>vda</TARGET><SAVE_AS href="/storage/5"/><SNAPSHOT id="0"/></DISK>' +
        '<NIC><NETWORK href="http://x/network/1"/><IP>10.0.0.1</IP><IP6/><MAC/></NIC><CONTEXT><ANYTHING>1</ANYTHING></CONTEXT><SNAPSHOT id="0"/></COMPUTE>',
    ],
    ["compute", "<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><DISK><STORAGE href='4'/></DISK></COMPUTE>"],
    [
      "network",
      "<NETWORK><ID>1</ID><USER/><GROUP/><NAME/><ADDRESS/><SIZE/><DESCRIPTION/><PUBLIC/><USED_LEASES/></NETWORK>",
    ],
    [
      "storage",
      "<STORAGE><ID>1</ID><USER/><GROUP/><NAME/><STATE/><TYPE/><DESCRIPTION/><SIZE/><FSTYPE/><PUBLIC/><PERSISTENT/><URL/></STORAGE>",
    ],
  ] as const)("of what servers send, which is sent back: %s", (kind, text) => {
    expect(warnings(checkCreation, kind, text)).toEqual([]);
    expect(warnings(checkUpdate, kind, text)).toEqual([]);
  });

  test("of another root, which the server refuses", () => {
    expect(warnings(checkCreation, "compute", "<NETWORK><NAME>a</NAME></NETWORK>")).toEqual([]);
  });
});

test("an update with another root changes nothing, and that is told", () => {
  expect(warnings(checkUpdate, "compute", "\n<COMPTUE><ID>3</ID></COMPTUE>")).toEqual([
    "warning: vm.xml:2: the root element is COMPTUE, not COMPUTE, so the server would change nothing.",
  ]);
});

test.each([
  [
    "<DISK/>",
    'this DISK has no STORAGE with an href, so the server ignores it. Write <STORAGE href="/storage/ID"/> in it.',
  ],
  ["<DISK><STORAGE>4</STORAGE></DISK>", "this DISK has no STORAGE with an href"],
  ["<NIC><NETWORK herf='/network/1'/><IP>10.0.0.1</IP></NIC>", "this NIC has no NETWORK with an href"],
])("%s refers to nothing", (text, message) => {
  const [said, ...others] = warnings(checkCreation, "compute", `<COMPUTE>${text}</COMPUTE>`);
  expect(said).toStartWith(`warning: vm.xml:1: ${message}`);
  expect(others).toEqual([]);
  // A machine that is sent back may have disks without an image.
  expect(warnings(checkUpdate, "compute", `<COMPUTE>${text}</COMPUTE>`)).toEqual([]);
});

describe("an href to a resource of another kind is refused", () => {
  test.each([
    ["<DISK><STORAGE href='/network/0'/></DISK>", "STORAGE must refer to an image, not to /network/0."],
    [
      "<DISK><STORAGE href='/storage/1'/></DISK><DISK><STORAGE href='http://x:4567/compute/0/'/></DISK>",
      "STORAGE must refer to an image, not to http://x:4567/compute/0/.",
    ],
    ["<NIC><NETWORK href='storage/0'/></NIC>", "NETWORK must refer to a network, not to storage/0."],
    ["<INSTANCE_TYPE href='/compute/small'/>", "INSTANCE_TYPE must refer to an instance type, not to /compute/small."],
  ])("%s", (text, message) => {
    const refused = () => warnings(checkCreation, "compute", `<COMPUTE>\n${text}</COMPUTE>`);
    expect(refused).toThrow(OcciError);
    expect(refused).toThrow(`vm.xml:2: ${message}`);
  });

  test.each(["/storage/0", "http://cloud/api/storage/0", "0", "/elsewhere/0"])("%s is left to the server", (href) => {
    expect(warnings(checkCreation, "compute", `<COMPUTE><DISK><STORAGE href="${href}"/></DISK></COMPUTE>`)).toEqual([]);
  });
});
