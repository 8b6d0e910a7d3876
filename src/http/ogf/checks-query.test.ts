/** The query interface (GFD.223, 9): what types there are, and the user's own. */
import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import {
  CORE,
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  type OcciSending,
  OS_TPL,
  RESOURCE_TPL,
} from "./testing/over-sim.ts";

const WELL_KNOWN = "/.well-known/org/ogf/occi/-/";
const SCHEME = "http://example.org/occi/alice#";
/** A tag in text/plain, with more parameters as they are. */
const tag = (term: string, more = ""): OcciSending => ({
  contentType: "text/plain",
  body: `Category: ${category(SCHEME + term)}${more}`,
});

interface Discovery {
  readonly kinds: readonly Described[];
  readonly mixins: readonly Described[];
  readonly actions: readonly Described[];
}
interface Described {
  readonly term: string;
  readonly scheme: string;
  readonly parent?: string;
  readonly location?: string;
  readonly depends?: readonly string[];
  readonly applies?: readonly string[];
  readonly actions?: readonly string[];
  readonly attributes?: Readonly<Record<string, { mutable?: boolean; required?: boolean; type?: string }>>;
}

describeOcci("Q: query interface", (world) => {
  const discover = async (user: OcciSending["user"] = "alice"): Promise<Discovery> =>
    JSON.parse((await world.request("GET", "/-/", { accept: JSON_TYPE, user })).body);
  const byId = (list: readonly Described[], id: string) => list.find(({ scheme, term }) => scheme + term === id);
  const ids = (list: readonly Described[]) => list.map(({ scheme, term }) => scheme + term);
  const status = async (method: string, path: string, sending: OcciSending = {}) =>
    (await world.request(method, path, sending)).status;

  test("Q-1 MUST: GET /-/ shows all kinds, mixins and actions, each action as a category", async () => {
    const { kinds, mixins, actions } = await discover();
    for (const term of ["compute", "network", "storage", "networkinterface", "storagelink"])
      expect(ids(kinds)).toContain(INFRA + term);
    for (const id of ["os_tpl", "resource_tpl"]) expect(ids(mixins)).toContain(INFRA + id);
    for (const id of ["network#ipnetwork", "credentials#ssh_key", "compute#user_data"])
      expect(ids(mixins)).toContain(`${INFRA.slice(0, -1)}/${id}`);
    expect(ids(mixins)).toContain(`${OS_TPL}image_0`);
    expect(ids(mixins)).toContain(`${RESOURCE_TPL}small`);
    for (const named of nonEmpty([...kinds, ...mixins].flatMap((one) => one.actions ?? [])))
      expect(ids(actions)).toContain(named);
    expect(ids(actions)).toContain(`${INFRA.slice(0, -1)}/compute/action#save`);
    const { status, body } = await world.request("GET", "/-/");
    expect(status).toBe(200);
    expect(body.match(/^Category: /gm)).toHaveLength(kinds.length + mixins.length + actions.length);
  });

  test("Q-2 MAY: the well-known path is the same, PEER (ran): also for POST and DELETE", async () => {
    expect((await world.request("GET", WELL_KNOWN)).body).toBe((await world.request("GET", "/-/")).body);
    expect(await status("POST", WELL_KNOWN, tag("far"))).toBe(200);
    expect(ids((await discover()).mixins)).toContain(`${SCHEME}far`);
    expect(await status("DELETE", WELL_KNOWN, tag("far"))).toBe(200);
    expect(ids((await discover()).mixins)).not.toContain(`${SCHEME}far`);
  });

  test("Q-3: without the slash at the end it is the same", async () => {
    const { body } = await world.request("GET", "/-/");
    for (const path of ["/-", WELL_KNOWN.slice(0, -1)]) expect((await world.request("GET", path)).body).toBe(body);
  });

  describe("Q-4 MUST: a client can learn from it", () => {
    test("the type tree", async () => {
      const { kinds, mixins } = await discover();
      expect(byId(kinds, `${INFRA}compute`)?.parent).toBe(`${CORE}resource`);
      expect(byId(kinds, `${INFRA}storagelink`)?.parent).toBe(`${CORE}link`);
      expect(byId(kinds, `${CORE}resource`)?.parent).toBe(`${CORE}entity`);
      expect(byId(mixins, `${OS_TPL}image_0`)?.depends).toEqual([`${INFRA}os_tpl`]);
      expect(byId(mixins, `${RESOURCE_TPL}small`)?.depends).toEqual([`${INFRA}resource_tpl`]);
      const { body } = await world.request("GET", "/-/");
      expect(body).toMatch(/^Category: compute; .*; rel="http:\/\/schemas\.ogf\.org\/occi\/core#resource"/m);
    });

    test("what may be changed and what is needed", async () => {
      const { kinds, mixins } = await discover();
      const { attributes } = byId(kinds, `${INFRA}compute`) ?? {};
      expect(attributes?.["occi.compute.state"]?.mutable ?? false).toBeFalse();
      expect(attributes?.["occi.compute.cores"]?.mutable).toBeTrue();
      const key = byId(mixins, `${INFRA.slice(0, -1)}/credentials#ssh_key`)?.attributes;
      expect(key?.["occi.credentials.ssh.publickey"]).toMatchObject({ required: true, mutable: true });
      const { body } = await world.request("GET", "/-/");
      expect(body).toMatch(/^Category: compute; .*occi\.compute\.state\{immutable\}/m);
    });

    test("actions with their parameters", async () => {
      const { actions } = await discover();
      const stop = byId(actions, `${INFRA.slice(0, -1)}/compute/action#stop`);
      expect(Object.keys(stop?.attributes ?? {})).toEqual(["method"]);
    });

    test("what a mixin applies to", async () => {
      const { mixins } = await discover();
      expect(byId(mixins, `${INFRA.slice(0, -1)}/network#ipnetwork`)?.applies).toEqual([`${INFRA}network`]);
      expect(byId(mixins, `${INFRA.slice(0, -1)}/compute#user_data`)?.applies).toEqual([`${INFRA}compute`]);
    });
  });

  test("Q-5 PEER (ran): core#entity, core#resource and core#link are listed; entity has no instances, hence no path", async () => {
    const { kinds } = await discover();
    expect(byId(kinds, `${CORE}entity`)).toBeDefined();
    expect(byId(kinds, `${CORE}entity`)?.location).toBeUndefined();
    const machine = ["/compute/0", "/link/networkinterface/compute_0_nic_0"];
    for (const [term, at] of [
      ["resource", 0],
      ["link", 1],
    ] as const) {
      const members = await everything(world, byId(kinds, CORE + term)?.location);
      expect(members).toContain(machine[at] as string);
      expect(members).not.toContain(machine[1 - at] as string);
    }
  });

  test.each<[string, OcciSending]>([
    ["text/plain", tag("blue", '; location="/tags/alice/blue/"')],
    ["text/occi", { contentType: "text/occi", headers: { Category: `${category(`${SCHEME}blue`)};` } }],
    [JSON_TYPE, { contentType: JSON_TYPE, body: `{"mixins":[{"term":"blue","scheme":"${SCHEME}"}]}` }],
  ])("Q-6 MUST: POST of a mixin makes a tag, 200: %s", async (_type, sending) => {
    expect(await status("POST", "/-/", sending)).toBe(200);
    const made = byId((await discover()).mixins, `${SCHEME}blue`);
    expect(await status("GET", made?.location ?? "none")).toBe(200);
  });

  test("Q-6 MUST: one or more at once", async () => {
    const body = ["a", "b", "c"].map((term) => tag(term).body).join("\n");
    expect(await status("POST", "/-/", { contentType: "text/plain", body })).toBe(200);
    const { mixins } = await discover();
    for (const term of ["a", "b", "c"]) expect(ids(mixins)).toContain(SCHEME + term);
  });

  test("Q-7 PEER (ran): rel may name what nobody knows", async () => {
    const rel = "http://example.com/occi/something_else#mixin";
    expect(await status("POST", "/-/", tag("odd", `; rel="${rel}"; location="/my_stuff/"`))).toBe(200);
    expect(byId((await discover()).mixins, `${SCHEME}odd`)).toMatchObject({ depends: [rel], location: "/my_stuff/" });
  });

  describe("Q-8: refused are", () => {
    test("SHOULD: an identifier that is there already, 409", async () => {
      expect(await status("POST", "/-/", tag("blue"))).toBe(200);
      expect(await status("POST", "/-/", tag("blue", '; location="/elsewhere/"'))).toBe(409);
      const small = { contentType: "text/plain", body: `Category: ${category(`${RESOURCE_TPL}small`)}` };
      expect(await status("POST", "/-/", small)).toBe(409);
    });

    test.each(["/compute/", "/compute/mine/", "/network/x/", "/link/x/", "/mixin/os_tpl/x/", "/-/", "/", "/user/x/"])(
      "a location of the server's own, 409: %s",
      async (location) => {
        expect(await status("POST", "/-/", tag("blue", `; location="${location}"`))).toBe(409);
      },
    );

    test("the location of another tag, 409", async () => {
      expect(await status("POST", "/-/", tag("blue", '; location="/mine/"'))).toBe(200);
      expect(await status("POST", "/-/", tag("green", '; location="/mine/"'))).toBe(409);
    });

    test("a scheme of the OGF, 400", async () => {
      const body = `Category: ${category(`${INFRA}mine`)}`;
      expect(await status("POST", "/-/", { contentType: "text/plain", body })).toBe(400);
    });

    test.each(["kind", "action"] as const)("a %s, 400", async (kindOf) => {
      const body = `Category: ${category(`${SCHEME}x`, kindOf)}`;
      expect(await status("POST", "/-/", { contentType: "text/plain", body })).toBe(400);
    });

    test("all of a request in which one is refused", async () => {
      const body = `${tag("fine").body}\nCategory: ${category(`${INFRA}mine`)}`;
      expect(await status("POST", "/-/", { contentType: "text/plain", body })).toBe(400);
      expect(ids((await discover()).mixins)).not.toContain(`${SCHEME}fine`);
    });
  });

  test("Q-9: without a location the server chooses one, unique and with a slash at its end", async () => {
    const other = 'Category: blue; scheme="http://example.org/other#"; class="mixin"';
    expect(await status("POST", "/-/", { contentType: "text/plain", body: `${tag("blue").body}\n${other}` })).toBe(200);
    const { mixins } = await discover();
    const [one, two] = [SCHEME, "http://example.org/other#"].map((scheme) => byId(mixins, `${scheme}blue`)?.location);
    expect(one).toMatch(/^\/.*\/$/);
    expect(two).toMatch(/^\/.*\/$/);
    expect(one).not.toBe(two);
  });

  describe("Q-10 MUST: DELETE", () => {
    test.each([`${category(`${SCHEME}blue`)};`, category(`${SCHEME}blue`), `blue; scheme="${SCHEME}"`])(
      "of a tag is 200, and it leaves every entity: %s",
      async (text) => {
        await world.request("POST", "/-/", tag("blue", '; location="/blue/"'));
        const body = "https://cloud.example.org/compute/0\r\nhttps://cloud.example.org/storage/2\r\n";
        await world.request("POST", "/blue/", { contentType: "text/uri-list", body });
        expect(await everything(world, "/blue/")).toEqual(["/compute/0", "/storage/2"]);
        expect((await world.request("GET", "/compute/0")).body).toContain(SCHEME);
        const sending = { contentType: "text/occi", headers: { Category: text } };
        expect(await status("DELETE", "/-/", sending)).toBe(200);
        for (const path of ["/compute/0", "/storage/2", "/-/"])
          expect((await world.request("GET", path)).body).not.toContain(SCHEME);
        expect(await status("GET", "/blue/")).toBe(404);
      },
    );

    test("of what is the server's is 403, of what is unknown 404", async () => {
      for (const [id, expected] of [
        [`${INFRA}os_tpl`, 403],
        [`${RESOURCE_TPL}small`, 403],
        [`${OS_TPL}image_0`, 403],
        [`${SCHEME}unknown`, 404],
      ] as const) {
        const body = `Category: ${category(id)}`;
        expect(await status("DELETE", "/-/", { contentType: "text/plain", body })).toBe(expected);
      }
    });
  });

  test("Q-11: a tag is its owner's: others see and delete only theirs, and may have the same", async () => {
    await world.request("POST", "/-/", tag("blue", '; location="/blue/"'));
    expect(ids((await discover("bob")).mixins)).not.toContain(`${SCHEME}blue`);
    expect(await status("GET", "/blue/", { user: "bob" })).toBe(404);
    expect(await status("DELETE", "/-/", { ...tag("blue"), user: "bob" })).toBe(404);
    expect(await status("POST", "/-/", { ...tag("blue"), user: "bob" })).toBe(200);
    expect(ids((await discover()).mixins)).toContain(`${SCHEME}blue`);
  });

  test("Q-12: PUT is 405, with what is possible", async () => {
    const { status, headers } = await world.request("PUT", "/-/", tag("blue"));
    expect([status, headers.get("allow")]).toEqual([405, "GET, POST, DELETE, HEAD, OPTIONS"]);
  });

  test("discovery takes at most two calls to oned", async () => {
    for (const accept of ["text/plain", "text/occi", JSON_TYPE]) {
      world.resetCalls();
      await world.request("GET", "/-/", { accept });
      expect(world.calls()).toBeLessThanOrEqual(2);
    }
  });
});
