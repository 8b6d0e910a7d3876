/** Requests in either language that wait for a state to pass: until it has, until WAIT is over, or until the client is gone. */
import { describe, expect, test } from "bun:test";
import { ALICE, clockOf } from "../cloud/testing/over-sim.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { createApp } from "./app.ts";
import { describeOcci, type OcciSending, type OcciWorld } from "./ogf/testing/over-sim.ts";
import { attribute, invocation, kind, plain } from "./ogf/testing/requests.ts";
import { basic, makeParts, startCloud } from "./testing/cloud.ts";

const xml = (body: string): OcciSending => ({ contentType: "application/xml", body });
const action = (perform: string, params = "") =>
  xml(`<ACTION><PERFORM>${perform}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`);
const COMPUTE = "<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><DISK><STORAGE href='/storage/0'/></DISK></COMPUTE>";

/** A new machine in PROLOG. @returns its path. */
async function prolog(world: OcciWorld): Promise<string> {
  const made = await world.request("POST", "/compute", xml(COMPUTE));
  expect(made.status).toBe(201);
  world.sim.advance();
  const path = (made.headers.get("location") ?? "").replace(/^.*\/compute/, "/compute");
  const shown = await world.request("GET", path, { accept: "application/xml" });
  expect(shown.body).toContain("<STATE>ACTIVE</STATE>");
  expect(shown.body).toContain("<LCM_STATE>PROLOG</LCM_STATE>");
  return path;
}

const tries = ({ sim }: OcciWorld, method: string) => sim.calls.filter((call) => call.method === method).length;

describeOcci(
  "a machine that is not RUNNING yet",
  (world) => {
    test.each([
      ["PUT", "", xml("<COMPUTE><STATE>SUSPENDED</STATE></COMPUTE>"), 202],
      ["PUT", "", xml('<COMPUTE><DISK id="0"><SAVE_AS name="copy"/></DISK></COMPUTE>'), 202],
      ["DELETE", "", { accept: "application/xml" }, 204],
      ["POST", "/action", action("reboot"), 202],
      ["POST", "/action", action("attachdisk", "<STORAGE href='/storage/0'/>"), 202],
      ["POST", "/action", action("detachdisk", "<DISK id='0'/>"), 202],
      ["POST", "/action", action("attachnic", "<NETWORK href='/network/0'/>"), 202],
      ["POST", "/action", action("snapshotcreate", "<NAME>s</NAME>"), 202],
      ["POST", "?action=stop", invocation("compute", "stop"), 200],
      ["POST", "?action=restart", invocation("compute", "restart"), 200],
      ["POST", "?action=suspend", invocation("compute", "suspend"), 200],
      ["POST", "?action=save", invocation("compute", "save", attribute("name", "golden")), 200],
      ["DELETE", "", { accept: "text/plain" }, 200],
    ] as [string, string, OcciSending, number][])(
      "%s%s is carried out as soon as it can be",
      async (method, path, sending, status) => {
        const machine = await prolog(world);
        const answer = await world.request(method, machine + path, sending);
        expect([answer.status, answer.body]).toEqual([status, expect.any(String)]);
        expect(world.deps.clock.now()).toBeLessThanOrEqual(10_000);
      },
    );

    test("gets links, and loses them, as soon as it can", async () => {
      const machine = await prolog(world);
      const ends = (target: string) =>
        plain(attribute("occi.core.source", machine), attribute("occi.core.target", target)).body ?? "";
      const nic = await world.request(
        "POST",
        "/link/networkinterface/",
        plain(kind("networkinterface"), ends("/network/0")),
      );
      expect(nic.status).toBe(201);
      await world.request("POST", `${machine}?action=stop`, invocation("compute", "stop"));
      const disk = await world.request("POST", "/link/storagelink/", plain(kind("storagelink"), ends("/storage/0")));
      expect(disk.status).toBe(201);
      const path = (disk.headers.get("location") ?? "").replace(/^.*\/link/, "/link");
      await world.request("POST", `${machine}?action=start`, invocation("compute", "start"));
      expect((await world.request("DELETE", path)).status).toBe(200);
    });

    test("is started as soon as it is off, and stopped as soon as it runs", async () => {
      const machine = await prolog(world);
      for (const term of ["stop", "start", "suspend", "start"]) {
        const answer = await world.request("POST", `${machine}?action=${term}`, invocation("compute", term));
        expect([term, answer.status, answer.body]).toEqual([term, 200, expect.any(String)]);
      }
    });

    test("is refused what is not possible where it arrives, and told so at once where it is at rest", async () => {
      const machine = await prolog(world);
      await world.request("POST", `${machine}?action=stop`, invocation("compute", "stop"));
      const stop = await world.request("POST", `${machine}?action=stop`, invocation("compute", "stop"));
      expect([stop.status, stop.body]).toEqual([409, expect.stringContaining("while the machine is POWEROFF")]);
      const before = world.deps.clock.now();
      world.sim.calls.length = 0;
      expect((await world.request("POST", `${machine}?action=restart`, invocation("compute", "restart"))).status).toBe(
        409,
      );
      expect((await world.request("POST", `${machine}/action`, action("reboot"))).status).toBe(403);
      expect([tries(world, "one.vm.action"), world.deps.clock.now()]).toEqual([0, before]);
    });
  },
  {},
  { stepMs: "manual" },
  clockOf,
);

describeOcci(
  "a machine that needs longer than WAIT",
  (world) => {
    test.each([
      ["/action", action("reboot")],
      ["/action", action("attachdisk", "<STORAGE href='/storage/0'/>")],
      ["?action=stop", invocation("compute", "stop")],
    ])("%s is 409 with Retry-After then", async (path, sending) => {
      const machine = await prolog(world);
      const answer = await world.request("POST", machine + path, sending);
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([409, "5"]);
      expect(answer.body).toStartWith("WRONG_STATE");
      expect(world.deps.clock.now()).toBe(1000);
    });
  },
  { wait: 1000 },
  { stepMs: "manual" },
  clockOf,
);

describeOcci(
  "an image that is still being copied",
  (world) => {
    test("is switched, copied and deleted as soon as it is there, in either language", async () => {
      const late = async (name: string) => {
        await world.deps.oned.change(ALICE, "one.image.allocate", `NAME=${name} TYPE=DATABLOCK SIZE=1`, 1);
        return `/storage/${[...world.sim.world.images.keys()].at(-1)}`;
      };
      const offline = await world.request(
        "POST",
        `${await late("a")}?action=offline`,
        invocation("storage", "offline"),
      );
      expect(offline.status).toBe(200);
      const backup = await world.request("POST", `${await late("b")}?action=backup`, invocation("storage", "backup"));
      expect(backup.status).toBe(200);
      expect((await world.request("POST", `${await late("c")}/action`, action("clone", "<NAME>d</NAME>"))).status).toBe(
        201,
      );
      expect((await world.request("DELETE", await late("e"), { accept: "application/xml" })).status).toBe(204);
      expect((await world.request("DELETE", await late("f"))).status).toBe(200);
    });
  },
  {},
  { stepMs: "manual" },
  clockOf,
);

describe.each(["in the process", "over TLS"] as const)("a client that goes away while its request waits, %s", (way) => {
  test("is waited for no longer: oned is not asked again", async () => {
    const sim = await startOnedSim({ seed: "demo", stepMs: "manual" });
    const [pausing, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    /** Time that stands still: only the end of the request ends a pause. */
    const clock = {
      now: () => 0,
      sleep(_ms: number, signal?: AbortSignal): Promise<void> {
        pausing.resolve();
        return new Promise((_resolve, reject) => {
          const end = () => {
            ended.resolve();
            reject(signal?.reason);
          };
          if (signal?.aborted) end();
          else signal?.addEventListener("abort", end, { once: true });
        });
      },
    };
    const oned = createRpc({ urls: [sim.url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });
    const cloud =
      way === "over TLS"
        ? await startCloud(oned, { ssl: "self-signed", wait: 10_000 })
        : { ...(await makeParts(oned, { wait: 10_000 })), server: undefined, endpoint: undefined };
    const deps = { ...cloud.deps, clock };
    cloud.server?.use(deps);
    const client = new AbortController();
    const send = (method: string, path: string, body: string): Promise<Response> => {
      const headers = { authorization: basic(ALICE), "content-type": "application/xml" };
      const init = { method, headers, body, signal: client.signal };
      if (cloud.endpoint === undefined) {
        return createApp(deps)(new Request(`http://localhost${path}`, init), { address: "127.0.0.1", untimed() {} });
      }
      return fetch(`https://localhost:${cloud.endpoint.port}${path}`, {
        ...init,
        tls: { ca: cloud.endpoint.ca ?? "" },
      });
    };
    const made = await send("POST", "/compute", COMPUTE);
    expect(made.status).toBe(201);
    sim.advance();
    const path = (made.headers.get("location") ?? "").replace(/^.*\/compute/, "/compute");
    const request = send("POST", `${path}/action`, action("reboot").body ?? "").catch(() => undefined);
    await pausing.promise;
    const before = sim.callCount;
    client.abort();
    await ended.promise;
    const answer = await request;
    if (way === "in the process") expect(answer?.status).toBe(409);
    expect(sim.callCount).toBe(before);
    await cloud.server?.stop(0);
    cloud.remove();
    await sim.stop();
  });
});
