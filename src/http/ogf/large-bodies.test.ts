/** Bodies that a short text makes long: refused by name, without the work, and of strangers before they are read. */
import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { FROM_ANYBODY } from "../body.ts";
import { describeOcci, INFRA, JSON_TYPE, type OcciSending, smallMachine } from "./testing/over-sim.ts";

/** `"0":1,"1":1`, so many. */
function members(count: number): string {
  return Array.from({ length: count }, (_, number) => `"${number.toString(16)}":1`).join(",");
}

const nested = (prefix: number, count: number) => `{"${"A".repeat(prefix)}":{${members(count)}}}`;

/** Nested attributes, whose outer name belongs to each inner one. */
const ATTRIBUTES: readonly (readonly [string, string, string])[] = [
  ["100,000 characters by 20,000 members", nested(100_000, 20_000), "413 more than 2000 members in an object"],
  ["500,000 characters by 999 members", nested(500_000, 999), "400 longer than 256 characters"],
  ["one character by 20,000 members", nested(1, 20_000), "413 more than 2000 members in an object"],
  ["one character by 1,001 members", nested(1, 1_001), "413 more than 1000 attributes"],
  ["200 characters by 200 by 999 members", `{"${"A".repeat(200)}":${nested(200, 999)}}`, "400 longer than 256"],
];

const STOP = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";
const link = (attributes: string) =>
  `{"kind":"${INFRA}networkinterface","target":"/network/1","attributes":${attributes}}`;

/** Every document of JSON that can hold attributes. */
const DOCUMENTS: readonly (readonly [string, string, string, (attributes: string) => string])[] = [
  ["a creation", "POST /compute/", JSON_TYPE, (all) => `{"attributes":${all}}`],
  ["a creation in application/json", "POST /network/", "application/json", (all) => `{"attributes":${all}}`],
  ["a replacement", "PUT /compute/0", JSON_TYPE, (all) => `{"attributes":${all}}`],
  ["an update", "POST /compute/0", JSON_TYPE, (all) => `{"attributes":${all}}`],
  ["a link in a resource", "POST /compute/", JSON_TYPE, (all) => `{"kind":"${INFRA}compute","links":[${link(all)}]}`],
  ["a link", "POST /link/networkinterface/", JSON_TYPE, link],
  ["a collection", "POST /", JSON_TYPE, (all) => `{"resources":[{"attributes":${all}}]}`],
  ["an action", "POST /compute/0?action=stop", JSON_TYPE, (all) => `{"action":"${STOP}","attributes":${all}}`],
  [
    "an action on a collection",
    "POST /compute/?action=stop",
    JSON_TYPE,
    (all) => `{"action":"${STOP}","attributes":${all}}`,
  ],
  ["a mixin's members", "POST /-/", JSON_TYPE, (all) => `{"attributes":${all}}`],
];

/** The defaults. */
const LIMITS = { bodyLimit: 1 << 20, loginDelay: 60_000 };

describeOcci(
  "attributes that nest",
  (world) => {
    const ask = (where: string, sending: OcciSending) => {
      const [method = "", path = ""] = where.split(" ");
      return world.request(method, path, sending);
    };

    describe.each(ATTRIBUTES)("%s", (_, attributes, refusal) => {
      test.each(DOCUMENTS)("in %s are refused", async (_what, where, contentType, document) => {
        const [status, message] = refusal.split(/ (.*)/);
        const answer = await ask(where, { contentType, body: document(attributes) });
        expect([String(answer.status), answer.body]).toEqual([status, expect.stringContaining(message ?? "")]);
        expect(world.sim.world.vms.size).toBe(3);
      });
    });

    test.each(DOCUMENTS)("in %s by a stranger are not looked at", async (_what, where, contentType, document) => {
      const body = document(nested(100_000, 20_000));
      expect((await ask(where, { user: "nobody:invented", contentType, body })).status).toBe(401);
      expect(world.calls()).toBe(1);
    });
  },
  LIMITS,
);

describeOcci(
  "a large body",
  (world) => {
    const padded = (size: number): OcciSending => {
      const { body = "", ...sending } = smallMachine();
      return { ...sending, body: body + "\n".padEnd(size - body.length, " ") };
    };

    test("of a stranger counts as a try of a password", async () => {
      const statuses: number[] = [];
      for (let tries = 0; tries < 4; tries++) {
        const sending = { ...padded(FROM_ANYBODY + 1), user: "alice:invented" } as const;
        statuses.push((await world.request("POST", "/compute/", sending)).status);
      }
      expect([statuses, world.calls()]).toEqual([[401, 401, 401, 429], 3]);
    });

    test("waits for those before it, and is answered", async () => {
      const senders = (["alice", "bob", "alice", "oneadmin", "alice", "bob"] as const).map(async (user) => {
        const body = `{"title":"${"x".repeat(500_000)}"`;
        return (await world.request("POST", "/compute/", { user, contentType: JSON_TYPE, body })).body;
      });
      for (const body of nonEmpty(await Promise.all(senders)))
        expect(body).toContain("The JSON has an object without , or }");
    });

    test("costs its user one call more than a small one", async () => {
      const callsOf = async (size: number): Promise<number> => {
        world.resetCalls();
        expect((await world.request("POST", "/compute/", padded(size))).status).toBe(201);
        return world.calls();
      };
      const small = await callsOf(FROM_ANYBODY);
      expect(await callsOf(FROM_ANYBODY + 1)).toBe(small + 1);
    });
  },
  LIMITS,
);
