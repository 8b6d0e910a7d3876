/**
 * What a user can read and change through the server is what oned lets the same credentials do directly: each request
 * is sent to one stand-in, the calls that it should amount to are made at another one like it, and both must end alike.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import type { OnedClient, OnedConnection } from "../opennebula/client.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { until } from "../testing/until.ts";
import { EventHub } from "./api/events/hub.ts";
import { Stream } from "./api/testing/stream.ts";
import { type App, createApp } from "./app.ts";
import { basic, makeParts, type Parts } from "./testing/cloud.ts";
import { API_LISTS, API_OPERATIONS, forgotten, vanished } from "./testing/cross-user-api.ts";
import { type DirectCall, OPERATIONS, type Operation } from "./testing/cross-user-operations.ts";
import { ADMIN, type Login, MISSING, OBJECTS, PERMISSIONS, seed, USERS } from "./testing/cross-user-world.ts";

/** How an attempt ended: what else a refusal is due to (a state, a lease) may be told in another order. */
type Outcome = "done" | "missing" | "refused";

const rpc = (sim: OnedSim) => createRpc({ urls: [sim.url], connections: 4, timeout: 5_000, answerLimit: 1 << 26 });
const newSim = () => startOnedSim({ seed, stepMs: "manual" });

let behind: OnedClient;
/** Stands for the client of the stand-in that is behind the server at the moment. */
const current: OnedConnection = {
  isFullFor: () => false,
  read: (...call) => behind.read(...call),
  readPool: (...call) => behind.readPool(...call),
  readMany: (...call) => behind.readMany(...call),
  change: (...call) => behind.change(...call),
};
let parts: Parts;
let app: App;

beforeAll(async () => {
  parts = await makeParts(current);
  app = createApp(parts.deps);
});
afterAll(() => parts.remove());

async function ask(login: Login, method: string, path: string, body?: string): Promise<Response> {
  const headers = { authorization: basic(login) };
  const request = new Request(`http://localhost${path}`, { method, headers, ...(body !== undefined && { body }) });
  return app(request, { address: "127.0.0.1", untimed() {} });
}

async function through(login: Login, request: readonly [string, string, string?]): Promise<Outcome> {
  const response = await ask(login, ...request);
  const { status } = response;
  if (status >= 500 || status === 401) throw new Error(`${request}: ${await response.text()}`);
  return status < 300 ? "done" : status === 404 ? "missing" : "refused";
}

async function made(oned: OnedClient, login: Login, calls: readonly DirectCall[]): Promise<Outcome> {
  try {
    for (const [method, ...parameters] of calls) {
      if (method.endsWith(".info")) await oned.read(login, method, ...parameters);
      else await oned.change(login, method, ...parameters);
    }
    return "done";
  } catch (error) {
    if (!(error instanceof OcciError) || error.status >= 500 || error.status === 401) throw error;
    return error.code === "NOT_FOUND" ? "missing" : "refused";
  }
}

/** All that an administrator sees, without times, random words, and the server's own mark of each creation. */
async function everything(oned: OnedClient): Promise<string[]> {
  const pools: DirectCall[] = [
    ["one.vmpool.infoextended", -2, -1, -1, -2],
    ["one.vnpool.info", -2, -1, -1],
    ["one.imagepool.info", -2, -1, -1],
    ["one.userpool.info"],
  ];
  const texts = await Promise.all(
    pools.map(async ([method, ...parameters]) => {
      const answer = await oned.readPool(ADMIN, method, ...parameters);
      const text = Buffer.from(answer.encoded).toString();
      answer.release();
      return text;
    }),
  );
  const steady = texts
    .join("")
    .replace(/&lt;OCCI_REQUEST&gt;.*?&lt;\/OCCI_REQUEST&gt;/g, "")
    .replace(/\b1[5-9]\d{8}\b/g, "TIME")
    .replace(/\b([0-9a-f]{32,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g, "RANDOM");
  return steady.split(/(?=&lt;(?:VM|VNET|IMAGE|USER)&gt;)/);
}

async function withTwoSims(run: (direct: OnedClient, settle: () => void) => Promise<void>): Promise<void> {
  const [ours, theirs] = [await newSim(), await newSim()];
  behind = rpc(ours);
  try {
    await run(rpc(theirs), () => {
      ours.settle();
      theirs.settle();
    });
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** Makes what an operation needs, at every object. Throws where that is refused. */
async function prepare(oned: OnedClient, { before, ids = OBJECTS }: Operation, settle: () => void): Promise<void> {
  for (const id of ids) {
    for (const call of before?.(id) ?? []) {
      const outcome = await made(oned, ADMIN, [call]);
      if (outcome !== "done") throw new Error(`${call} was ${outcome}`);
      settle();
    }
  }
}

/** Tries every object both ways. @returns how it ended for each, which was the same. */
async function attemptAll(operation: Operation, login: Login): Promise<readonly Outcome[]> {
  const served: Outcome[] = [];
  await withTwoSims(async (direct, settle) => {
    const ids = [...(operation.ids ?? OBJECTS), MISSING];
    const directly: Outcome[] = [];
    for (const oned of [behind, direct]) await prepare(oned, operation, settle);
    for (const id of ids) {
      served.push(await through(login, operation.request(id, login)));
      directly.push(await made(direct, login, operation.direct(id, login)));
      settle();
    }
    expect(ids.map((id, index) => `${login} ${id} ${served[index]}`)).toEqual(
      ids.map((id, index) => `${login} ${id} ${directly[index]}`),
    );
    const [ours, theirs] = [await everything(behind), await everything(direct)];
    if (operation.makes !== "another") {
      expect(ours.filter((object, index) => object !== theirs[index])).toEqual([]);
    }
    expect(ours).toHaveLength(theirs.length);
  });
  return served;
}

test("no operation of the JSON API is forgotten", () => {
  expect([forgotten(), vanished()]).toEqual([[], []]);
  expect(API_OPERATIONS.length).toBeGreaterThan(30);
});

test.each([...OPERATIONS, ...API_OPERATIONS])(
  "$name is possible through the server for whom it is possible directly",
  async (operation) => {
    const outcomes = new Set<Outcome>();
    for (const login of USERS) for (const outcome of await attemptAll(operation, login)) outcomes.add(outcome);
    // Nothing would be compared if all were refused, or all allowed.
    expect([...outcomes]).toContain("refused");
    expect([...outcomes]).toContain("done");
  },
);

/** Ids in the answer of a pool call that is made directly. */
async function idsIn(
  direct: OnedClient,
  login: Login,
  ids: RegExp,
  [method, ...parameters]: DirectCall,
): Promise<number[]> {
  const answer = await direct.readPool(login, method, ...parameters);
  const found = [...Buffer.from(answer.encoded).toString().matchAll(ids)].map(([, id]) => Number(id));
  answer.release();
  return [...new Set(found)].toSorted((a, b) => a - b);
}

describe("usage is that of the user's own machines:", () => {
  const OWN = -3;

  test.each(USERS)("as %s", async (login) => {
    await withTwoSims(async (direct) => {
      const now = Math.floor(Date.now() / 1000);
      const call = ["one.vmpool.accounting", OWN, now - 86_400, now + 60] as const;
      const expected = await idsIn(direct, login, /&lt;OID&gt;(\d+)/g, call);
      expect(expected).toHaveLength(login.startsWith("carol") ? 0 : PERMISSIONS.length);
      const used = async (query: string) => {
        const { machines } = (await (await ask(login, "GET", `/api/v1/usage${query}`)).json()) as {
          machines: { id: number }[];
        };
        return machines.map(({ id }) => id).toSorted((a, b) => a - b);
      };
      // They have to run for a while to have used something.
      await Bun.sleep(1_100);
      expect(await used("")).toEqual(expected);
      for (const id of OBJECTS) expect(await used(`?machine=${id}`)).toEqual(expected.filter((own) => own === id));
    });
  });
});

test("events tell each user what the user can see, and nothing of others", async () => {
  await withTwoSims(async (direct) => {
    const hub = new EventHub({ pollEvery: 50 });
    const listening = createApp(parts.deps, hub);
    const streams = new Map<Login, Stream>();
    try {
      for (const login of USERS) {
        const request = new Request("http://localhost/api/v1/events", { headers: { authorization: basic(login) } });
        streams.set(
          login,
          new Stream(await listening(request, { address: "127.0.0.1", untimed() {} }), new AbortController()),
        );
      }
      const kinds = [
        ["machine", "one.vm.rename", ["one.vmpool.info", -2, -1, -1, -1], /&lt;VM&gt;&lt;ID&gt;(\d+)/g],
        ["image", "one.image.rename", ["one.imagepool.info", -2, -1, -1], /&lt;IMAGE&gt;&lt;ID&gt;(\d+)/g],
        ["network", "one.vn.rename", ["one.vnpool.info", -2, -1, -1], /&lt;VNET&gt;&lt;ID&gt;(\d+)/g],
      ] as const;
      for (const [kind, method, pool, ids] of kinds) {
        for (const id of OBJECTS) await behind.change(ADMIN, method, id, `renamed-${id}`);
        for (const [login, stream] of nonEmpty(streams)) {
          const visible = (await idsIn(direct, login, ids, pool)).filter((id) => OBJECTS.includes(id));
          expect(visible.length).toBeGreaterThan(0);
          if (kind !== "network") {
            expect([login, kind, visible.length < OBJECTS.length]).toEqual([login, kind, login !== ADMIN]);
          }
          const heard = () => {
            const told = stream.heard
              .filter(({ event }) => event === kind)
              .map(({ data }) => (data as { id: number }).id);
            return [...new Set(told)].toSorted((a, b) => a - b);
          };
          await stream.until(() => heard().length >= visible.length);
          await Bun.sleep(150);
          expect([login, kind, heard()]).toEqual([login, kind, visible]);
        }
      }
    } finally {
      // Else it would go on to ask at a port that another test's stand-in may have by then.
      hub.close();
      await until(() => hub.watches === 0);
    }
  });
}, 30_000);

describe("collections show what oned shows, and nothing of others:", () => {
  const LISTS = [
    ["compute", "one.vmpool.info", -1],
    ["compute?verbose", "one.vmpool.infoextended", -1],
    ["network", "one.vnpool.info"],
    ["network?verbose", "one.vnpool.info"],
    ["storage", "one.imagepool.info"],
    ["storage?verbose", "one.imagepool.info"],
    ["user", "one.userpool.info"],
    ["user?verbose", "one.userpool.info"],
  ] as const;

  test.each(USERS)("in the JSON API, as %s", async (login) => {
    await withTwoSims(async (direct) => {
      for (const { path, pool } of nonEmpty(API_LISTS)) {
        const answer = await direct.readPool(login, pool, -2, -1, -1, ...(pool === "one.vmpool.info" ? [-1] : []));
        const members = /&lt;(?:VM|VNET|IMAGE|VMTEMPLATE)&gt;&lt;ID&gt;(\d+)/g;
        const expected = [...Buffer.from(answer.encoded).toString().matchAll(members)].map(([, id]) => Number(id));
        answer.release();
        const { items } = (await (await ask(login, "GET", `${path}?limit=500`)).json()) as { items: { id: number }[] };
        expect([path, items.map(({ id }) => id).toSorted()]).toEqual([path, expected.toSorted()]);
        expect(expected.length).toBeGreaterThan(0);
      }
    });
  });

  test.each(USERS)("as %s", async (login) => {
    await withTwoSims(async (direct) => {
      for (const [path, method, ...state] of LISTS) {
        const answer = await direct.readPool(login, method, ...(path.startsWith("user") ? [] : [-2, -1, -1, ...state]));
        const members = /&lt;(?:VM|VNET|IMAGE|USER)&gt;&lt;ID&gt;(\d+)/g;
        const expected = [...Buffer.from(answer.encoded).toString().matchAll(members)].map(([, id]) => id);
        answer.release();
        const body = await (await ask(login, "GET", `/${path}`)).text();
        const own = new RegExp(`<${path.replace("?verbose", "").toUpperCase()} href="[^"]*/(\\d+)"`, "g");
        const shown = [...body.matchAll(own)].map(([, id]) => id);
        // In full a machine also points at its networks, storage and owner.
        expect(path.startsWith("user") || path.endsWith("verbose") ? [...new Set(shown)] : shown).toEqual(expected);
        expect(expected.length).toBeGreaterThan(0);
        if (path === "compute") expect(expected.length).toBe(login === ADMIN ? 18 : login.startsWith("carol") ? 9 : 14);
      }
    });
  });
});
