/** What is read of a machine as oned describes it. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { LCM_STATES, VM_STATES } from "./states.ts";
import { vmOf } from "./vm.ts";

const OWNED = "<ID>7</ID><UID>2</UID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME>";

/** @param fields of the machine that differ from those of one that runs. @param user of USER_TEMPLATE. */
function read(template = "", { state = 3, lcm = "<LCM_STATE>3</LCM_STATE>", user = "", more = "" } = {}) {
  const xml = `<VM>${OWNED}<STATE>${state}</STATE>${lcm}<TEMPLATE>${template}</TEMPLATE><USER_TEMPLATE>${user}</USER_TEMPLATE>${more}</VM>`;
  return vmOf(readRecord(xml, "VM"));
}

describe("a machine", () => {
  test("without anything but its name and state", () => {
    expect(read()).toEqual({
      ...{ id: 7, name: "web", uid: 2, uname: "alice", gname: "users", state: "ACTIVE", lcmState: "RUNNING" },
      ...{ cpu: undefined, memory: undefined, instanceType: undefined, error: undefined },
      ...{ disks: [], nics: [], context: [], snapshots: [] },
    });
  });

  test("is of the type that its owner's part names, else of the template's", () => {
    const template = "<INSTANCE_TYPE>small</INSTANCE_TYPE><CPU>0.5</CPU><MEMORY>1024</MEMORY>";
    expect(read(template)).toMatchObject({ instanceType: "small", cpu: "0.5", memory: "1024" });
    expect(read(template, { user: "<INSTANCE_TYPE>large</INSTANCE_TYPE>" }).instanceType).toBe("large");
  });

  test("has the error of its last action, and waits for a host when the scheduler says so", () => {
    expect(read("", { user: "<ERROR>deploy failed</ERROR>" }).error).toBe("deploy failed");
    expect(read("", { user: "<ERROR></ERROR>" }).error).toBeUndefined();
    expect(read("", { user: "<SCHED_MESSAGE>No host</SCHED_MESSAGE>" }).unplaced).toBe(true);
    expect(read("", { user: "<SCHED_MESSAGE></SCHED_MESSAGE>" }).unplaced).toBeUndefined();
  });

  test("in a state that a later oned may add is shown by its number, and by the first of the outer ones", () => {
    const unknown = LCM_STATES.length;
    expect(read("", { lcm: `<LCM_STATE>${unknown}</LCM_STATE>` }).lcmState).toBe(`LCM_${unknown}`);
    expect(read("", { lcm: "" }).lcmState).toBe("LCM_INIT");
    expect(read("", { state: VM_STATES.length }).state).toBe("INIT");
    expect(() => read("", { state: Number.NaN })).toThrow();
  });
});

describe("a disk", () => {
  test("has its numbers, its image, and the snapshots that stand beside the template", () => {
    const disk =
      "<DISK><DISK_ID>2</DISK_ID><IMAGE_ID>4</IMAGE_ID><IMAGE>debian</IMAGE><TYPE>FILE</TYPE><TARGET>vda</TARGET></DISK>";
    const snapshots =
      "<SNAPSHOTS><DISK_ID>2</DISK_ID>" +
      "<SNAPSHOT><ID>0</ID><NAME>clean</NAME></SNAPSHOT><SNAPSHOT><ID>1</ID><ACTIVE>YES</ACTIVE></SNAPSHOT></SNAPSHOTS>" +
      "<SNAPSHOTS><DISK_ID>3</DISK_ID><SNAPSHOT><ID>9</ID></SNAPSHOT></SNAPSHOTS>";
    expect(read(disk, { more: snapshots }).disks).toEqual([
      {
        ...{ id: 2, imageId: 4, image: "debian", type: "FILE", target: "vda", saveAs: undefined },
        snapshots: [
          { id: 0, name: "clean", active: false },
          { id: 1, name: "", active: true },
        ],
      },
    ]);
  });

  test("of oned 2.0 has no number of its own: disks are counted", () => {
    expect(read("<DISK></DISK><DISK><TARGET>vdb</TARGET></DISK>").disks.map(({ id }) => id)).toEqual([0, 1]);
  });

  test.each(["SAVE_AS", "HOTPLUG_SAVE_AS"])("is saved as the image that %s names", (name) => {
    expect(read(`<DISK><${name}>12</${name}></DISK>`).disks[0]?.saveAs).toBe(12);
  });
});

describe("a NIC", () => {
  const nic = (fields: string) => read(`<NIC><NIC_ID>0</NIC_ID>${fields}</NIC>`).nics[0];

  test("has network and addresses; empty ones are not there", () => {
    expect(
      nic("<NETWORK_ID>3</NETWORK_ID><NETWORK>lan</NETWORK><IP>10.0.0.9</IP><MAC>02:00:0a:00:00:09</MAC>"),
    ).toEqual({
      ...{ id: 0, networkId: 3, network: "lan", ip: "10.0.0.9", mac: "02:00:0a:00:00:09", ip6: undefined },
    });
    expect(nic("<IP></IP><MAC></MAC><IP6></IP6>")).toMatchObject({ ip: undefined, mac: undefined, ip6: undefined });
  });

  test("shows of its IPv6 addresses the global one first, then the one as written, then the local one", () => {
    const [global, written, local] = ["IP6_GLOBAL", "IP6", "IP6_ULA"].map((name) => `<${name}>${name}</${name}>`);
    expect(nic(`${local}${written}${global}`)?.ip6).toBe("IP6_GLOBAL");
    expect(nic(`${local}${written}`)?.ip6).toBe("IP6");
    expect(nic(`${local}`)?.ip6).toBe("IP6_ULA");
  });

  test("and its alias stand in the order of their numbers", () => {
    const nics = "<NIC><NIC_ID>5</NIC_ID></NIC><NIC><NIC_ID>3</NIC_ID></NIC><NIC_ALIAS><NIC_ID>4</NIC_ID></NIC_ALIAS>";
    expect(read(nics).nics.map(({ id }) => id)).toEqual([3, 4, 5]);
  });
});

test("passwords that the machine was made with are known: its context must not show them", () => {
  const inputs = "<USER_INPUTS><ROOT>M|password|Password</ROOT><SIZE>M|number|Size</SIZE></USER_INPUTS>";
  expect(read("", { user: `${inputs}<ROOT>secret</ROOT><SIZE>4</SIZE>` }).passwords).toEqual(["secret"]);
  expect(read("", { user: inputs })).not.toHaveProperty("passwords");
  expect(read("", { user: "<ROOT>secret</ROOT>" })).not.toHaveProperty("passwords");
});

test("context keeps oned's order, without what is no text; snapshots of the machine have their own number", () => {
  const template =
    "<CONTEXT><ROLE>db</ROLE><NESTED><A>1</A></NESTED><AREA>x</AREA></CONTEXT>" +
    "<SNAPSHOT><SNAPSHOT_ID>5</SNAPSHOT_ID><NAME>before</NAME></SNAPSHOT><SNAPSHOT></SNAPSHOT>";
  const { context, snapshots } = read(template);
  expect(context).toEqual([
    ["ROLE", "db"],
    ["AREA", "x"],
  ]);
  expect(snapshots.map(({ id, name }) => [id, name])).toEqual([[5, "before"]].concat([[-1, ""]]));
});
