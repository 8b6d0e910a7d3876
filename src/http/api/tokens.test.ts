/** The JSON API, whole requests: login tokens. */
import { expect, test } from "bun:test";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("login tokens", ({ send }) => {
  test("are shown once, listed by a hash, used as a password, and revoked", async () => {
    const made = await send("POST", "/me/tokens", { body: { seconds: 3600 } });
    expect(made.status).toBe(201);
    const token = String(made.document.token);
    const listed = await send("GET", "/me/tokens");
    expect(at(listed.document, "items.*.id")).toEqual([made.document.id]);
    expect(JSON.stringify(listed.document)).not.toContain(token.slice(0, 16));
    expect((await send("GET", "/machines/0", { user: `alice:${token}` })).status).toBe(200);
    expect((await send("DELETE", "/me/tokens/0123456789ab")).status).toBe(404);
    expect((await send("DELETE", `/me/tokens/${made.document.id}`)).status).toBe(204);
    expect((await send("GET", "/machines/0", { user: `alice:${token}` })).status).toBe(401);
  });

  test("are ten at most, and the refusal names the first to expire", async () => {
    for (let count = 0; count < 10; count++) await send("POST", "/me/tokens", { body: { seconds: 7200 - count } });
    const { document: list } = await send("GET", "/me/tokens");
    const { status, document } = await send("POST", "/me/tokens");
    expect([status, document.code]).toEqual([409, "WRONG_STATE"]);
    expect(document.detail).toContain(`${at(list, "items.0.id")} expires first`);
  });
});
