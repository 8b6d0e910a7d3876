import { expect, test } from "bun:test";
import { startCloud } from "./testing/cloud.ts";
import { SmallOned } from "./testing/small-oned.ts";

test.each([["127.0.0.1"], ["::"]])("a client by IPv4 is told as such by a listener on %s", async (host) => {
  const cloud = await startCloud(new SmallOned(), { host, ssl: "off" });
  try {
    expect((await fetch(`http://127.0.0.1:${cloud.endpoint.port}/compute`)).status).toBe(401);
    expect(cloud.log.accesses.map(({ client }) => client)).toEqual(["127.0.0.1"]);
  } finally {
    await cloud.server.stop(0);
    cloud.remove();
  }
});
