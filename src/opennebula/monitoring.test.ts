/** What hosts have measured of a machine. */
import { expect, test } from "bun:test";
import { monitoring } from "./monitoring.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const record = (time: string, more: string) => `<MONITORING>${time}${more}</MONITORING>`;
const at = (time: number) => `<TIMESTAMP>${time}</TIMESTAMP>`;
const ALL =
  "<CPU>12.5</CPU><MEMORY>1024</MEMORY><NETRX>1</NETRX><NETTX>2</NETTX><DISKRDBYTES>3</DISKRDBYTES>" +
  "<DISKWRBYTES>4</DISKWRBYTES><DISKRDIOPS>5</DISKRDIOPS><DISKWRIOPS>6</DISKWRIOPS><OTHER>7</OTHER>";

test("measurements come oldest first, with what the machine has", async () => {
  const records = record(at(200), "<CPU>x</CPU>") + record(at(100), ALL) + record("", ALL) + record(at(0), ALL);
  const oned = new ScriptedOned({
    "vm.monitoring": `<MONITORING_DATA>${records}</MONITORING_DATA>`,
    "vm.info": "<VM><ID>7</ID><TEMPLATE><CPU>0.5</CPU><VCPU>2</VCPU></TEMPLATE></VM>",
  });
  const counters = { NETRX: 1, NETTX: 2, DISKRDBYTES: 3, DISKWRBYTES: 4, DISKRDIOPS: 5, DISKWRIOPS: 6 };
  const unknown = Object.fromEntries(Object.keys(counters).map((name) => [name, Number.NaN]));
  expect(await monitoring(oned, "a:b", 7)).toEqual({
    ...{ cpu: 0.5, vcpu: 2 },
    measurements: [
      { time: 100, cpu: 12.5, memory: 1024, counters },
      { time: 200, cpu: Number.NaN, memory: Number.NaN, counters: unknown as typeof counters },
    ],
  });
  expect(oned.requests).toEqual([
    ["a:b", "one.vm.monitoring", 7],
    ["a:b", "one.vm.info", 7],
  ]);
  expect(oned.held).toBe(0);
});

test("a machine without capacity has none; an answer that is damaged is given back as well", async () => {
  const bare = new ScriptedOned({ "vm.monitoring": "<MONITORING_DATA/>", "vm.info": "<VM><ID>7</ID></VM>" });
  expect(await monitoring(bare, "a:b", 7)).toEqual({ measurements: [], cpu: undefined, vcpu: undefined });
  const broken = new ScriptedOned({ "vm.monitoring": "<MONITORING_DATA><MON", "vm.info": "<VM><ID>7</ID></VM>" });
  await expect(monitoring(broken, "a:b", 7)).rejects.toHaveProperty("code", "ONED_DAMAGED_ANSWER");
  expect(broken.held).toBe(0);
  const odd = new ScriptedOned({ "vm.monitoring": "<MONITORING_DATA/>", "vm.info": "<VM><ID>7" });
  await expect(monitoring(odd, "a:b", 7)).rejects.toHaveProperty("code", "ONED_DAMAGED_ANSWER");
  expect(odd.held).toBe(0);
});
