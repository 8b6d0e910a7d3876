/** What is read of a machine for the JSON API. */
import { expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { encodePayload } from "../xml/testing/encode-payload.ts";
import { MACHINE_PARTS, type MachineRecord, machine, machineRecordOf } from "./machine.ts";
import { members } from "./pool.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const NIC = (id: number, more: string): string =>
  `<NIC_ID>${id}</NIC_ID><NETWORK_ID>4</NETWORK_ID><NETWORK>lan</NETWORK><MAC>02:00:00:00:00:0${id}</MAC>${more}`;

/** Every element that is read, and others of the same names elsewhere. */
const VM =
  "<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME>" +
  "<PERMISSIONS><OWNER_U>1</OWNER_U><OWNER_M>1</OWNER_M><OWNER_A>0</OWNER_A><OTHER_U>1</OTHER_U></PERMISSIONS>" +
  "<STATE>3</STATE><LCM_STATE>3</LCM_STATE><STIME>1000</STIME><LOCK><LOCKED>1</LOCKED><OWNER>0</OWNER></LOCK>" +
  "<TEMPLATE><CONTEXT><CPU>9</CPU><DISK_ID>9</DISK_ID></CONTEXT><TEMPLATE_ID>5</TEMPLATE_ID><CPU>0.5</CPU><VCPU>2</VCPU>" +
  "<MEMORY>1024</MEMORY><INSTANCE_TYPE>small</INSTANCE_TYPE>" +
  "<DISK><DISK_ID>3</DISK_ID><IMAGE_ID>4</IMAGE_ID><IMAGE>debian</IMAGE><TYPE>FILE</TYPE><SIZE>2048</SIZE><TARGET>vda</TARGET></DISK>" +
  `<DISK><TYPE>swap</TYPE></DISK><NIC_ALIAS>${NIC(1, "<IP6>fd00::1</IP6><IP6_ULA>fd00::3</IP6_ULA>")}</NIC_ALIAS>` +
  `<NIC>${NIC(0, "<IP6_GLOBAL>2001:db8::1</IP6_GLOBAL><IP>10.0.0.1</IP>")}</NIC>` +
  "<SNAPSHOT><SNAPSHOT_ID>0</SNAPSHOT_ID><NAME>clean</NAME><ACTIVE>YES</ACTIVE></SNAPSHOT>" +
  "<SCHED_ACTION><ID>6</ID><ACTION>terminate</ACTION><TIME>2000</TIME><DONE>-1</DONE></SCHED_ACTION>" +
  "<SCHED_ACTION><ID>5</ID><ACTION>reboot</ACTION><TIME>1500</TIME><DONE>1500</DONE></SCHED_ACTION>" +
  "<GRAPHICS><TYPE>VNC</TYPE><PORT>5907</PORT><LISTEN>0.0.0.0</LISTEN><PASSWD>secret</PASSWD></GRAPHICS></TEMPLATE>" +
  "<USER_TEMPLATE><DESCRIPTION>old</DESCRIPTION><DESCRIPTION>a web server</DESCRIPTION><ERROR>it broke</ERROR>" +
  "<INSTANCE_TYPE>large</INSTANCE_TYPE><SCHED_MESSAGE>no host</SCHED_MESSAGE></USER_TEMPLATE>" +
  "<SNAPSHOTS><DISK_ID>3</DISK_ID><SNAPSHOT><ID>1</ID><NAME>base</NAME></SNAPSHOT></SNAPSHOTS>" +
  "<HISTORY_RECORDS><HISTORY><HOSTNAME>old</HOSTNAME><RSTIME>1001</RSTIME><RETIME>1002</RETIME></HISTORY>" +
  "<HISTORY><HOSTNAME>node1</HOSTNAME><RSTIME>1003</RSTIME><RETIME>0</RETIME></HISTORY></HISTORY_RECORDS></VM>";

const READ: MachineRecord = {
  ...{ id: 7, uid: 2, gid: 1, uname: "alice", gname: "users", name: "web", state: "ACTIVE", lcmState: "RUNNING" },
  permissions: new Set(["owner use", "owner manage", "other use"] as const),
  ...{ created: 1000, locked: true, templateId: 5, cpu: "0.5", vcpu: 2, memory: "1024", instanceType: "large" },
  ...{ description: "a web server", error: "it broke", unplaced: true, runningSince: 1003, host: "node1" },
  disks: [
    {
      ...{ id: 3, imageId: 4, image: "debian", type: "FILE", size: 2048, target: "vda" },
      snapshots: [{ id: 1, name: "base", active: false }],
    },
    {
      ...{ id: 1, imageId: undefined, image: undefined, type: "swap", size: undefined, target: undefined },
      snapshots: [],
    },
  ],
  nics: [
    { id: 0, networkId: 4, network: "lan", addresses: ["10.0.0.1", "2001:db8::1"], mac: "02:00:00:00:00:00" },
    { id: 1, networkId: 4, network: "lan", addresses: ["fd00::1", "fd00::3"], mac: "02:00:00:00:00:01" },
  ],
  snapshots: [{ id: 0, name: "clean", active: true }],
  scheduled: [{ id: 6, action: "terminate", time: 2000 }],
  graphics: new Map(Object.entries({ TYPE: "VNC", PORT: "5907", LISTEN: "0.0.0.0", PASSWD: "secret" })),
};

test("a machine has all that the JSON API shows", () => {
  expect(machineRecordOf(readRecord(VM, "VM"))).toEqual(READ);
});

test("in a list, where only that is read, it is the same", async () => {
  const answer = { encoded: encodePayload(`<VM_POOL>${VM}</VM_POOL>`), release() {} };
  const found = await Array.fromAsync(members(answer, "VM_POOL", "VM", machineRecordOf, { asked: MACHINE_PARTS }));
  expect(found).toEqual([[READ]]);
});

test("a machine at rest does not run since any time, and has no host before its first", () => {
  for (const times of ["<RSTIME>1003</RSTIME><RETIME>1004</RETIME>", "<RSTIME>0</RSTIME><RETIME>0</RETIME>", ""]) {
    const rests = VM.replace("<RSTIME>1003</RSTIME><RETIME>0</RETIME>", times);
    expect(machineRecordOf(readRecord(rests, "VM")).runningSince).toBeUndefined();
  }
  const runs = VM.replace("<RSTIME>1003</RSTIME><RETIME>0</RETIME>", "<RSTIME>1003</RSTIME>");
  expect(machineRecordOf(readRecord(runs, "VM")).runningSince).toBe(1003);
  const fresh = VM.replace(/<HISTORY>.*<\/HISTORY>/, "");
  expect(machineRecordOf(readRecord(fresh, "VM"))).toMatchObject({ runningSince: undefined, host: undefined });
});

test("what a machine does not have is not there", () => {
  const bare =
    "<VM><ID>7</ID><UID>2</UID><GID>1</GID><NAME>web</NAME><STATE>99</STATE><STIME>1000</STIME><TEMPLATE><NIC><MAC></MAC>" +
    "</NIC></TEMPLATE><USER_TEMPLATE><ERROR></ERROR><SCHED_MESSAGE></SCHED_MESSAGE></USER_TEMPLATE>" +
    "<HISTORY_RECORDS><HISTORY><HOSTNAME></HOSTNAME></HISTORY></HISTORY_RECORDS></VM>";
  expect(machineRecordOf(readRecord(bare, "VM"))).toEqual({
    ...{ id: 7, uid: 2, gid: 1, uname: "", gname: "", name: "web", state: "INIT", lcmState: "LCM_INIT" },
    ...{ permissions: new Set(), created: 1000, locked: false, templateId: undefined, cpu: undefined, vcpu: undefined },
    ...{ memory: undefined, instanceType: undefined, description: undefined, error: undefined },
    ...{ runningSince: undefined, host: undefined, disks: [], snapshots: [], scheduled: [], graphics: new Map() },
    nics: [{ id: 0, networkId: undefined, network: undefined, addresses: [], mac: undefined }],
  });
});

test("NICs and their aliases stand in the order of their numbers", () => {
  const nic = (id: number) => `<NIC><NIC_ID>${id}</NIC_ID></NIC>`;
  const some = VM.replace(/<NIC_ALIAS>.*<\/NIC>/, `${nic(5)}${nic(3)}<NIC_ALIAS><NIC_ID>4</NIC_ID></NIC_ALIAS>`);
  expect(machineRecordOf(readRecord(some, "VM")).nics.map(({ id }) => id)).toEqual([3, 4, 5]);
});

test("a machine whose owner names no type is of the type in its template", () => {
  const plain = VM.replace("<INSTANCE_TYPE>large</INSTANCE_TYPE>", "");
  expect(machineRecordOf(readRecord(plain, "VM")).instanceType).toBe("small");
});

test("one machine is read by its id", async () => {
  const oned = new ScriptedOned({ "vm.info": VM });
  expect(await machine(oned, "a:b", 7)).toEqual(READ);
  expect(oned.requests).toEqual([["a:b", "one.vm.info", 7]]);
});
