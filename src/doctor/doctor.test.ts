/** What the doctor says of good and of bad surroundings. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { readTemplate } from "../templates/syntax.ts";
import { certificateFindings } from "./certificates.ts";
import { readCredentials } from "./credentials.ts";
import { type Finding, render } from "./finding.ts";
import { machineFindings } from "./machine.ts";
import { reachFindings, userFindings } from "./oned.ts";
import type { RenderedTemplate } from "./template-objects.ts";

let directory: string;
let sim: OnedSim;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-doctor-"));
  sim = await startOnedSim({ seed: "demo", screens: true });
});
afterAll(async () => {
  await sim.stop();
  rmSync(directory, { recursive: true, force: true });
});

const brief = (found: readonly Finding[]): string[] =>
  found.map(({ status, check, text }) => `${status} ${check}: ${text}`);
const of = (found: readonly Finding[], check: string): string[] => brief(found.filter((one) => one.check === check));
const config = (different: Partial<Config> = {}): Config =>
  testConfig(directory, { onedUrls: [sim.url], imageDir: "/var/tmp/occi-server", ...different });

describe("oned", () => {
  test("answers, and has our time", async () => {
    expect(brief(await reachFindings(config(), undefined))).toEqual([
      `ok oned: ${sim.url} answers`,
      "ok clock: oned and this machine have the same time",
    ]);
  });

  test("does not answer: an error with a way out", async () => {
    const [found] = await reachFindings(config({ onedUrls: ["http://127.0.0.1:1/RPC2"] }), undefined);
    expect(found).toEqual({
      check: "oned",
      status: "error",
      text: "http://127.0.0.1:1/RPC2: OpenNebula cannot be reached",
      advice: "start oned, or correct ONE_XMLRPC",
    });
  });

  test("of two one is enough", async () => {
    const dead = "http://127.0.0.1:1/RPC2";
    const found = await reachFindings(config({ onedUrls: [dead, sim.url] }), undefined);
    expect(found.map(({ status }) => status)).toEqual(["warning", "ok", "ok"]);
    const none = await reachFindings(config({ onedUrls: [dead, "http://127.0.0.1:2/RPC2"] }), undefined);
    expect(none.map(({ status }) => status)).toEqual(["warning", "warning", "error"]);
  });

  test.each([
    [
      "a minute ago",
      () => new Date(Date.now() - 60_000).toUTCString(),
      "warning clock: oned is 6\\d s behind this machine",
    ],
    [
      "in a minute",
      () => new Date(Date.now() + 69_000).toUTCString(),
      "warning clock: oned is 6\\d s ahead of this machine",
    ],
    ["whenever", () => "whenever", "unknown clock: oned does not report its time"],
  ])("a clock that says %s", async (_, date, expected) => {
    const body = "<methodResponse><params/></methodResponse>";
    const fetch = (): Response => new Response(body, { headers: { date: date() } });
    const oned = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch });
    const found = await reachFindings(config({ onedUrls: [`http://127.0.0.1:${oned.port}/`] }), undefined);
    await oned.stop(true);
    expect(of(found, "clock")[0]).toMatch(new RegExp(`^${expected}$`));
  });
});

const FINE = "ok rights: users can use all objects that the configuration and the templates name";

describe("a user of oned", () => {
  const oned = (): ReturnType<typeof createRpc> =>
    createRpc({ urls: [sim.url], connections: 2, timeout: 2000, answerLimit: 2 ** 20 });
  const ask = (different: Partial<Config>, session: string): Promise<Finding[]> =>
    userFindings(config(different), oned(), session);

  test("everything is as it should be", async () => {
    const found = await ask({ networkFrom: 0 }, "oneadmin:opennebula");
    expect(found.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(new Set(found.map(({ check }) => check))).toEqual(
      new Set(["login", "version", "connections", "datastore", "safe dirs", "network", "screen", "rights"]),
    );
    expect(of(found, "version")).toEqual(["ok version: OpenNebula 6.10.0"]);
  });

  test("a wrong password is an error that does not show it", async () => {
    const found = await ask({}, "oneadmin:c4n4ry");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      check: "login",
      status: "error",
      advice: "correct the file that --auth or ONE_AUTH names",
    });
    expect(JSON.stringify(found)).not.toContain("c4n4ry");
  });

  test("what is wrong is told with what to do", async () => {
    const wrong = {
      oneConnections: 15,
      datastoreId: 2,
      filesDatastoreId: 999,
      networkFrom: 999,
    };
    const found = await ask(wrong, "oneadmin:opennebula");
    expect(of(found, "connections")[0]).toStartWith("error connections: ONE_CONNECTIONS is 15, but oned serves 15");
    expect(of(found, "datastore")).toEqual([
      "error datastore: DATASTORE_ID=2 is files, of type FILE",
      expect.stringMatching(/^error datastore: FILES_DATASTORE_ID=999: /),
    ]);
    expect(of(found, "network")[0]).toStartWith("error network: NETWORK_FROM=999: ");
    expect(found.filter(({ status, advice }) => status === "error" && advice === undefined)).toEqual([]);
  });

  test("the default os_tpl is looked for", async () => {
    expect(of(await ask({ defaultOsTpl: "template_0" }, "oneadmin:opennebula"), "os_tpl")[0]).toStartWith(
      "ok os_tpl: ",
    );
    for (const missing of ["template_999", "image_999"]) {
      const [finding] = of(await ask({ defaultOsTpl: missing }, "oneadmin:opennebula"), "os_tpl");
      expect(finding).toStartWith(`error os_tpl: DEFAULT_OS_TPL=${missing}: `);
    }
  });

  test("a cluster that is not there is told, and oned's default is not looked for", async () => {
    expect(of(await ask({ clusterId: 0 }, "oneadmin:opennebula"), "cluster")).toEqual([
      "ok cluster: CLUSTER_ID=0 is default",
    ]);
    expect(of(await ask({ clusterId: 99 }, "oneadmin:opennebula"), "cluster")[0]).toStartWith(
      "error cluster: CLUSTER_ID=99: ",
    );
    expect(of(await ask({ clusterId: -1 }, "oneadmin:opennebula"), "cluster")).toEqual([]);
  });

  test("OpenNebula 7 lets no user make a network without NETWORK_FROM, 6 may", async () => {
    expect(of(await ask({}, "oneadmin:opennebula"), "network")).toEqual([]);
    const seven = await startOnedSim({ version: "7.4" });
    try {
      const oned = createRpc({ urls: [seven.url], connections: 2, timeout: 2000, answerLimit: 2 ** 20 });
      const found = await userFindings(config({}), oned, "oneadmin:opennebula");
      expect(of(found, "network")[0]).toStartWith("warning network: OpenNebula 7.4");
      expect(found.find(({ check }) => check === "network")?.advice).toContain("NETWORK_FROM");
      expect(of(found, "rights")).toEqual([FINE]);
    } finally {
      await seven.stop();
    }
  });

  const template = (text: string): RenderedTemplate[] => [{ file: "small.eta", attributes: readTemplate(`${text}\n`) }];
  const askWith = async (text: string, session = "oneadmin:opennebula", different: Partial<Config> = {}) => {
    const found = await userFindings(config(different), oned(), session, template(text));
    return [...of(found, "template"), ...of(found, "rights")];
  };

  test.each([
    ["DISK = [ IMAGE_ID = 0 ]\nNIC = [ NETWORK_ID = 0 ]", [FINE]],
    ["DISK = [ IMAGE_ID = 99 ]", ["error template: small.eta: IMAGE_ID=99 is not there", FINE]],
    ["NIC = [ NETWORK_ID = 99 ]", ["error template: small.eta: NETWORK_ID=99 is not there", FINE]],
    ['NIC = [ NETWORK = "private", NETWORK_UNAME = "oneadmin" ]', [FINE]],
    [
      'DISK = [ IMAGE = "nope", IMAGE_UNAME = "oneadmin" ]',
      ["error template: small.eta: IMAGE=nope of oneadmin is not there", FINE],
    ],
    [
      'NIC = [ NETWORK = "private", NETWORK_UNAME = "alice" ]',
      ["error template: small.eta: NETWORK=private of alice is not there", FINE],
    ],
    // An image of each user's own, which `check` warns of; a volatile disk.
    ['DISK = [ IMAGE = "nope" ]\nDISK = [ TYPE = swap, SIZE = 10 ]', [FINE]],
    [
      'OS = [ KERNEL_DS = "$FILE[IMAGE_ID=98]" ]\nCONTEXT = [ FILES_DS = "$FILE[IMAGE_ID=97]" ]',
      [
        "error template: small.eta: $FILE[IMAGE_ID=98] is not there",
        "error template: small.eta: $FILE[IMAGE_ID=97] is not there",
        FINE,
      ],
    ],
  ])("what the template %j names is looked for", async (text, expected) => {
    expect(await askWith(text)).toEqual(expected);
  });

  describe("rights of ordinary users", () => {
    const change = (method: string, ...parameters: (string | number)[]) =>
      oned().change("oneadmin:opennebula", method, ...parameters);
    let made: number;
    beforeAll(async () => {
      const text = 'NAME="kept"\nVN_MAD="bridge"\nBRIDGE="br0"\nAR=[TYPE="IP4",IP="10.9.0.1",SIZE="5"]';
      made = Number(await change("one.vn.allocate", text, -1));
    });

    test("bits: others, then the group that the object has", async () => {
      const named = `DISK = [ IMAGE_ID = 2 ]`;
      await change("one.image.chmod", 2, 1, 1, 0, 0, 0, 0, 0, 0, 0);
      const [told] = await askWith(named);
      expect(told).toMatch(/^warning rights: small\.eta: IMAGE_ID=2 \(.*\): users of the group users cannot use it$/);
      await change("one.image.chmod", 2, 1, 1, 0, 0, 0, 0, 1, 0, 0);
      expect(await askWith(named)).toEqual([FINE]);
    });

    test("rules of access: a rule for all networks lets users use one without bits", async () => {
      expect(await askWith(`NIC = [ NETWORK_ID = ${made} ]`)).toEqual([FINE]);
      expect(await askWith("CPU = 1", "oneadmin:opennebula", { networkFrom: made })).toEqual([FINE]);
    });

    test("without rights to see the rules it is said so", async () => {
      const found = await askWith("DISK = [ IMAGE_ID = 0 ]", "alice:alicepass");
      expect(found.filter((line) => /^(warning|error)/.test(line))).toEqual([]);
      expect(found[0]).toMatch(/^(unknown|ok) rights: /);
    });
  });

  test("a directory is inside by its parts, not by its letters", async () => {
    const found = await ask({ imageDir: "/var/tmpfoo" }, "oneadmin:opennebula");
    expect(of(found, "safe dirs")[0]).toStartWith("error safe dirs: IMAGE_DIR /var/tmpfoo is not in SAFE_DIRS");
  });
});

describe("the machine", () => {
  function proc(limit: string, migrate: string | undefined): string {
    const made = mkdtempSync(join(directory, "proc-"));
    mkdirSync(join(made, "77"));
    mkdirSync(join(made, "sys", "net", "ipv4"), { recursive: true });
    writeFileSync(
      join(made, "77", "limits"),
      `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${limit}   9   files\n`,
    );
    if (migrate !== undefined) writeFileSync(join(made, "sys", "net", "ipv4", "tcp_migrate_req"), `${migrate}\n`);
    return made;
  }
  const look = (where: string, different: Partial<Config> = {}): Finding[] =>
    machineFindings(config(different), { proc: where, pid: 77 });

  test("has enough of everything", () => {
    const found = look(proc("65536", "1"), { uploadLimit: 1 });
    expect(found.map(({ status, check }) => `${status} ${check}`)).toEqual(["ok disk", "ok descriptors", "ok sysctl"]);
  });

  test("has too few descriptors, and a kernel that may lose connections", () => {
    const found = look(proc("1024", "0"), { connections: 4096 });
    expect(of(found, "descriptors")).toEqual([
      "warning descriptors: the server may open 1024 files, but CONNECTIONS=4096 may need 4352",
    ]);
    expect(of(found, "sysctl")[0]).toStartWith("warning sysctl: net.ipv4.tcp_migrate_req is 0");
  });

  test("does not show all of it", () => {
    const found = machineFindings(config(), { proc: proc("unlimited", undefined), pid: 78 });
    expect(found.slice(1).map(({ status, check }) => `${status} ${check}`)).toEqual([
      "unknown descriptors",
      "unknown sysctl",
    ]);
    expect(of(look(proc("unlimited", "1")), "descriptors")).toEqual([
      "ok descriptors: the server may open unlimited files",
    ]);
  });

  test("has no directory for uploads", () => {
    const imageDir = join(mkdtempSync(join(directory, "uploads-")), "plain");
    writeFileSync(imageDir, "");
    for (const unusable of [imageDir, join(imageDir, "below")]) {
      const [disk] = look(proc("65536", "1"), { imageDir: unusable, uploadLimit: 1 });
      expect([disk?.status, disk?.text]).toEqual([
        "error",
        expect.stringContaining("IMAGE_DIR cannot be used, so uploads fail: "),
      ]);
    }
  });

  test("has no disk as large as that", () => {
    const huge = { uploadLimit: 2 ** 52 };
    expect(["ok", "warning", "error"]).toContain(String(look(proc("1", "1"), huge)[0]?.status));
    expect(look(proc("1", "1"), { uploadLimit: 1 })[0]?.status).toBe("ok");
  });
});

describe("certificates", () => {
  test("that last, that end soon, that have ended, that are none", async () => {
    const { cert } = await makeCertificate();
    const file = join(directory, "cert.pem");
    writeFileSync(file, cert);
    const { validToDate } = new X509Certificate(cert);
    const before = (days: number): string[] => {
      const now = new Date(validToDate.getTime() - days * 86_400_000);
      return brief(certificateFindings(config({ ssl: "files", sslCerts: [file] }), now));
    };
    expect(before(30.5)).toEqual([`ok certificate: ${file} is valid for 30 more days`]);
    expect(before(3.5)).toEqual([`warning certificate: ${file} is valid for 3 more days`]);
    expect(before(-1)[0]).toStartWith(`error certificate: ${file} expired at `);
    const missing = config({ ssl: "files", sslCerts: [join(directory, "none.pem")] });
    expect(brief(certificateFindings(missing, new Date()))[0]).toContain("cannot be read");
  });

  test("that no authority has signed: the file for users is named", async () => {
    const stateDir = mkdtempSync(join(directory, "state-"));
    const own = config({ ssl: "self-signed", stateDir });
    await selfSigned(own);
    expect(brief(certificateFindings(own, new Date()))).toEqual([
      `ok certificate: ${join(stateDir, "self-signed.pem")} is valid for 799 more days`,
      `ok certificate: users who trust ${join(stateDir, "self-signed.crt")} can connect (--cacert, OCCI_CACERT)`,
    ]);
  });

  test("that the server makes are there after its start; without TLS there are none", () => {
    expect(brief(certificateFindings(config({ ssl: "self-signed" }), new Date()))).toEqual([
      "warning certificate: no certificate yet: with SSL=self-signed the server gets one when it runs",
    ]);
    expect(brief(certificateFindings(config(), new Date()))).toEqual(["ok certificate: none: SSL is off"]);
  });
});

describe("credentials", () => {
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(directory, "auth-")), "one_auth");
    writeFileSync(path, content);
    return path;
  };

  test("are those of --auth, else of ONE_AUTH, else of the home directory, else there are none", () => {
    const home = mkdtempSync(join(directory, "home-"));
    expect(readCredentials(undefined, { HOME: home })).toBeUndefined();
    mkdirSync(join(home, ".one"));
    writeFileSync(join(home, ".one", "one_auth"), "home:a\n");
    expect(readCredentials(undefined, { HOME: home })).toBe("home:a");
    const environment = { HOME: home, ONE_AUTH: file("env:b:c") };
    expect(readCredentials(undefined, environment)).toBe("env:b:c");
    expect(readCredentials(file("typed:d"), environment)).toBe("typed:d");
  });

  test.each(["", "no colon", ":x", "a b:c\nd:e"])("%j are none, and are not shown", (content) => {
    expect(() => readCredentials(file(content), {})).toThrow("does not hold one line user:password");
    expect(() => readCredentials(join(directory, "nowhere"), {})).toThrow("cannot be read");
  });
});

test("the lines stand below each other, with what to do below", () => {
  const text = render([
    { check: "oned", status: "ok", text: "answers" },
    { check: "certificate", status: "warning", text: "lasts 3 days", advice: "renew it" },
  ]);
  expect(text).toBe(
    ["ok       oned         answers", "warning  certificate  lasts 3 days", "                      renew it"].join(
      "\n",
    ),
  );
});
