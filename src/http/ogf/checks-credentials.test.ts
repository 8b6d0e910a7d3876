/** Checks K-1 to K-6: keys and user data (GFD.224, 3.5.3 and 3.5.4), and the pair of mixins before 1.2. */
import { describe, expect, test } from "bun:test";
import { describeOcci, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import { attribute, created, kind, mixin, plain, refused, seen } from "./testing/requests.ts";

const SSH_KEY = "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key";
const USER_DATA = "http://schemas.ogf.org/occi/infrastructure/compute#user_data";
const OLD_KEY = "http://schemas.openstack.org/instance/credentials#public_key";
const OLD_USER_DATA = "http://schemas.openstack.org/compute/instance#user_data";
const KEY = "ssh-ed25519 AAAAC3Nz ana@desk";
const OTHER_KEY = "ssh-rsa AAAAB3Nz bob@desk";
const SCRIPT = "#!/bin/sh\necho hello\n";
const BASE64 = Buffer.from(SCRIPT).toString("base64");

const machine = (...more: readonly string[]) => plain(kind("compute"), mixin(`${OS_TPL}image_0`), ...more);

/** CONTEXT as the guest gets it. */
function context({ sim }: OcciWorld, path: string): Readonly<Record<string, string>> {
  const vm = sim.world.vms.get(Number(path.replace("/compute/", "")));
  return Object.fromEntries(vm?.template.vectors("CONTEXT")[0] ?? []);
}

describeOcci("credentials", (world) => {
  test("K-1 SHOULD: ssh_key reaches the guest and is shown", async () => {
    const path = await created(
      world,
      "/compute/",
      machine(mixin(SSH_KEY), attribute("occi.credentials.ssh.publickey", KEY)),
    );
    expect(context(world, path)).toMatchObject({ SSH_PUBLIC_KEY: KEY });
    const { mixins, attributes } = await seen(world, path);
    expect(mixins).toContain(SSH_KEY);
    expect(attributes["occi.credentials.ssh.publickey"]).toBe(KEY);
  });

  test("K-1: a key is added to a machine that exists", async () => {
    const path = await created(world, "/compute/", machine());
    const sending = plain(mixin(SSH_KEY), attribute("occi.credentials.ssh.publickey", KEY));
    expect((await world.request("POST", path, sending)).status).toBe(200);
    expect((await seen(world, path)).attributes["occi.credentials.ssh.publickey"]).toBe(KEY);
    const wrong = plain(attribute("occi.credentials.ssh.publickey", "no key"));
    await refused(world, `POST ${path}`, wrong, 400, "occi.credentials.ssh.publickey");
  });

  test.each([SSH_KEY, USER_DATA, OLD_KEY, OLD_USER_DATA])(
    "K-1: %s applies only to compute: elsewhere 400",
    async (id) => {
      const storage = plain(kind("storage"), mixin(id), attribute("occi.storage.size", 1));
      await refused(world, "POST /storage/", storage, 400, id.slice(id.indexOf("#") + 1));
      await refused(world, "POST /storage/2", plain(mixin(id)), 400, id.slice(id.indexOf("#") + 1));
    },
  );

  test("K-1: the mixin without its attribute is 400, and the attribute without its mixin", async () => {
    await refused(world, "POST /compute/", machine(mixin(SSH_KEY)), 400, "occi.credentials.ssh.publickey");
    const bare = machine(attribute("occi.credentials.ssh.publickey", KEY));
    await refused(world, "POST /compute/", bare, 400, "occi.credentials.ssh.publickey");
  });

  test.each(["no key", "ssh-rsa AAAA\nssh-nothing", "ssh-rsa AAAA\u0000"])("K-1: %j is no key: 400", async (key) => {
    const sending = machine(mixin(SSH_KEY), attribute("occi.credentials.ssh.publickey", key));
    const answer = await world.request("POST", "/compute/", sending);
    expect(answer.status).toBe(400);
  });

  test.each([
    ["a script", SCRIPT],
    ["cloud-config", "#cloud-config\npackages: [nginx]\n"],
    ["any text", 'hello; world, "quoted" \\ é'],
    ["Base64 of a script, as clients of 1.1 send it", BASE64],
  ])("K-2 MUST: user data is handed over: %s", async (_, data) => {
    const sending = {
      kind: "http://schemas.ogf.org/occi/infrastructure#compute",
      mixins: [`${OS_TPL}image_0`, USER_DATA],
    };
    const body = JSON.stringify({ ...sending, attributes: { "occi.compute.userdata": data } });
    const path = await created(world, "/compute/", { contentType: "application/occi+json", body });
    const { USER_DATA: given = "", USERDATA_ENCODING: encoding } = context(world, path);
    expect(encoding).toBe("base64");
    const plainText = data === BASE64 ? SCRIPT : data;
    expect(Buffer.from(given, "base64").toString()).toBe(plainText);
    expect((await seen(world, path)).attributes["occi.compute.userdata"]).toBe(plainText);
  });

  describe.each([
    ["a script", SCRIPT],
    ["text of several lines that is no kind of user data", "hello\nworld\r\n"],
    ["a tab", "a\tb"],
  ])("K-2: what a line of text cannot hold is Base64 there: %s", (_, data) => {
    const encoded = Buffer.from(data).toString("base64");
    const userData = (text: string) => machine(mixin(USER_DATA), attribute("occi.compute.userdata", text));
    const shownIn = async (path: string, accept: string) => {
      const { headers, body } = await world.request("GET", path, { accept });
      const text = accept === "text/occi" ? (headers.get("x-occi-attribute") ?? "") : body;
      return /occi\.compute\.userdata="([^"]*)"/.exec(text)?.[1];
    };

    test("it may be sent so, is shown so, and is itself in JSON", async () => {
      const path = await created(world, "/compute/", userData(encoded));
      expect(context(world, path)).toMatchObject({ USER_DATA: encoded, USERDATA_ENCODING: "base64" });
      for (const accept of ["text/plain", "text/occi", "text/occi+plain"]) {
        expect(await shownIn(path, accept)).toBe(encoded);
      }
      expect((await seen(world, path)).attributes["occi.compute.userdata"]).toBe(data);
    });

    test("what is shown can be put back, and makes another machine with the same", async () => {
      const path = await created(world, "/compute/", userData(encoded));
      for (const accept of ["text/plain", "text/occi"]) {
        const { headers, body } = await world.request("GET", path, { accept });
        const lines = ["category", "link", "x-occi-attribute"].flatMap((name): [string, string][] => {
          const value = headers.get(name);
          return value === null || accept !== "text/occi" ? [] : [[name, value]];
        });
        const answer = await world.request("PUT", path, { contentType: accept, accept, headers: lines, body });
        expect(answer.status).toBe(200);
      }
      const again = await created(world, "/compute/", userData((await shownIn(path, "text/plain")) ?? ""));
      expect(context(world, again)).toMatchObject({ USER_DATA: encoded, USERDATA_ENCODING: "base64" });
      await refused(
        world,
        `POST ${path}`,
        plain(attribute("occi.compute.userdata", btoa("#!/bin/other\n"))),
        409,
        "userdata",
      );
    });
  });

  test("K-2: a word that could be Base64 is a word, and one line stays as it is", async () => {
    for (const word of ["test", "hello", "#cloud-config"]) {
      const sending = machine(mixin(USER_DATA), attribute("occi.compute.userdata", word));
      const path = await created(world, "/compute/", sending);
      expect(Buffer.from(context(world, path).USER_DATA ?? "", "base64").toString()).toBe(word);
      expect((await world.request("GET", path)).body).toContain(`occi.compute.userdata="${word}"`);
    }
  });

  test("K-3: user data cannot be changed later: 409; the same again is no change", async () => {
    const path = await created(
      world,
      "/compute/",
      machine(mixin(USER_DATA), attribute("occi.compute.userdata", "#cloud-config")),
    );
    const update = (data: string) => plain(mixin(USER_DATA), attribute("occi.compute.userdata", data));
    await refused(world, `POST ${path}`, update("#!/bin/sh"), 409, "occi.compute.userdata");
    expect((await world.request("POST", path, update("#cloud-config"))).status).toBe(200);
  });

  test("K-4: the OpenStack pair means the same; user data comes in Base64", async () => {
    const path = await created(
      world,
      "/compute/",
      machine(
        mixin(OLD_KEY),
        mixin(OLD_USER_DATA),
        attribute("org.openstack.credentials.publickey.name", "desk"),
        attribute("org.openstack.credentials.publickey.data", KEY),
        attribute("org.openstack.compute.user_data", BASE64),
      ),
    );
    expect(context(world, path)).toMatchObject({ SSH_PUBLIC_KEY: KEY, USER_DATA: BASE64, USERDATA_ENCODING: "base64" });
  });

  test("K-4: rOCCI's client sends a key without a name", async () => {
    const sending = machine(mixin(OLD_KEY), attribute("org.openstack.credentials.publickey.data", KEY));
    expect(context(world, await created(world, "/compute/", sending))).toMatchObject({ SSH_PUBLIC_KEY: KEY });
  });

  test("K-4: user data of the OpenStack mixin that is no Base64 is 400", async () => {
    const sending = machine(mixin(OLD_USER_DATA), attribute("org.openstack.compute.user_data", "#!/bin/sh"));
    await refused(world, "POST /compute/", sending, 400, "org.openstack.compute.user_data");
  });

  test("K-5: old and new at once: the new one wins", async () => {
    const path = await created(
      world,
      "/compute/",
      machine(
        mixin(SSH_KEY),
        mixin(OLD_KEY),
        attribute("org.openstack.credentials.publickey.data", OTHER_KEY),
        attribute("occi.credentials.ssh.publickey", KEY),
      ),
    );
    expect(context(world, path)).toMatchObject({ SSH_PUBLIC_KEY: KEY });
  });

  test.each(["occi.crendentials.ssh.publickey", "occi.credentials.ssh_key"])(
    "K-6: ooi's %s is meant as the key",
    async (name) => {
      const path = await created(world, "/compute/", machine(mixin(SSH_KEY), attribute(name, KEY)));
      expect(context(world, path)).toMatchObject({ SSH_PUBLIC_KEY: KEY });
    },
  );

  test("K-6: ooi's occi.compute.user_data is meant as user data", async () => {
    const sending = machine(mixin(USER_DATA), attribute("occi.compute.user_data", "#cloud-config"));
    const path = await created(world, "/compute/", sending);
    expect((await seen(world, path)).attributes["occi.compute.userdata"]).toBe("#cloud-config");
  });
});
