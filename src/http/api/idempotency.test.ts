/** Idempotency-Key: what is created once, whatever happens to the answers, and whichever server is asked. */
import { beforeEach, describe, expect, test } from "bun:test";
import { Strays } from "../../cloud/strays.ts";
import type { InjectedFault } from "../../oned-sim/index.ts";
import { createApp } from "../app.ts";
import { basic } from "../testing/cloud.ts";
import { type ApiAnswer, type ApiSending, at, describeApi } from "./testing/api-world.ts";
import { createOnce } from "./testing/late-creation.ts";

const KEY = '"8e03978e-40d5-43e8-bc93-6894a57f9324"';

interface Creation {
  readonly what: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** oned's call, and the objects of the stand-in. */
  readonly method: string;
  readonly pool: "vms" | "images" | "vnets";
  readonly name: string;
}

const CREATIONS: readonly Creation[] = [
  {
    what: "a machine of a size",
    path: "/machines",
    body: { image: 0, size: "small", name: "once" },
    method: "one.vm.allocate",
    pool: "vms",
    name: "once",
  },
  {
    what: "a machine of a template",
    path: "/machines",
    body: { template: 0, name: "once" },
    method: "one.template.instantiate",
    pool: "vms",
    name: "once",
  },
  {
    what: "an image",
    path: "/images",
    body: { name: "once", sizeMiB: 64 },
    method: "one.image.allocate",
    pool: "images",
    name: "once",
  },
  {
    what: "a copy of an image",
    path: "/images/0/clone",
    body: { name: "once" },
    method: "one.image.clone",
    pool: "images",
    name: "once",
  },
  {
    what: "a disk that is saved",
    path: "/machines/0/disks/0/save",
    body: { name: "once" },
    method: "one.vm.disksaveas",
    pool: "images",
    name: "once",
  },
  {
    what: "a network",
    path: "/networks",
    body: { name: "once", address: "10.1.0.0", size: 62 },
    method: "one.vn.allocate",
    pool: "vnets",
    name: "once",
  },
];

const RESERVATION: Creation = {
  what: "a reservation",
  path: "/networks",
  body: { name: "once", size: 2 },
  method: "one.vn.reserve",
  pool: "vnets",
  name: "once",
};

let faults: (method: string) => InjectedFault | undefined;
beforeEach(() => {
  faults = () => undefined;
});

/** The answer to the creation is lost, and oned shows nothing until it is mended. @returns mends it. */
function losing(lost: string, fault: "reset" | "reset-after"): () => void {
  let broken = false;
  let mended = false;
  faults = (method) => {
    if (mended) return undefined;
    if (method === lost && !broken) {
      broken = true;
      return fault;
    }
    return broken && /pool/.test(method) ? { error: ["INTERNAL", "no answer"] } : undefined;
  };
  return () => {
    mended = true;
  };
}

/** The first calls of a method are answered later than they are carried out. */
function slowly(slow: string, times: number): void {
  let left = times;
  faults = (method) => (method === slow && left-- > 0 ? { delayMs: 150 } : undefined);
}

const POOL_CALLS = { vms: "one.vmpool.infoextended", images: "one.imagepool.info", vnets: "one.vnpool.info" } as const;
const VM_DONE = 6;

function define(name: string, creations: readonly Creation[], networkFrom?: number): void {
  describeApi(
    name,
    ({ occi, send }) => {
      const keyed = (method: string, path: string, { headers, ...sending }: ApiSending = {}) =>
        send(method, path, { ...sending, headers: { "idempotency-key": KEY, prefer: "wait=30", ...headers } });

      /** Another copy of the server, in front of the same oned. */
      const otherServer = () => {
        const app = createApp({ ...occi.deps });
        return async (path: string, body: unknown): Promise<ApiAnswer> => {
          const request = new Request(`http://localhost/api/v1${path}`, {
            method: "POST",
            headers: {
              authorization: basic("alice:alicepass"),
              "content-type": "application/json",
              "idempotency-key": KEY,
            },
            body: JSON.stringify(body),
          });
          const response = await app(request, { address: "127.0.0.1", untimed() {} });
          return { status: response.status, headers: response.headers, document: (await response.json()) as never };
        };
      };

      /** Of those that live. */
      const namesOf = (pool: Creation["pool"], part = /once|occi-/): [number, string][] =>
        [...occi.sim.world[pool].values()]
          .filter((one) => part.test(one.name) && (one as { state?: number; kind?: string }).state !== VM_DONE)
          .map((one) => [one.id, one.name]);

      describe.each([...creations])("$what", ({ path, body, method, pool, name: wanted }) => {
        test("is made once for a key, also by another copy of the server", async () => {
          const first = await keyed("POST", path, { body });
          expect(first.status).toBe(201);
          const again = await keyed("POST", path, { body: Object.fromEntries(Object.entries(body).toReversed()) });
          const elsewhere = await otherServer()(path, body);
          for (const { status, document } of [again, elsewhere]) {
            expect([status < 300, document.id, document.name]).toEqual([true, first.document.id, wanted]);
          }
          expect(namesOf(pool)).toEqual([[Number(first.document.id), wanted]]);
        });

        test.each(["reset-after", "reset"] as const)("is made once though its answer was lost (%s)", async (fault) => {
          const mend = losing(method, fault);
          const lost = await keyed("POST", path, { body });
          expect([lost.status >= 500, lost.document.code]).toEqual([true, "OUTCOME_UNKNOWN"]);
          expect(lost.document.hint).toContain("same Idempotency-Key");
          mend();
          const { status, document } = await otherServer()(path, body);
          expect([status < 300, document.name]).toEqual([true, wanted]);
          expect(namesOf(pool)).toEqual([[Number(document.id), wanted]]);
        });

        test("is made once by two copies of the server at a time", async () => {
          // Both have looked before either makes it.
          slowly(POOL_CALLS[pool], 2);
          const answers = await Promise.all([otherServer()(path, body), otherServer()(path, body)]);
          expect(answers.map(({ status }) => status < 300)).toEqual([true, true]);
          const ids = new Set(answers.map(({ document }) => document.id));
          expect([ids.size, namesOf(pool).map(([id]) => id)]).toEqual([1, [...ids] as number[]]);
          const made = occi.sim.calls.filter((call) => call.method === method);
          expect(made).toHaveLength(2);
        });

        test("is refused for a key that came with another request", async () => {
          await keyed("POST", path, { body });
          const other = await keyed("POST", path, { body: { ...body, name: "another-once" } });
          expect([other.status, other.document.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
          expect(namesOf(pool)).toHaveLength(1);
        });
      });

      if (networkFrom !== undefined) return;

      test("a key is of its user alone", async () => {
        const body = { image: 0, size: "small", name: "once" };
        const first = await keyed("POST", "/machines", { body });
        const second = await keyed("POST", "/machines", { body, user: "bob" });
        expect([second.status, at(second.document, "owner.name")]).toEqual([201, "bob"]);
        expect(second.document.id).not.toBe(first.document.id);
      });

      test("a machine that is gone is answered as gone, and not made again", async () => {
        const body = { image: 0, size: "small", name: "once" };
        const { document } = await keyed("POST", "/machines", { body });
        await send("DELETE", `/machines/${document.id}`, { headers: { prefer: "wait=30" } });
        const again = await keyed("POST", "/machines", { body });
        expect([again.status, again.document.id, again.document.state]).toEqual([201, document.id, "gone"]);
      });

      test("a copy of an image is not the image", async () => {
        const body = { name: "once", sizeMiB: 64 };
        const { document } = await keyed("POST", "/images", { body });
        await send("POST", `/images/${document.id}/clone`, { body: { name: "once-more" } });
        expect((await keyed("POST", "/images", { body })).document.id).toBe(document.id);
        // A day later the copy is a thing of its own, and nobody has the key any more.
        for (const image of occi.sim.world.images.values()) {
          if (image.name === "once-more") Object.assign(image, { registered: image.registered + 7200 });
        }
        await send("DELETE", `/images/${document.id}`, { headers: { prefer: "wait=30" } });
        const anew = await keyed("POST", "/images", { body });
        expect([anew.status, anew.document.name]).toEqual([201, "once"]);
      });

      test("a name that is taken is told, and nothing is left", async () => {
        await send("POST", "/images", { body: { name: "once", sizeMiB: 64 } });
        const { status, document } = await keyed("POST", "/images/0/clone", { body: { name: "once" } });
        expect([status, document.code]).toEqual([409, "NAME_TAKEN"]);
        expect(namesOf("images")).toHaveLength(1);
      });

      test("a copy that was not marked or not named yet is finished by a repetition", async () => {
        for (const method of ["one.image.update", "one.image.rename"]) {
          const path = "/images/0/clone";
          const body = { name: `once ${method}` };
          const headers = { "idempotency-key": method };
          let left = 1;
          faults = (called) => (called === method && left-- > 0 ? { error: ["INTERNAL", "broken"] } : undefined);
          expect((await keyed("POST", path, { body, headers })).status).toBe(500);
          const { status, document } = await keyed("POST", path, { body, headers });
          expect([status, document.name]).toEqual([201, body.name]);
          expect(namesOf("images")).toContainEqual([Number(document.id), body.name]);
        }
        expect(namesOf("images", /once|occi-/)).toHaveLength(2);
      });

      test("a copy that another server is renaming is waited for", async () => {
        const body = { name: "once" };
        let left = 1;
        faults = (called) =>
          called === "one.image.rename" && left-- > 0 ? { error: ["ACTION", "Object is being renamed"] } : undefined;
        const first = keyed("POST", "/images/0/clone", { body });
        const second = keyed("POST", "/images/0/clone", { body });
        const answers = await Promise.all([first, second]);
        expect(answers.map(({ document }) => document.name)).toEqual(["once", "once"]);
        expect(namesOf("images")).toHaveLength(1);
      });

      test.each(["/machines", "/images/0/clone"])("%s: a fault without a reason is no second object", async (path) => {
        const body = path === "/machines" ? { image: 0, size: "small", name: "once" } : { name: "once" };
        const method = path === "/machines" ? "one.vm.allocate" : "one.image.clone";
        slowly(path === "/machines" ? "one.vmpool.infoextended" : "one.imagepool.info", 2);
        const slow = faults;
        let calls = 0;
        // As oned 7.4 answers, when two make an object of one name at a time.
        faults = (called) => (called === method && ++calls === 2 ? { error: ["INTERNAL", ""] } : slow(called));
        const answers = await Promise.all([keyed("POST", path, { body }), keyed("POST", path, { body })]);
        expect(answers.map(({ status }) => status)).toEqual([201, 201]);
        expect(new Set(answers.map(({ document }) => document.id)).size).toBe(1);
        expect(namesOf(path === "/machines" ? "vms" : "images")).toHaveLength(1);
      });

      test("what is made too late is taken back when a repetition was first", async () => {
        const watched: Parameters<Strays["watch"]>[0][] = [];
        const strays = Object.assign(new Strays(occi.deps.clock), { watch: (one: never) => void watched.push(one) });

        const { early, late } = await createOnce(occi, strays);
        expect(late).toBeGreaterThan(early);
        const [creation] = watched;
        expect(await creation?.find()).toEqual({ kind: "found", id: late });
      });

      test.each(['""', '"', "a b", 'a"b', "ä", `"${"x".repeat(256)}"`, "x".repeat(256), "a,b", '"a\\b"'])(
        "the key %s is refused",
        async (key) => {
          const headers = { "idempotency-key": Buffer.from(key).toString("latin1") };
          const { status, document } = await keyed("POST", "/images", { body: { name: "once", sizeMiB: 64 }, headers });
          expect([status, document.code]).toEqual([400, "INVALID_REQUEST"]);
          expect(namesOf("images")).toEqual([]);
        },
      );

      test.each(['"]]>"', '"</TEMPLATE>"', `"\\"] X=[Y=\\""`, '"$USER"', "a", `"${"~".repeat(255)}"`])(
        "the key %s changes nothing but which request it is",
        async (key) => {
          const body = { template: 0, name: "once" };
          const { status, document } = await keyed("POST", "/machines", { body, headers: { "idempotency-key": key } });
          expect(status).toBe(201);
          const asked = occi.sim.calls.find(({ method }) => method === "one.template.instantiate")?.params[3];
          expect(asked).toMatch(/<OCCI_IDEMPOTENCY>[0-9a-f]{32}-[0-9a-f]{16}-0-\d+-[0-9a-f]{8}<\/OCCI_IDEMPOTENCY>/);
          const again = await keyed("POST", "/machines", { body, headers: { "idempotency-key": key } });
          expect(again.document.id).toBe(document.id);
        },
      );

      test("a key in quotes and the same without are one", async () => {
        const sending = (key: string) => ({
          body: { name: "once", sizeMiB: 64 },
          headers: { "idempotency-key": key },
        });
        const { document } = await keyed("POST", "/images", sending('"abc"'));
        expect((await keyed("POST", "/images", sending("abc"))).document.id).toBe(document.id);
      });

      describe("several machines", () => {
        const BODY = { image: 0, size: "small", name: "once-%i", count: 3 };
        const names = (document: unknown) => at(document, "items.*.name");

        test("come with their numbers, in one answer, once for a key", async () => {
          const { status, document } = await keyed("POST", "/machines", { body: BODY });
          expect([status, names(document)]).toEqual([201, ["once-0", "once-1", "once-2"]]);
          const again = await otherServer()("/machines", BODY);
          expect(at(again.document, "items.*.id")).toEqual(at(document, "items.*.id"));
          expect(namesOf("vms")).toHaveLength(3);
        });

        test.each([true, false])("are all made or none (with a key: %p)", async (hasKey) => {
          let calls = 0;
          faults = (method) =>
            method === "one.vm.allocate" && ++calls === 3 ? { error: ["ACTION", "no room"] } : undefined;
          const post = hasKey ? keyed : send;
          const refused = await post("POST", "/machines", { body: BODY });
          expect([refused.status >= 400, calls]).toEqual([true, 3]);
          for (let look = 0; look < 3; look++) await send("GET", "/machines");
          expect(namesOf("vms")).toEqual([]);
          const { status, document } = await post("POST", "/machines", { body: BODY, headers: { prefer: "wait=30" } });
          expect([status, names(document)]).toEqual([201, ["once-0", "once-1", "once-2"]]);
          expect(at(document, "items.*.state")).toEqual(["running", "running", "running"]);
        });

        test("are completed by a repetition when an answer was lost", async () => {
          let calls = 0;
          const mend = losing("one.vm.allocate", "reset");
          const broken = faults;
          faults = (method) => {
            if (method === "one.vm.allocate" && ++calls < 2) return undefined;
            return broken(method);
          };
          const lost = await keyed("POST", "/machines", { body: BODY });
          expect([lost.document.code, namesOf("vms").length]).toEqual(["OUTCOME_UNKNOWN", 1]);
          const [[first] = []] = namesOf("vms");
          mend();
          const { status, document } = await keyed("POST", "/machines", { body: BODY });
          expect([status, names(document), at(document, "items.0.id")]).toEqual([
            201,
            ["once-0", "once-1", "once-2"],
            first,
          ]);
        });

        test("are made once by two copies of the server at a time", async () => {
          slowly("one.vmpool.infoextended", 2);
          const answers = await Promise.all([otherServer()("/machines", BODY), otherServer()("/machines", BODY)]);
          const [one, two] = answers.map(({ document }) => at(document, "items.*.id"));
          expect(one).toEqual(two);
          expect(
            namesOf("vms")
              .map(([id]) => id)
              .toSorted(),
          ).toEqual([...(one as number[])].toSorted());
        });

        test("need room in the quota for all of them, before any is made", async () => {
          const { status, document } = await send("POST", "/machines", { body: { ...BODY, count: 4 }, user: "bob" });
          expect([status, document.code]).toEqual([403, "QUOTA_EXCEEDED"]);
          expect(document.detail).toBe("The quota of machines leaves 3, and 4 machines need 4.");
          expect(occi.sim.calls.filter(({ method }) => method === "one.vm.allocate")).toEqual([]);
        });

        test.each([1, 0, -1, 51, 2.5, "3"])("count %p is refused", async (count) => {
          const { status, document } = await send("POST", "/machines", { body: { ...BODY, count } });
          expect([status, at(document, "errors.0.pointer")]).toEqual([400, "/count"]);
        });
      });
    },
    networkFrom === undefined ? {} : { networkFrom },
    { faults: (method) => faults(method) },
  );
}

define("a creation with a key", CREATIONS);
define("a reservation with a key", [RESERVATION], 1);
