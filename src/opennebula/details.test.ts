/** What OCCI 1.2 shows of images, networks and machines beyond what all languages do. */
import { describe, expect, test } from "bun:test";
import { partsOf } from "../testing/parts-of.ts";
import { readRecord } from "../xml/record.ts";
import * as images from "./image-details.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import * as vms from "./vm-details.ts";
import { HISTORY_ACTION, pastOf } from "./vm-past.ts";
import * as vnets from "./vnet-details.ts";

const OWNED = "<ID>3</ID><UID>2</UID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>thing</NAME>";

/** Expects these members, whatever else there is. */
function expectParts<T extends object>(object: T, expected: Partial<T>): void {
  expect(partsOf(object, expected)).toEqual(expected);
}
const map = (object: Record<string, string>) => new Map(Object.entries(object));

describe("an image", () => {
  const image = (more: string) => `<IMAGE>${OWNED}<TYPE>0</TYPE><STATE>1</STATE><SIZE>10</SIZE>${more}</IMAGE>`;
  const full = image(
    "<DATASTORE_ID>1</DATASTORE_ID><PATH>/srv/x</PATH><SOURCE>abc</SOURCE><VMS><ID>7</ID><ID>9</ID></VMS>" +
      "<TEMPLATE><DEV_PREFIX>vd</DEV_PREFIX></TEMPLATE>",
  );

  test("has its datastore, its machines, its file and its notes", async () => {
    const oned = new ScriptedOned({ "image.info": full });
    expectParts(await images.details(oned, "a:b", 3), {
      ...{ id: 3, type: "OS", datastoreId: 1, vmIds: [7, 9], path: "/srv/x", isWhole: true },
      notes: map({ DEV_PREFIX: "vd" }),
    });
    expect(oned.requests).toEqual([["a:b", "one.image.info", 3]]);
  });

  test("that is new may have none of them", () => {
    expectParts(images.imageDetailsOf(readRecord(image("<PATH></PATH><SOURCE></SOURCE>"), "IMAGE")), {
      ...{ datastoreId: undefined, vmIds: [], path: undefined, isWhole: false, notes: new Map() },
    });
    expect(images.imageDetailsOf(readRecord(image(""), "IMAGE")).isWhole).toBe(false);
  });
});

describe("a network", () => {
  const vnet = (more: string) => `<VNET>${OWNED}${more}</VNET>`;
  const lease = (more: string) => `<LEASE>${more}</LEASE>`;
  const leases = [
    lease("<VM>7</VM><IP>10.0.0.1</IP><IP6_ULA>fd00::1</IP6_ULA><MAC>02:00:00:00:00:01</MAC>"),
    lease("<VNET>5</VNET><IP>10.0.0.2</IP>"),
    lease("<VM>-1</VM><IP>10.0.0.3</IP>"),
    lease("<VM>8</VM><MAC></MAC>"),
  ];
  const range = `<AR><AR_ID>0</AR_ID><SIZE>9</SIZE><LEASES>${leases.join("")}</LEASES></AR>`;

  test("has its bridge and VLAN, what it is a reservation of, and the addresses of machines", async () => {
    const full = vnet(
      `<PARENT_NETWORK_ID>2</PARENT_NETWORK_ID><CLUSTERS><ID>0</ID></CLUSTERS><BRIDGE>br0</BRIDGE><PHYDEV>eth0</PHYDEV>` +
        `<VLAN_ID>42</VLAN_ID><TEMPLATE><GATEWAY>10.0.0.254</GATEWAY></TEMPLATE><AR_POOL>${range}</AR_POOL>`,
    );
    const oned = new ScriptedOned({ "vn.info": full });
    expectParts(await vnets.details(oned, "a:b", 3), {
      ...{ id: 3, parentId: 2, clusterIds: [0], bridge: "br0", phydev: "eth0", vlanId: 42 },
      notes: map({ GATEWAY: "10.0.0.254" }),
      machineLeases: [
        { vmId: 7, addresses: ["10.0.0.1", "fd00::1"], mac: "02:00:00:00:00:01" },
        { vmId: 8, addresses: [], mac: undefined },
      ],
    });
    expect(oned.requests).toEqual([["a:b", "one.vn.info", 3]]);
  });

  test("may have none of them", () => {
    const bare = vnet("<PARENT_NETWORK_ID></PARENT_NETWORK_ID><BRIDGE></BRIDGE><PHYDEV></PHYDEV>");
    expectParts(vnets.vnetDetailsOf(readRecord(bare, "VNET")), {
      ...{ parentId: undefined, clusterIds: [], bridge: undefined, phydev: undefined, vlanId: undefined },
      ...{ notes: new Map(), machineLeases: [] },
    });
  });
});

describe("a machine", () => {
  const vm = (more: string) => `<VM>${OWNED}<STATE>3</STATE><LCM_STATE>3</LCM_STATE>${more}</VM>`;

  test("has its template, its cluster, its OS, its disks and NICs as they are written, and its notes", async () => {
    const template =
      "<TEMPLATE><VCPU>2</VCPU><TEMPLATE_ID>5</TEMPLATE_ID><OS><ARCH>x86_64</ARCH></OS><DISK><IMAGE>debian</IMAGE></DISK>" +
      "<NIC_ALIAS><NIC_ID>1</NIC_ID></NIC_ALIAS><NIC><NIC_ID>0</NIC_ID></NIC></TEMPLATE>";
    const history = "<HISTORY/><HISTORY><CID>100</CID></HISTORY><HISTORY><CID>101</CID><ACTION>9</ACTION></HISTORY>";
    const full = `${template}<USER_TEMPLATE><X>y</X></USER_TEMPLATE><HISTORY_RECORDS>${history}</HISTORY_RECORDS>`;
    const oned = new ScriptedOned({ "vm.info": vm(full) });
    expectParts(await vms.details(oned, "a:b", 3), {
      ...{ id: 3, state: "ACTIVE", vcpu: 2, templateId: 5, clusterId: 101, os: map({ ARCH: "x86_64" }) },
      diskVectors: [map({ IMAGE: "debian" })],
      nicVectors: [map({ NIC_ID: "0" }), map({ NIC_ID: "1" })],
      ...{ notes: map({ X: "y" }), past: { action: 9, change: 0, rested: false } },
    });
    expect(oned.requests).toEqual([["a:b", "one.vm.info", 3]]);
  });

  test("may have none of them", () => {
    expectParts(vms.vmDetailsOf(readRecord(vm(""), "VM")), {
      ...{ vcpu: undefined, templateId: undefined, clusterId: undefined, os: new Map(), notes: new Map() },
      ...{ diskVectors: [], nicVectors: [], past: { action: 0, change: 0, rested: false } },
    });
  });
});

describe("the past of a machine", () => {
  const past = (...records: string[]) => {
    const history = records.map((one) => `<HISTORY>${one}</HISTORY>`).join("");
    return pastOf(readRecord(`<VM><HISTORY_RECORDS>${history}</HISTORY_RECORDS></VM>`, "VM"));
  };

  test("says why it left its host, and what changed before", () => {
    const { stop, nicDetach } = HISTORY_ACTION;
    expect(past(`<ACTION>${nicDetach}</ACTION>`, `<ACTION>${stop}</ACTION>`)).toMatchObject({ action: 9, change: 24 });
    expect(past("<ACTION>1</ACTION>", "<ACTION>2</ACTION>", "<ACTION>3</ACTION>")).toMatchObject({
      action: 3,
      change: 2,
    });
    expect(past("", "")).toMatchObject({ action: 0, change: 0 });
  });

  test.each([
    [100, 200, true],
    [200, 200, false],
    [200, 100, false],
    [0, 200, false],
  ])("RETIME %d and ESTIME %d: it rested before its host was cleared: %p", (ran, cleared, rested) => {
    const earlier = "<RETIME>1</RETIME><ESTIME>2</ESTIME>";
    expect(past(earlier, `<RETIME>${ran}</RETIME><ESTIME>${cleared}</ESTIME>`).rested).toBe(rested);
  });
});
