/**
 * Users write into their own objects in oned whatever they like, without this server: hundreds of thousands of attributes,
 * megabytes of text. A short request must not cost the others more for it than a moment.
 */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createRpc } from "../../opennebula/rpc.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { longestPause } from "../../xml/testing/longest-pause.ts";
import { type App, createApp } from "../app.ts";
import { authorization, makeParts, type Parts } from "../testing/cloud.ts";

const HEAVY_ONED = join(import.meta.dir, "..", "testing", "heavy-oned.ts");
/** Milliseconds of the processor without a turn; 20 on a machine of its own. */
const MOST = 60;

const ended: (() => void)[] = [];
afterAll(() => {
  for (const end of ended) end();
});

interface World {
  readonly app: App;
  readonly cut: string[];
}

async function world(written: string): Promise<World> {
  const child = Bun.spawn([process.execPath, HEAVY_ONED, written], { stdout: "pipe" });
  const { value } = await child.stdout.getReader().read();
  const cut: string[] = [];
  const urls = [
    `http://127.0.0.1:${Buffer.from(value ?? [])
      .toString()
      .trim()}/RPC2`,
  ];
  const onCut = (method: string, parts: readonly string[]) => cut.push(`${method} ${parts.join(" ")}`);
  const parts: Parts = await makeParts(
    createRpc({ urls, connections: 4, timeout: 30_000, answerLimit: 2 ** 29, onCut }),
  );
  ended.push(() => child.kill(), parts.remove);
  return { app: createApp(parts.deps), cut };
}

async function get({ app }: World, path: string, accept = "text/plain"): Promise<Response & { pause: number }> {
  const request = new Request(`http://localhost${path}`, {
    headers: { authorization: authorization("alice"), accept },
  });
  const pause = longestPause();
  const response = await app(request, { address: "192.0.2.1", untimed() {} });
  return Object.assign(response, { pause: pause.ended() });
}

const TEXT = "text/occi+plain";
const JSON_TYPE = "application/occi+json";
const XML = "application/xml";

describe.each<[string, readonly (readonly [path: string, accept: string])[]]>([
  [
    "tags",
    [
      ["/-/", TEXT],
      ["/resource/", JSON_TYPE],
      ["/user/-1", XML],
    ],
  ],
  [
    "words of tags",
    [
      ["/-/", JSON_TYPE],
      ["/compute/7", TEXT],
    ],
  ],
  [
    "members of tags",
    [
      ["/-/", TEXT],
      ["/compute/", JSON_TYPE],
    ],
  ],
  [
    "attributes",
    [
      ["/-/", TEXT],
      ["/compute/7", TEXT],
      ["/storage/3", XML],
      ["/storage?verbose", XML],
      ["/user", XML],
    ],
  ],
  [
    "long texts",
    [
      ["/", XML],
      ["/compute/7", XML],
      ["/compute/", JSON_TYPE],
      ["/storage/3", JSON_TYPE],
      ["/network/5", TEXT],
    ],
  ],
  [
    "NICs, disks and snapshots",
    [
      ["/compute/7", TEXT],
      ["/compute?verbose", XML],
      ["/link/networkinterface/", JSON_TYPE],
    ],
  ],
  [
    "rules",
    [
      ["/securitygroup/100", JSON_TYPE],
      ["/securitygroup/", TEXT],
    ],
  ],
])("with too many %s", (written, paths) => {
  test("every request is answered, and none stops the others", async () => {
    const heavy = await world(written);
    for (const [path, accept] of nonEmpty(paths)) {
      // The first time the code is new to the processor.
      const pauses = [];
      for (let i = 0; i < 2; i++) {
        const answer = await get(heavy, path, accept);
        expect([path, answer.status]).toEqual([path, 200]);
        pauses.push(answer.pause);
      }
      expect(Math.min(...pauses)).toBeLessThan(MOST);
    }
    expect(heavy.cut.length).toBeGreaterThan(0);
  }, 30_000);
});

test("of too many tags the first two hundred count, each time, and the answer tells of the others", async () => {
  const heavy = await world("tags");
  for (let i = 0; i < 2; i++) {
    const answer = await get(heavy, "/-/");
    const terms = [...(await answer.text()).matchAll(/^Category: (t\d+); scheme="http:\/\/e\.org/gm)].map(
      ([, term]) => term,
    );
    expect(terms).toEqual(Array.from({ length: 200 }, (_, index) => `t${index}`));
    expect(answer.headers.get("x-occi-skipped")).toMatch(/^\d+ mixins$/);
  }
  expect((await get(heavy, "/m/t199/")).status).toBe(200);
  expect((await get(heavy, "/m/t200/")).status).toBe(404);
});

test("of too much in one machine what comes first is shown", async () => {
  const heavy = await world("NICs, disks and snapshots");
  const text = await (await get(heavy, "/compute/7")).text();
  const nics = [...text.matchAll(/occi\.core\.id="compute_7_nic_(\d+)"/g)].map(([, id]) => Number(id));
  expect(nics.length).toBeGreaterThan(100);
  expect(nics).toEqual(nics.map((_, index) => index));
  expect(heavy.cut).toContain("one.vm.info TEMPLATE");
});
