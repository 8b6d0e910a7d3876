/** What the JSON API shows of a machine of oned. */
import { describe, expect, test } from "bun:test";
import { machineView } from "./machine-view.ts";
import { Rights } from "./rights.ts";
import { type GivenMachine, machineRecord } from "./testing/machine-record.ts";

const view = (given: GivenMachine = {}, rights = new Rights("alice")) =>
  machineView(machineRecord(given), rights, "manage");

describe("a machine", () => {
  test("of which oned says little has few members", () => {
    expect(view()).toEqual({
      id: 7,
      name: "web",
      state: "running",
      addresses: [],
      disks: [],
      nics: [],
      snapshots: [],
      owner: { id: 2, name: "alice" },
      group: { id: 1, name: "users" },
      created: new Date(1_000_000),
      screen: { available: false, obstacle: "none", message: expect.any(String) },
      actions: ["stop", "reboot", "suspend", "hibernate", "undeploy", "delete"],
      oned: { state: "ACTIVE", lcmState: "RUNNING" },
    });
  });

  test("of which it says all has all of them", () => {
    const template = `<TEMPLATE_ID>0</TEMPLATE_ID><CPU>0.50</CPU><VCPU>2</VCPU><MEMORY>1024</MEMORY>
      <DISK><DISK_ID>0</DISK_ID><IMAGE_ID>4</IMAGE_ID><IMAGE>debian</IMAGE><TYPE>FILE</TYPE><SIZE>2048</SIZE><TARGET>vda</TARGET></DISK>
      <DISK><DISK_ID>1</DISK_ID></DISK>
      <NIC><NIC_ID>0</NIC_ID><NETWORK_ID>3</NETWORK_ID><NETWORK>lan</NETWORK><IP>10.0.0.7</IP><MAC>02:00:0a:00:00:07</MAC></NIC>
      <NIC><NIC_ID>1</NIC_ID></NIC>
      <SNAPSHOT><SNAPSHOT_ID>0</SNAPSHOT_ID><NAME>before</NAME><ACTIVE>YES</ACTIVE></SNAPSHOT>`;
    const notes = "<DESCRIPTION>The front page</DESCRIPTION><INSTANCE_TYPE>small</INSTANCE_TYPE>";
    const more = `<HISTORY_RECORDS><HISTORY><RSTIME>2000</RSTIME><RETIME>0</RETIME></HISTORY></HISTORY_RECORDS>
      <SNAPSHOTS><DISK_ID>1</DISK_ID><SNAPSHOT><ID>5</ID><NAME>empty</NAME></SNAPSHOT></SNAPSHOTS>`;
    const machine = view({ template, notes, more });
    expect(machine).toMatchObject({
      description: "The front page",
      template: { id: 0 },
      size: "small",
      cpu: 0.5,
      vcpu: 2,
      memory: 1024,
      addresses: ["10.0.0.7"],
      disks: [
        { id: 0, image: { id: 4, name: "debian" }, type: "file", size: 2048, target: "vda", snapshots: [] },
        { id: 1, snapshots: [{ id: 5, name: "empty", active: false }] },
      ],
      nics: [
        { id: 0, network: { id: 3, name: "lan" }, addresses: ["10.0.0.7"], mac: "02:00:0a:00:00:07" },
        { id: 1, addresses: [] },
      ],
      snapshots: [{ id: 0, name: "before", active: true }],
    });
    expect(machine.started).toEqual(new Date(2_000_000));
  });

  test("has no member where a disk, a NIC or a description says nothing", () => {
    const { disks, nics, ...machine } = view({
      template: "<DISK><DISK_ID>0</DISK_ID><TARGET></TARGET></DISK><NIC><NIC_ID>0</NIC_ID></NIC>",
      notes: "<DESCRIPTION></DESCRIPTION>",
    });
    expect(disks.map(Object.keys)).toEqual([["id", "snapshots"]]);
    expect(nics.map(Object.keys)).toEqual([["id", "addresses"]]);
    expect(machine).not.toHaveProperty("description");
  });

  test("names an image and a network by id alone where oned has no name for them", () => {
    const template =
      "<DISK><DISK_ID>0</DISK_ID><IMAGE_ID>4</IMAGE_ID></DISK><NIC><NIC_ID>0</NIC_ID><NETWORK_ID>3</NETWORK_ID></NIC>";
    const { disks, nics } = view({ template });
    expect([disks[0]?.image, nics[0]?.network]).toEqual([
      { id: 4, name: "" },
      { id: 3, name: "" },
    ]);
  });

  test("that has failed says why, without the date that oned puts in front", () => {
    const notes = "<ERROR>Mon Nov 30 08:16:05 2026 : Error booting</ERROR>";
    expect(view({ state: "BOOT_FAILURE", notes })).toMatchObject({ state: "failed", error: "Error booting" });
  });
});

describe("the message", () => {
  const message = (state: string, notes = "") => view({ state, notes }).message;

  test("says in oned's words what it is doing", () => {
    expect(message("HOTPLUG_NIC")).toBe("hotplug nic");
    expect(message("DISK_SNAPSHOT_REVERT_POWEROFF")).toBe("disk snapshot revert poweroff");
    expect(message("PROLOG")).toBe("prolog");
  });

  test("says for what a machine waits", () => {
    expect(message("PENDING", "<SCHED_MESSAGE>no host</SCHED_MESSAGE>")).toStartWith("no host has room");
    expect(message("PENDING")).toBeUndefined();
    expect(message("HOLD")).toStartWith("on hold");
  });

  test("is absent where there is nothing to wait for, whatever the scheduler once said", () => {
    for (const state of ["RUNNING", "POWEROFF", "DONE"]) {
      expect(message(state, "<SCHED_MESSAGE>no host</SCHED_MESSAGE>")).toBeUndefined();
    }
  });
});

describe("the end", () => {
  const at = (id: number, action: string, time: number) =>
    `<SCHED_ACTION><ID>${id}</ID><ACTION>${action}</ACTION><TIME>${time}</TIME></SCHED_ACTION>`;

  test("is the first termination that is planned, hard or not", () => {
    const template = `${at(0, "poweroff", 3000)}${at(1, "terminate-hard", 5000)}${at(2, "terminate", 9000)}`;
    expect(view({ template }).ends).toEqual(new Date(5_000_000));
    expect(view({ template: `${at(0, "terminate", 9000)}${at(1, "terminate", 5000)}` }).ends).toEqual(
      new Date(5_000_000),
    );
  });

  test("is absent where only other actions are planned", () => {
    expect(view({ template: at(0, "poweroff", 3000) })).not.toHaveProperty("ends");
  });
});

describe("the actions", () => {
  const LOCKED = "<LOCK><LOCKED>1</LOCKED></LOCK>";
  const ADMIN = new Rights("oneadmin", [0]);

  test("are those of a user who may manage the machine", () => {
    expect(view().actions).toContain("stop");
    expect(view({}, new Rights("bob")).actions).toEqual([]);
  });

  test("have the recovery for those who may administer it", () => {
    expect(view({ state: "BOOT_FAILURE" }).actions).toEqual(["delete"]);
    expect(view({ state: "BOOT_FAILURE" }, ADMIN).actions).toEqual(["recover", "delete"]);
  });

  test("are none of a locked machine", () => {
    expect(view({ more: LOCKED }).actions).toEqual([]);
    expect(view({ state: "BOOT_FAILURE", more: LOCKED }, ADMIN).actions).toEqual([]);
  });
});
