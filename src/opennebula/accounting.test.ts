/** What machines took and cost, as oned counts it. */
import { expect, test } from "bun:test";
import { costs, stays } from "./accounting.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const HISTORY =
  "<HISTORY><OID>7</OID><STIME>100</STIME><ETIME>200</ETIME><VM><NAME>web</NAME><TEMPLATE><CPU>0.5</CPU>" +
  "<MEMORY>1024</MEMORY><DISK><SIZE>2048</SIZE><DISK_SNAPSHOT_TOTAL_SIZE>10</DISK_SNAPSHOT_TOTAL_SIZE></DISK>" +
  "<DISK><SIZE>512</SIZE></DISK></TEMPLATE></VM></HISTORY>";
const BARE = "<HISTORY><OID>8</OID><STIME>150</STIME><ETIME>0</ETIME><VM><TEMPLATE/></VM></HISTORY>";

test("stays on hosts have the machine as it was then; disks and their snapshots count together", async () => {
  const oned = new ScriptedOned({ "vmpool.accounting": `<HISTORY_RECORDS>${HISTORY}${BARE}</HISTORY_RECORDS>` });
  expect((await Array.fromAsync(stays(oned, "alice:x", 50, 250))).flat()).toEqual([
    { machine: 7, name: "web", from: 100, to: 200, cpu: 0.5, memory: 1024, disk: 2570 },
    { machine: 8, name: "", from: 150, to: 0, cpu: 0, memory: 0, disk: 0 },
  ]);
  expect(oned.requests).toEqual([["alice:x", "one.vmpool.accounting", -3, 50, 250]]);
  expect(oned.held).toBe(0);
});

test.each(["OID", "STIME", "ETIME"])("a stay without %s is a damaged answer", async (name) => {
  const broken = HISTORY.replace(new RegExp(`<${name}>\\d+</${name}>`), "");
  const oned = new ScriptedOned({ "vmpool.accounting": `<HISTORY_RECORDS>${broken}</HISTORY_RECORDS>` });
  await expect(Array.fromAsync(stays(oned, "alice:x", 50, 250))).rejects.toThrow(`a number in ${name}`);
});

test("costs are those of machines in months", async () => {
  const cost =
    "<SHOWBACK><VMID>7</VMID><VMNAME>web</VMNAME><YEAR>2026</YEAR><MONTH>11</MONTH><CPU_COST>1.5</CPU_COST>" +
    "<MEMORY_COST>2</MEMORY_COST><DISK_COST>0.25</DISK_COST><TOTAL_COST>3.75</TOTAL_COST></SHOWBACK>";
  const bare = "<SHOWBACK><VMID>8</VMID><YEAR>2026</YEAR><MONTH>12</MONTH></SHOWBACK>";
  const oned = new ScriptedOned({ "vmpool.showback": `<SHOWBACK_RECORDS>${cost}${bare}</SHOWBACK_RECORDS>` });
  const months = [
    { year: 2025, month: 2 },
    { year: 2026, month: 12 },
  ] as const;
  expect((await Array.fromAsync(costs(oned, "alice:x", ...months))).flat()).toEqual([
    { machine: 7, name: "web", year: 2026, month: 11, cpu: 1.5, memory: 2, disk: 0.25, total: 3.75 },
    { machine: 8, name: "", year: 2026, month: 12, cpu: 0, memory: 0, disk: 0, total: 0 },
  ]);
  expect(oned.requests).toEqual([["alice:x", "one.vmpool.showback", -3, 2, 2025, 12, 2026]]);
  expect(oned.held).toBe(0);
});
