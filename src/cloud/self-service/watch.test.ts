import { expect, test } from "bun:test";
import type { OnedClient } from "../../opennebula/client.ts";
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import { changesBetween, fingerprints } from "./watch.ts";

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
const readingOf = (...pools: Parameters<typeof oned>) => fingerprints(oned(...pools), "alice:x");

async function changed(before: Parameters<typeof oned>, after: Parameters<typeof oned>) {
  return changesBetween(await readingOf(...before), await readingOf(...after));
}

test("what hosts measure, and when the scheduler looked last, changes nothing", async () => {
  const measured = (poll: number, load: number, time: string): string =>
    vm(
      7,
      `<LAST_POLL>${poll}</LAST_POLL><STATE>1</STATE><MONITORING><CPU>${load}</CPU></MONITORING><USER_TEMPLATE><SCHED_MESSAGE>Mon Nov 30 08:${time} 2026: no host</SCHED_MESSAGE></USER_TEMPLATE>`,
    );
  expect(await changed([measured(1, 2, "16:05")], [measured(9, 80, "16:35")])).toEqual([]);
});

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
