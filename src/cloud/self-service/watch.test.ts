import { expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { CallOf, OnedClient } from "../../opennebula/client.ts";
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import { changesBetween, readAll } from "./watch.ts";

/** A oned that shows these machines, images and networks. */
function oned(vms: string, images = "", vnets = ""): OnedClient {
  const answers = [
    `<VM_POOL>${vms}</VM_POOL>`,
    `<IMAGE_POOL>${images}</IMAGE_POOL>`,
    `<VNET_POOL>${vnets}</VNET_POOL>`,
  ];
  const never = () => Promise.reject(new Error("not asked"));
  const readMany = async () => answers.map((text) => ({ encoded: encodePayload(text), release() {} }));
  return { readMany, read: never, readPool: never, change: never };
}

const vm = (id: number, more: string): string => `<VM><ID>${id}</ID><NAME>m</NAME>${more}</VM>`;
const readingOf = (...pools: Parameters<typeof oned>) => readAll(oned(...pools), "alice:x");

async function changed(before: Parameters<typeof oned>, after: Parameters<typeof oned>) {
  return changesBetween(await readingOf(...before), await readingOf(...after));
}

// The second name makes a record that is read whole.
test.each(["m", "😀"])(
  "what hosts measure of %s, and when the scheduler looked last, changes nothing",
  async (name) => {
    const measured = (poll: number, load: number, time: string): string =>
      vm(
        7,
        `<X>${name}</X><LAST_POLL>${poll}</LAST_POLL><STATE>1</STATE><MONITORING><CPU>${load}</CPU></MONITORING><USER_TEMPLATE><SCHED_MESSAGE>Mon Nov 30 08:${time} 2026: no host</SCHED_MESSAGE></USER_TEMPLATE>`,
      );
    expect(await changed([measured(1, 2, "16:05")], [measured(9, 80, "16:35")])).toEqual([]);
    const other = measured(1, 2, "16:05").replace("no host", "no memory");
    expect(await changed([measured(1, 2, "16:05")], [other])).toEqual([{ kind: "machine", id: 7, change: "changed" }]);
  },
);

test.each([
  ["a state", "<STATE>3</STATE>", "<STATE>8</STATE>"],
  ["an error", "<USER_TEMPLATE/>", "<USER_TEMPLATE><ERROR>x</ERROR></USER_TEMPLATE>"],
  [
    "a reason to wait",
    "<USER_TEMPLATE><SCHED_MESSAGE>Mon Nov 30 08:16:05 2026: no host</SCHED_MESSAGE></USER_TEMPLATE>",
    "<USER_TEMPLATE><SCHED_MESSAGE>Mon Nov 30 08:16:05 2026: no memory</SCHED_MESSAGE></USER_TEMPLATE>",
  ],
  [
    "an attribute beside a reason to wait",
    "<USER_TEMPLATE><SCHED_MESSAGE>a</SCHED_MESSAGE></USER_TEMPLATE>",
    "<USER_TEMPLATE><SCHED_MESSAGE>a</SCHED_MESSAGE><LABELS>b</LABELS></USER_TEMPLATE>",
  ],
  [
    "a description",
    "<USER_TEMPLATE><DESCRIPTION>a</DESCRIPTION></USER_TEMPLATE>",
    "<USER_TEMPLATE><DESCRIPTION>b</DESCRIPTION></USER_TEMPLATE>",
  ],
  [
    "an end",
    "<TEMPLATE><SCHED_ACTION><TIME>1</TIME></SCHED_ACTION></TEMPLATE>",
    "<TEMPLATE><SCHED_ACTION><TIME>2</TIME></SCHED_ACTION></TEMPLATE>",
  ],
  ["a text beside an emoji", "<A>😀</A><B>1</B>", "<A>😀</A><B>2</B>"],
  [
    "an attribute that is called as a measurement",
    "<TEMPLATE><MONITORING>1</MONITORING></TEMPLATE>",
    "<TEMPLATE><MONITORING>2</MONITORING></TEMPLATE>",
  ],
  ["an address", "<TEMPLATE/>", "<TEMPLATE><NIC><IP>10.0.0.1</IP></NIC></TEMPLATE>"],
])("%s is a change", async (_, before, after) => {
  expect(await changed([vm(7, before)], [vm(7, after)])).toEqual([{ kind: "machine", id: 7, change: "changed" }]);
});

test("new ones have changed, those that are not there any more are gone, of each kind", async () => {
  const image = (id: number) => `<IMAGE><ID>${id}</ID><NAME>i</NAME></IMAGE>`;
  const vnet = (id: number) => `<VNET><ID>${id}</ID><NAME>n</NAME></VNET>`;
  expect(
    await changed([vm(1, "") + vm(2, ""), image(1), vnet(1)], [vm(2, "") + vm(3, ""), "", vnet(1) + vnet(2)]),
  ).toEqual([
    { kind: "machine", id: 3, change: "changed" },
    { kind: "network", id: 2, change: "changed" },
    { kind: "machine", id: 1, change: "gone" },
    { kind: "image", id: 1, change: "gone" },
  ]);
});

/** A oned with that many machines, which shows the newest hundred in the long form. */
function oneOf(many: { count: number; old?: boolean; note?: string; noted?: number; state?: number }) {
  const asked: string[] = [];
  const machineOf = (id: number, isLong: boolean): string => {
    const note = isLong && id === many.noted ? `<USER_TEMPLATE>${many.note}</USER_TEMPLATE>` : "";
    return vm(id, `<STATE>${id === 0 ? (many.state ?? 3) : 3}</STATE>${note}`);
  };
  const poolOf = ([method, _, offset, number]: CallOf): string => {
    const ids = Array.from({ length: many.count }, (_unused, index) => many.count - 1 - index);
    if (method === "one.vmpool.infoextended") {
      const page = ids.slice(Number(offset), Number(offset) - Number(number));
      return `<VM_POOL>${page.map((id) => machineOf(id, true)).join("")}</VM_POOL>`;
    }
    if (method === "one.vmpool.info") return `<VM_POOL>${ids.map((id) => machineOf(id, false)).join("")}</VM_POOL>`;
    return method === "one.imagepool.info" ? "<IMAGE_POOL/>" : "<VNET_POOL/>";
  };
  const client: OnedClient = {
    ...oned(""),
    async readMany(_session, calls) {
      asked.push(calls.map(([method]) => method.replace("one.", "")).join(" "));
      if (many.old === true && calls.some(([method]) => method === "one.vmpool.infoextended")) {
        throw new OcciError("NOT_SUPPORTED", "no such method");
      }
      return calls.map((call) => ({ encoded: encodePayload(poolOf(call)), release() {} }));
    },
  };
  return { client, asked };
}

const OTHER_POOLS = "imagepool.info vnpool.info";
const LONG = `vmpool.infoextended ${OTHER_POOLS}`;
const BOTH = `vmpool.infoextended vmpool.info ${OTHER_POOLS}`;

test("few machines are read in full; of many the newest hundred, and all of them in short", async () => {
  const many = { count: 99, noted: 60, note: "", state: 3 };
  const { client, asked } = oneOf(many);
  const few = await readAll(client, "alice:x");
  expect(asked.splice(0)).toEqual([LONG]);
  many.count = 250;
  const more = await readAll(client, "alice:x", few.machines);
  expect(asked.splice(0)).toEqual([LONG, BOTH]);
  const changes = changesBetween(few, more);
  expect([changes.length, changes.every(({ id, change }) => id >= 99 && change === "changed")]).toEqual([151, true]);

  // Of an old one the description is not seen, but its state is.
  many.note = "<DESCRIPTION>new</DESCRIPTION>";
  const noted = await readAll(client, "alice:x", more.machines);
  expect(changesBetween(more, noted)).toEqual([]);
  many.noted = 200;
  many.state = 8;
  const both = await readAll(client, "alice:x", noted.machines);
  expect(asked.splice(0)).toEqual([BOTH, BOTH]);
  expect(changesBetween(noted, both).map(({ id }) => id)).toEqual([200, 0]);

  // One that is new pushes another out of the newest hundred: that one has not changed.
  many.count = 251;
  const pushed = await readAll(client, "alice:x", both.machines);
  expect(changesBetween(both, pushed)).toEqual([{ kind: "machine", id: 250, change: "changed" }]);

  many.count = 50;
  const last = await readAll(client, "alice:x", pushed.machines);
  expect(changesBetween(pushed, last).filter(({ change }) => change === "changed")).toEqual([]);
  expect(changesBetween(pushed, last)).toHaveLength(201);
  asked.length = 0;
  await readAll(client, "alice:x", last.machines);
  expect(asked).toEqual([LONG]);
});

test("before 5.8 all machines are read in short, and nothing is asked for twice", async () => {
  const { client, asked } = oneOf({ count: 3, old: true });
  const first = await readAll(client, "alice:x");
  const second = await readAll(client, "alice:x", first.machines);
  expect(asked).toEqual([LONG, `vmpool.info ${OTHER_POOLS}`, `vmpool.info ${OTHER_POOLS}`]);
  expect(changesBetween(first, second)).toEqual([]);
});

test("images and networks are not counted among the machines", async () => {
  const images = Array.from({ length: 150 }, (_, id) => `<IMAGE><ID>${id}</ID><NAME>i</NAME></IMAGE>`).join("");
  const client = oned(vm(7, ""), images);
  let calls = 0;
  const counting: OnedClient = {
    ...client,
    readMany: (...call) => {
      calls += 1;
      return client.readMany(...call);
    },
  };
  expect((await readAll(counting, "alice:x")).machines).toEqual(["long"]);
  expect(calls).toBe(1);
});

test("answers are given back, also where one of them cannot be read", async () => {
  // More than once does no harm.
  const released = new Set<string>();
  const answering = (pools: readonly string[]): OnedClient => ({
    ...oned(""),
    readMany: async () =>
      pools.map((text) => ({ encoded: encodePayload(text), release: () => void released.add(text) })),
  });
  const pools = ["<VM_POOL/>", "<IMAGE_POOL/>", "<VNET_POOL/>"];
  await readAll(answering(pools), "alice:x");
  expect([...released]).toEqual(pools);
  released.clear();
  const broken = ["<VM_POOL/>", "<IMAGE_POOL><IMAGE>", "<VNET_POOL/>"];
  await expect(readAll(answering(broken), "alice:x")).rejects.toBeInstanceOf(OcciError);
  expect([...released]).toEqual(broken);
});
