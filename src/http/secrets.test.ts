/** Passwords and tokens: in no log line, no error and no answer that did not ask for them, whatever goes wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { BASE_PATH, OPERATIONS } from "../dialects/json/index.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { IDLE_SOURCES } from "../metrics/testing/idle-sources.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { describeApi } from "./api/testing/api-world.ts";
import { basic, type Cloud, startCloud } from "./testing/cloud.ts";
import { recordedLog } from "./testing/recorded-log.ts";

/** What would be in a log if it were kept: as it is, and as HTTP and XML-RPC carry it. */
function formsOf(secret: string): string[] {
  const session = `canary-user:${secret}`;
  const hash = (name: "sha1" | "sha256") => new Bun.CryptoHasher(name).update(secret).digest("hex");
  return [secret, Buffer.from(session).toString("base64"), encodeURIComponent(secret), hash("sha1"), hash("sha256")];
}

/** What stands in oned's place: it gets the session with each call, and does its worst with it. */
const BACKENDS: Record<string, (body: string) => Response> = {
  "an oned that refuses": (body) => answer(256, `[${method(body)}] User couldn't be authenticated, aborting call.`),
  "a web server": () => new Response("<html>nothing here</html>", { status: 404 }),
  "a page that repeats the request": (body) => new Response(`<html>${body}</html>`, { status: 500 }),
  "a success that repeats the request": (body) => new Response(body),
  "an answer cut off": () => new Response(answerText(256, "x").slice(0, 90)),
  "a fault": () => new Response(FAULT),
  "an error without a code": () => answer(0, "x"),
  "a document that is none": () => new Response(SUCCESS),
};
const METHOD = /<methodName>([\w.]+)/;
const method = (body: string): string => METHOD.exec(body)?.[1] ?? "";
const VALUES = "<methodResponse><params><param><value><array><data>";
const END = "</data></array></value></param></params></methodResponse>";
const answerText = (code: number, message: string): string =>
  `${VALUES}<value><boolean>0</boolean></value><value><string>${message}</string></value><value><i4>${code}</i4></value>${END}`;
const answer = (code: number, message: string): Response => new Response(answerText(code, message));
const SUCCESS = `${VALUES}<value><boolean>1</boolean></value><value><string>&lt;USER&gt;</string></value><value><i4>0</i4></value>${END}`;
const FAULT =
  "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>-501</int></value></member>" +
  "<member><name>faultString</name><value><string>no</string></value></member></struct></value></fault></methodResponse>";

const REQUESTS: readonly (readonly [string, string, string?])[] = [
  ["GET", "/"],
  ["GET", "/compute"],
  ["GET", "/compute?verbose"],
  ["POST", "/compute", "<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>"],
  ["POST", "/compute", "<COMPUTE><INSTANCE_TYPE>none</INSTANCE_TYPE></COMPUTE>"],
  ["GET", "/compute/7"],
  ["PUT", "/compute/7", "<COMPUTE><STATE>STOPPED</STATE></COMPUTE>"],
  ["DELETE", "/compute/7"],
  ["POST", "/network", "<NETWORK><NAME>n</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>9</SIZE></NETWORK>"],
  ["POST", "/storage?occixml=%3CSTORAGE%3E%3CNAME%3En%3C/NAME%3E%3C/STORAGE%3E"],
  ["GET", "/user"],
  ["POST", "/user/-1/action", "<ACTION><PERFORM>token</PERFORM></ACTION>"],
  ["POST", "/user/-1/action", "<ACTION><PERFORM>hashed</PERFORM></ACTION>"],
  ["GET", "/nothing"],
  ["PATCH", "/compute"],
  ["POST", "/compute", "<<<"],
  // Every operation of the JSON API.
  ...OPERATIONS.map(({ method: verb, path, example, body }): readonly [string, string, string?] => {
    const place = BASE_PATH + path.replace(/\{(\w+)\}/g, (_, name: string) => example?.params?.[name] ?? "7");
    return body === undefined ? [verb, place] : [verb, place, JSON.stringify(example?.body ?? {})];
  }),
];

const newMetrics = () => createMetrics({ version: "1", commit: "c", bun: "b" }, IDLE_SOURCES);

describe.each(Object.keys(BACKENDS))("in front of %s", (name) => {
  const metrics = newMetrics();
  let backend: ReturnType<typeof Bun.serve>;
  let cloud: Cloud;
  beforeAll(async () => {
    const respond = BACKENDS[name] ?? (() => new Response(null, { status: 500 }));
    backend = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => respond(await request.text()),
    });
    const urls = [`http://127.0.0.1:${backend.port}/RPC2`];
    const onCall = (called: string, ms: number, outcome: string): void => {
      cloud.log.debug("oned", { called, ms, outcome });
      metrics.onedCalled(called, ms, outcome);
    };
    cloud = await startCloud(
      createRpc({ urls, connections: 4, timeout: 2_000, answerLimit: 1024 * 1024, onCall }),
      {},
      recordedLog(),
      { observer: metrics },
    );
  });
  afterAll(async () => {
    await cloud.server.stop(0);
    await backend.stop(true);
    cloud.remove();
  });
  beforeEach(() => {
    cloud.log.clear();
  });

  test("secrets are nowhere, whatever is asked for with them", async () => {
    expect(REQUESTS.length).toBeGreaterThan(20);
    for (let number = 0; number < REQUESTS.length; number += 1) {
      const secret = `c4n4ry-${number}-päss${":".repeat(number % 3)}&<"w0rd`;
      const [verb, path, body] = REQUESTS[number] as (typeof REQUESTS)[number];
      const others = {
        "x-auth-token": secret,
        "x-request-id": secret,
        cookie: secret.replace("ä", "a"),
        referer: `https://x/?p=${encodeURIComponent(secret)}`,
      };
      for (const accept of ["*/*", "application/xml"]) {
        const found = await fetch(`http://localhost:${cloud.endpoint.port}${path}`, {
          method: verb,
          headers: { ...others, accept, authorization: basic(`canary-user:${secret}`) },
          ...(body !== undefined && { body }),
        });
        const text = `${[...found.headers].join("\n")}\n${await found.text()}`;
        for (const form of nonEmpty([...formsOf(secret), "c4n4ry"])) expect(text).not.toContain(form);
      }
      for (const form of nonEmpty([...formsOf(secret), "c4n4ry"])) expect(cloud.log.lines.join("")).not.toContain(form);
    }
    expect(cloud.log.accesses.length).toBeGreaterThanOrEqual(40);
    expect(cloud.log.lines.join("")).toMatch(/ (user|claimed)=canary-user/);
    // Everybody who reads the figures would read them.
    const figures = await metrics.text();
    for (const path of nonEmpty([...new Set(OPERATIONS.map((one) => one.path))])) {
      expect(figures).toContain(`route="${BASE_PATH}${path.replace(/\{(\w+)\}/g, ":$1")}"`);
    }
    expect(figures).not.toMatch(/c4n4ry|canary/);
  });

  test("a token that is to be revoked, and a password in the query, are not logged", async () => {
    const body = "<ACTION><PERFORM>revoketoken</PERFORM><PARAMS><TOKEN>c4n4ry-token</TOKEN></PARAMS></ACTION>";
    const headers = { authorization: basic("canary-user:x") };
    const url = `http://localhost:${cloud.endpoint.port}/user/-1/action?password=c4n4ry`;
    const found = await fetch(url, { method: "POST", headers, body });
    expect(await found.text()).not.toContain("c4n4ry");
    expect(cloud.log.lines.join("")).not.toContain("c4n4ry");
  });

  test("a token that stands in the path, where its id belongs, is not logged either", async () => {
    const headers = { authorization: basic("canary-user:x") };
    for (const path of ["/api/v1/me/tokens/c4n4ry", "//api/v1/me//tokens/c4n4ry", "/api/v1/me/tokens/c4n4ry/more"]) {
      const url = `http://localhost:${cloud.endpoint.port}${path}`;
      const found = await fetch(url, { method: "DELETE", headers });
      expect(await found.text()).not.toContain("c4n4ry");
    }
    expect(cloud.log.accesses.length).toBeGreaterThan(2);
    expect(cloud.log.lines.join("")).not.toContain("c4n4ry");
    expect(await metrics.text()).not.toContain("c4n4ry");
  });
});

describeApi(
  "a password that is an input of a template",
  ({ occi, send }) => {
    const SECRET = "c4n4ry-P4ss";

    /** All that the server has said and logged of a request. */
    async function told(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
      const { status, headers, document } = await send(method, path, { body });
      return { status, text: `${[...headers].join("\n")}${JSON.stringify(document)}` };
    }

    test("reaches OpenNebula, and is in no answer and no line of the log", async () => {
      const { document } = await send("GET", "/templates?limit=500");
      const templates = document.items as { id: number; inputs: { name: string; type: string; required: boolean }[] }[];
      const template = templates.find(({ inputs }) => inputs.some(({ type }) => type === "password"));
      const password = template?.inputs.find(({ type }) => type === "password")?.name ?? "";
      const others = (template?.inputs ?? []).filter(({ required, type }) => required && type === "text");
      const inputs = { ...Object.fromEntries(others.map(({ name }) => [name, "value"])), [password]: SECRET };
      const made = await told("POST", "/machines", { template: template?.id, name: "secret", inputs });
      expect(made.status).toBe(201);
      expect(JSON.stringify([...occi.sim.calls])).toContain(SECRET);
      const { id } = JSON.parse(made.text.slice(made.text.indexOf("{"))) as { id: number };

      const answers = [
        made,
        await told("GET", `/machines/${id}`),
        await told("GET", "/machines?limit=500"),
        await told("PATCH", `/machines/${id}`, { name: "renamed" }),
        // Refused, each for another reason: none of them repeats what was sent.
        await told("POST", "/machines", { template: template?.id, name: "a", inputs: { ...inputs, NOPE: SECRET } }),
        await told("POST", "/machines", { template: template?.id, name: "a", inputs: { [password]: [SECRET] } }),
        await told("POST", "/machines", { template: template?.id, name: "", inputs }),
        await told("POST", "/machines", { template: 4711, name: "a", inputs }),
        await told("POST", "/machines", `{"template": 0, "inputs": {"${password}": "${SECRET}"`),
      ];
      expect(answers.slice(4).map(({ status }) => status)).toEqual([400, 400, 400, 404, 400]);
      for (const { text } of nonEmpty(answers)) expect(text).not.toContain("c4n4ry");
      expect(occi.logged()).not.toContain("c4n4ry");
      expect(occi.logged()).toContain("machines");
    });

    test("and a private key that was sent for a public one is refused without being repeated", async () => {
      const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${SECRET}\n-----END OPENSSH PRIVATE KEY-----`;
      const { status, text } = await told("PATCH", "/me", { sshKeys: [key] });
      expect(status).toBe(400);
      expect(text + occi.logged()).not.toContain("c4n4ry");
    });
  },
  {},
  { seed: "showcase" },
);
