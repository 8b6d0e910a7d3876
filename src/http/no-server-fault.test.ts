/** Whatever a user asks for, in whatever state things are: what is wrong with it is told, and never called our fault. */

import { expect, test } from "bun:test";
import { actionWords } from "../cloud/testing/action-words.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import type { Release } from "../oned-sim/records.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { createApp } from "./app.ts";
import { basic, makeParts } from "./testing/cloud.ts";

type Asked = readonly [method: string, path: string, body?: string];

const MACHINES = [0, 1, 2];
const PARAMS = [
  "",
  '<NAME>x</NAME><DISK id="0"/><SNAPSHOT id="0"/><NIC id="0"/><STORAGE href="/storage/0"/><NETWORK href="/network/0"/>',
  '<NAME>x</NAME><DISK id="99"/><SNAPSHOT id="99"/><NIC id="99"/><STORAGE href="/storage/99"/><NETWORK href="/network/99"/>',
  '<STORAGE href="/storage/2"/><TARGET>vda</TARGET><NETWORK href="/network/0"/><IP>1.2.3.4</IP>',
  '<NETWORK href="/network/1"/><IP>192.168.100.10</IP><INSTANCE_TYPE href="/instance_type/medium"/>',
  '<INSTANCE_TYPE href="/instance_type/large"/><CPU>99</CPU><MEMORY>99999999</MEMORY>',
];

const action = (kind: string, id: number, word: string, params = ""): Asked => [
  "POST",
  `/${kind}/${id}/action`,
  `<ACTION><PERFORM>${word}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`,
];

const onMachines = (words: readonly string[], params: readonly string[]): Asked[] =>
  words.flatMap((word) => params.flatMap((param) => MACHINES.map((id) => action("compute", id, word, param))));

const storages = ["OS", "CDROM", "DATABLOCK", "KERNEL"].flatMap((type) =>
  ["", "0", "10", "99999999999", "-1"].flatMap((size) =>
    ["ext4", "qcow2", "foo"].map((fs): Asked => {
      const names = `<NAME>${type}${size}${fs}</NAME><TYPE>${type}</TYPE><SIZE>${size}</SIZE><FSTYPE>${fs}</FSTYPE>`;
      return ["POST", `/storage?occixml=${encodeURIComponent(`<STORAGE>${names}</STORAGE>`)}`];
    }),
  ),
);
const networks = ["10.0.0.0", "10.0.0.2", "0.0.0.0", "255.255.255.255", "2001:db8::", "fe80::1", "x"].flatMap(
  (address) =>
    ["", "1", "C", "A", "/24", "0", "99999999"].map((size): Asked => {
      const name = `${address}-${size}`.replace(/\W/g, "-");
      return [
        "POST",
        "/network",
        `<NETWORK><NAME>${name}</NAME><ADDRESS>${address}</ADDRESS><SIZE>${size}</SIZE></NETWORK>`,
      ];
    }),
);
const machines = [
  "",
  '<DISK><STORAGE href="/storage/99"/></DISK>',
  '<DISK><STORAGE href="/storage/2"/></DISK><DISK><STORAGE href="/storage/2"/></DISK>',
  '<NIC><NETWORK href="/network/99"/></NIC>',
  '<NIC><NETWORK href="/network/0"/><IP>1.2.3.4</IP></NIC>',
  '<NIC><NETWORK href="/network/0"/><IP>10.0.0.2</IP></NIC>',
  "<CONTEXT><FILES>/etc/passwd</FILES><A>b</A></CONTEXT>",
].map((devices): Asked => ["POST", "/compute", `<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE>${devices}</COMPUTE>`]);
const others = [0, 1, 2, 99].flatMap((id): Asked[] => [
  ...["", "<NAME>x</NAME>", "<NAME>alice-data</NAME>"].flatMap((params) =>
    ["clone", "rename", "explode"].flatMap((word) => [
      action("storage", id, word, params),
      action("network", id, word, params),
    ]),
  ),
  ...[
    "PERSISTENT>YES",
    "PERSISTENT>NO",
    "TYPE>CDROM",
    "TYPE>KERNEL",
    "PUBLIC>YES",
    "PUBLIC>NO",
    "DESCRIPTION>x",
  ].flatMap((change): Asked[] => {
    const [name = ""] = change.split(">");
    return ["storage", "network"].map((kind) => {
      const root = kind.toUpperCase();
      return ["PUT", `/${kind}/${id}`, `<${root}><${change}</${name}></${root}>`];
    });
  }),
  ...["", "<SECONDS>1</SECONDS>", "<SECONDS>0</SECONDS>", "<TOKEN>none</TOKEN>"].flatMap((params) =>
    ["token", "hashed", "revoketoken"].flatMap((word) => [-1, id].map((who) => action("user", who, word, params))),
  ),
]);
const deletions = ["compute", "network", "storage", "user"].flatMap((kind) =>
  [0, 1, 2, 3, 99].flatMap((id): Asked[] => [
    ["DELETE", `/${kind}/${id}`],
    ["GET", `/${kind}/${id}`],
  ]),
);

const words = [...(await actionWords()), "explode"];
/** What is asked first, to bring the machines into a state. */
const STATES: Readonly<Record<string, string>> = {
  running: "",
  "powered off": "poweroff",
  stopped: "stopped",
  "powering off, at once asked again": "poweroffhard",
};

const CASES = (["6.10", "7.4"] as const).flatMap((release: Release) =>
  Object.entries(STATES).map(([state, word]) => ({ release, state, word })),
);

test.each(CASES)("oned $release, machines $state", async ({ release, state, word }) => {
  const sim = await startOnedSim({ version: release, stepMs: state.includes("at once") ? "manual" : 0 });
  const oned = createRpc({ urls: [sim.url], connections: 4, timeout: 5_000, answerLimit: 1 << 26 });
  const parts = await makeParts(oned, { wait: 0 });
  const app = createApp(parts.deps);
  const first = word === "" ? [] : onMachines([word], [""]);
  const rest = word === "" ? [...machines, ...storages, ...networks, ...others] : [];
  const asked = [...first, ...onMachines(words, PARAMS), ...rest, ...deletions];
  const faults: string[] = [];
  const statuses = new Set<number>();
  for (const [method, path, body] of asked) {
    const headers = { authorization: basic("alice:alicepass") };
    const request = new Request(`http://localhost${path}`, { method, headers, ...(body !== undefined && { body }) });
    const response = await app(request, { address: "", untimed() {} });
    statuses.add(response.status);
    if (response.status >= 500) faults.push(`${method} ${path} ${body ?? ""} => ${await response.text()}`);
  }
  await sim.stop();
  parts.remove();
  expect(faults).toEqual([]);
  expect(parts.log.lines.filter((line) => line.includes(" error "))).toEqual([]);
  for (const status of [200, 202, 204, 400, 403, 404, 409]) expect([...statuses]).toContain(status);
});
