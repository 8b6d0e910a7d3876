/** REQUESTS_PER_USER: what counts as a request under way, and whose it is. */
import { afterAll, beforeEach, expect, test } from "bun:test";
import { createApp } from "./app.ts";
import type { Connection } from "./exchange.ts";
import { authorization, makeParts } from "./testing/cloud.ts";
import { SmallOned } from "./testing/small-oned.ts";
import type { Outgoing } from "./unsent.ts";

/** Keeps those waiting who have a wrong password, and knows a machine with a long description. */
class SlowOned extends SmallOned {
  gate = Promise.withResolvers<void>();

  override async read(session: string, method: string, ...parameters: (string | number | boolean)[]): Promise<string> {
    if (session === "alice:wrong") await this.gate.promise;
    const document = await super.read(session, method, ...parameters);
    return document.replace("<USER_TEMPLATE>", `<USER_TEMPLATE><ERROR>${"x".repeat(100_000)}</ERROR>`);
  }
}
const oned = new SlowOned();
const parts = await makeParts(oned);
const app = createApp({ ...parts.deps, config: { ...parts.deps.config, requestsPerUser: 1 } });
afterAll(parts.remove);
beforeEach(() => {
  oned.gate = Promise.withResolvers<void>();
});

async function status(user: "alice" | `${string}:${string}`, connection: Partial<Connection> = {}): Promise<number> {
  const request = new Request("http://localhost/compute/7", { headers: { authorization: authorization(user) } });
  return (await app(request, { address: "192.0.2.1", untimed() {}, ...connection })).status;
}

test("a request with a wrong password takes nothing from the user", async () => {
  const guess = status("alice:wrong");
  expect(await status("alice")).toBe(200);
  oned.gate.resolve();
  expect(await guess).toBe(401);
});

test("a large answer counts until its client has taken it", async () => {
  const sent = Promise.withResolvers<void>();
  const send = async (): Promise<Outgoing> => ({ body: new ReadableStream(), sent: sent.promise });
  expect(await status("alice", { send })).toBe(200);
  expect(await status("alice")).toBe(503);
  sent.resolve();
  await sent.promise;
  expect(await status("alice")).toBe(200);
});
