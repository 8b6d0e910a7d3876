/**
 * A whole session by a client whose types are generated from the OpenAPI document: that it compiles is part of the test.
 */
import { expect, test } from "bun:test";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "../../console/app/api-types.ts";
import { createApp } from "../app.ts";
import { basic } from "../testing/cloud.ts";
import { EventHub } from "./events/hub.ts";
import { describeApi } from "./testing/api-world.ts";
import { Stream } from "./testing/stream.ts";

type Machine = components["schemas"]["Machine"];
type NewMachine = components["schemas"]["NewMachine"];
type Word = paths["/machines/{id}/actions/{word}"]["post"]["parameters"]["path"]["word"];

/** What the document does not have does not compile: each is false as soon as the types lose it. */
const REFUSED: readonly true[] = [
  true satisfies string extends NewMachine["template"] ? false : true,
  true satisfies "templates" extends keyof NewMachine ? false : true,
  true satisfies "/machine" extends keyof paths ? false : true,
  true satisfies string extends Word ? false : true,
  true satisfies null extends Machine["id"] ? false : true,
  true satisfies undefined extends Machine["error"] ? false : true,
];

/** The document of an answer. Throws what the problem says in the place of one. */
async function done<T>(
  answer: Promise<{ data?: T | undefined; error?: components["schemas"]["Problem"] | undefined; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (error !== undefined)
    throw new Error(`${error.code} at ${error.errors.map(({ pointer }) => pointer)}: ${error.detail}`);
  if (data === undefined) throw new Error(`an answer without a document: ${response.status}`);
  return data;
}

const waiting = { Prefer: "wait=30" } as const;

describeApi(
  "a typed client",
  ({ occi }) => {
    const client = (): Client<paths> =>
      createClient<paths>({
        baseUrl: "http://localhost/api/v1",
        fetch: async ({ method, url, headers, body }: Request) => {
          const text = body === null ? "" : await new Response(body).text();
          const { pathname, search } = new URL(url);
          const answer = await occi.request(method, pathname + search, {
            headers: [...headers],
            ...(text !== "" && { body: text }),
          });
          const isEmpty = answer.status === 204 || answer.status === 304;
          return new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers });
        },
      });

    test("deploys a template with inputs, works with the machine, and deletes it", async () => {
      const api = client();
      const { links } = await done(api.GET("/"));
      expect(links.machines).toBe("/api/v1/machines");

      // What the user may use, what it asks for, and what is left.
      const { items: templates } = await done(api.GET("/templates", { params: { query: { limit: 100 } } }));
      const template = templates.find(({ inputs }) => inputs.some(({ type }) => type === "password"));
      if (template === undefined) throw new Error("no template has an input that is a password");
      const inputs = Object.fromEntries(
        template.inputs
          .filter(({ required }) => required)
          .map(({ name, type, options, minimum, default: usual }) => {
            if (options !== null) return [name, options[0] ?? ""];
            return [name, usual ?? (type === "integer" || type === "number" ? (minimum ?? 1) : "value")];
          }),
      );
      const before = await done(api.GET("/me"));
      const room = before.quotas.machines.left ?? Number.POSITIVE_INFINITY;
      expect(room).toBeGreaterThan(0);

      // A machine of it, which ends by itself.
      const made = await done(
        api.POST("/machines", {
          params: { header: waiting },
          body: { template: template.id, name: "typed", inputs, endsAt: "2099-01-01T00:00:00Z" },
        }),
      );
      if ("items" in made) throw new Error("one machine was asked for, and the answer is a list");
      expect([made.name, made.template?.id, made.endsAt]).toEqual(["typed", template.id, "2099-01-01T00:00:00.000Z"]);
      const path = { id: made.id };
      let machine: Machine = made;
      for (let turn = 0; turn < 20 && machine.state !== "running"; turn++) {
        machine = await done(api.GET("/machines/{id}", { params: { path } }));
      }
      expect(machine.state).toBe("running");
      const after = await done(api.GET("/me"));
      expect(after.quotas.machines.user.used).toBe(before.quotas.machines.user.used + 1);

      // What it does and takes, and word of its changes.
      const metrics = await done(
        api.GET("/machines/{id}/metrics", { params: { path, query: { range: "30m" as const } } }),
      );
      expect([metrics.range, metrics.cpuPercent.length]).toEqual(["30m", metrics.memoryMiB.length]);
      const usage = await done(api.GET("/usage", { params: { query: { machine: made.id } } }));
      expect(usage.machines.every(({ id }) => id === made.id)).toBe(true);
      expect(usage.days.at(-1)?.date).toBe(new Date().toISOString().slice(0, 10));
      const hub = new EventHub({ pollEvery: 50 });
      const app = createApp(occi.deps, hub);
      const listening = createClient<paths>({
        baseUrl: "http://localhost/api/v1",
        headers: { authorization: basic("alice:alicepass") },
        fetch: (request: Request) => app(request, { address: "127.0.0.1", untimed() {} }),
      });
      const { data: events } = await listening.GET("/events", { parseAs: "stream" });
      const stream = new Stream(new Response(events), new AbortController());
      await done(api.PATCH("/machines/{id}", { params: { path }, body: { name: "renamed" } }));
      await stream.until(() => stream.heard.length > 0);
      expect(stream.heard[0]).toEqual({ event: "machine", data: { id: made.id, change: "changed" } });
      hub.close();

      // Stopped, resized, started again.
      const act = (word: "stop" | "start") =>
        done(
          api.POST("/machines/{id}/actions/{word}", { params: { path: { ...path, word }, header: waiting }, body: {} }),
        );
      expect((await act("stop")).state).toBe("stopped");
      const resized = await done(
        api.PATCH("/machines/{id}", { params: { path }, body: { size: "medium", description: "larger" } }),
      );
      expect([resized.size, resized.description]).toEqual(["medium", "larger"]);
      expect((await act("start")).state).toBe("running");

      // A snapshot, a disk more and less, a copy of a disk.
      const taken = await done(api.POST("/machines/{id}/snapshots", { params: { path }, body: { name: "before" } }));
      const [snapshot] = taken.snapshots;
      if (snapshot === undefined) throw new Error("the snapshot is not there");
      await done(
        api.POST("/machines/{id}/snapshots/{snapshot}/revert", {
          params: { path: { ...path, snapshot: snapshot.id } },
        }),
      );
      await done(
        api.DELETE("/machines/{id}/snapshots/{snapshot}", { params: { path: { ...path, snapshot: snapshot.id } } }),
      );
      const { items: images } = await done(api.GET("/images", { params: { query: { name: "debian" } } }));
      const attached = await done(
        api.POST("/machines/{id}/disks", { params: { path }, body: { image: images[0]?.id ?? -1 } }),
      );
      expect(attached.disks).toHaveLength(machine.disks.length + 1);
      const disk = attached.disks.at(-1)?.id ?? -1;
      await done(api.DELETE("/machines/{id}/disks/{disk}", { params: { path: { ...path, disk } } }));
      const saved = await done(
        api.POST("/machines/{id}/disks/{disk}/save", {
          params: { path: { ...path, disk: 0 } },
          body: { name: "copy" },
        }),
      );
      expect((await done(api.GET("/images/{id}", { params: { path: { id: saved.id } } }))).name).toBe("copy");

      // The lease is moved and removed, and the machine deleted.
      const freed = await done(api.PATCH("/machines/{id}", { params: { path }, body: { endsAt: null } }));
      expect(freed.endsAt).toBeNull();
      const { response } = await api.DELETE("/machines/{id}", { params: { path, header: waiting } });
      expect(response.status).toBe(204);
      expect((await done(api.GET("/me"))).quotas.machines.user.used).toBe(before.quotas.machines.user.used);
    });

    test("knows more than texts", () => {
      expect(new Set(REFUSED)).toEqual(new Set([true]));
    });

    test("is told each fault of a request in types that it knows", async () => {
      const { error, response } = await client().POST("/machines", { body: { template: -1, cpu: 0 } });
      expect([response.status, error?.code]).toEqual([400, "INVALID_REQUEST"]);
      expect(error?.errors.map(({ pointer }) => pointer)).toEqual(["/template", "/cpu"]);
    });
  },
  {},
  { seed: "showcase" },
);
