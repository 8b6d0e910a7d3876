import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SelfSigned, selfSigned } from "../certificates/self-signed.ts";
import { OcciError } from "../errors.ts";
import { heard } from "../terminal/testing/heard.ts";
import { exitCodeOf } from "./exit.ts";
import { openSession } from "./session.ts";
import { commandLine } from "./testing/context.ts";

let directory: string;
const certificates: Record<"good" | "expired" | "future" | "elsewhere", SelfSigned> = Object.create(null);
const stops: (() => unknown)[] = [];
const variables = [
  "OCCI_INSECURE",
  "OCCI_CACERT",
  "OCCI_URL",
  "OCCI_PROFILE",
  "ONE_AUTH",
  "NODE_TLS_REJECT_UNAUTHORIZED",
] as const;
const before = variables.map((name) => [name, process.env[name]] as const);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-session-"));
  const make = (name: string, server: string, time?: string) =>
    selfSigned({ server, stateDir: join(directory, name) }, time === undefined ? undefined : new Date(time));
  certificates.good = await make("good", "cloud.example.org");
  certificates.expired = await make("expired", "cloud.example.org", "2020-01-01");
  certificates.future = await make("future", "cloud.example.org", "2090-01-01");
  certificates.elsewhere = await make("elsewhere", "cloud.example.org");
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A server. @returns its port. */
function serve(answer: (request: Request) => Response | Promise<Response>, certificate?: SelfSigned): number {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    ...(certificate !== undefined && { tls: { key: certificate.key, cert: certificate.cert } }),
    fetch: answer,
  });
  stops.push(() => server.stop(true));
  return server.port ?? 0;
}

/** Something that speaks no HTTP. @returns its port. */
function listen(data: (socket: Bun.Socket) => void, open: (socket: Bun.Socket) => void = () => {}): number {
  const listener = Bun.listen({ port: 0, hostname: "127.0.0.1", socket: { open, data } });
  stops.push(() => listener.stop(true));
  return listener.port;
}

function session(url: string, options: Parameters<typeof commandLine>[0] = {}) {
  return openSession(commandLine({ url, username: "alice", ...options }));
}

/** GET / with alice's password. */
async function get(url: string, options: Parameters<typeof commandLine>[0] = {}) {
  const { result } = await heard(() => session(url, { password: "secret", ...options }).request("GET", "/compute"));
  return result;
}

async function refusal(url: string, options: Parameters<typeof commandLine>[0] = {}): Promise<OcciError> {
  const error = await get(url, options).then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!(error instanceof OcciError)) throw new Error("it was not refused");
  expect(`${error.message} ${error.hint}`).not.toContain("secret");
  return error;
}

const certificateOf = (name: keyof typeof certificates) => {
  const file = join(directory, `${name}.crt`);
  writeFileSync(file, certificates[name].cert);
  return file;
};
const hello = () => new Response("<COMPUTE_COLLECTION/>");

describe("a request", () => {
  test("has the credentials, and the body as XML", async () => {
    const seen: string[] = [];
    const port = serve(async (request) => {
      const { pathname, search } = new URL(request.url);
      const { headers } = request;
      seen.push(request.method, pathname + search, await request.text());
      seen.push(`${headers.get("authorization")}`, `${headers.get("content-type")}`, `${headers.get("accept")}`);
      return new Response("<A/>", { status: 201 });
    });
    const { result } = await heard(() =>
      session(`http://127.0.0.1:${port}/base/`, { password: "secret" }).request("POST", "/compute?a=b", "<B/>"),
    );
    expect([result.status, result.body]).toEqual([201, "<A/>"]);
    const basic = `Basic ${Buffer.from("alice:secret").toString("base64")}`;
    expect(seen).toEqual(["POST", "/base/compute?a=b", "<B/>", basic, "application/xml", "application/xml"]);
  });

  test("asks for the credentials once for all", async () => {
    const port = serve(hello);
    const { told } = await heard(async () => {
      const one = session(`http://127.0.0.1:${port}`, { password: "secret" });
      await one.request("GET", "/a");
      await one.request("GET", "/b");
    });
    expect(told).toHaveLength(1);
  });

  test("without credentials is not sent", async () => {
    let requests = 0;
    const port = serve(() => {
      requests++;
      return hello();
    });
    process.env.ONE_AUTH = join(directory, "none");
    await expect(session(`http://127.0.0.1:${port}`).request("GET", "/")).rejects.toMatchObject({
      code: "NO_CREDENTIALS",
    });
    expect(requests).toBe(0);
  });

  test("exchange takes any answer, request a success only, read only XML", async () => {
    const port = serve(
      ({ url }) => new Response(url.endsWith("text") ? "text" : "<A/>", { status: url.endsWith("no") ? 404 : 200 }),
    );
    await heard(async () => {
      const one = session(`http://127.0.0.1:${port}`, { password: "secret" });
      expect((await one.exchange("GET", "/no")).status).toBe(404);
      await expect(one.request("GET", "/no")).rejects.toMatchObject({ code: "REFUSED", httpStatus: 404 });
      expect((await one.read("/a")).name).toBe("A");
      await expect(one.read("/text")).rejects.toThrow("not well-formed XML");
    });
  });

  test("--debug shows it and the answer, and no secret", async () => {
    const port = serve((request) => new Response(`<A>${request.headers.get("authorization")}</A>`));
    const { told } = await heard(() =>
      session(`http://127.0.0.1:${port}`, { password: "secret", debug: true }).request("GET", "/a"),
    );
    const text = told.join("\n");
    expect(text).toContain(`> GET http://127.0.0.1:${port}/a`);
    expect(text).toContain("< 200");
    expect(text).toContain("[hidden]");
    expect(text).not.toContain(Buffer.from("alice:secret").toString("base64"));
  });
});

describe("a server that is not there", () => {
  test("is told with its URL and where that comes from", async () => {
    const error = await refusal("http://127.0.0.1:1");
    expect(error.message).toBe(
      "The server http://127.0.0.1:1 (--url) cannot be reached: nothing listens on that port.",
    );
    expect([error.code, exitCodeOf(error)]).toEqual(["SERVER_UNREACHABLE", 5]);
    process.env.OCCI_URL = "http://127.0.0.1:1";
    const { result } = await heard(() =>
      openSession(commandLine({ username: "alice", password: "secret" }))
        .request("GET", "/")
        .catch((thrown: OcciError) => thrown.message),
    );
    expect(result).toContain("(OCCI_URL)");
  });

  test("a name that nobody knows", async () => {
    expect((await refusal("http://nobody.invalid")).message).toMatch(/host name does not exist|cannot be resolved/);
  });

  test("one that closes the connection: perhaps it speaks TLS", async () => {
    const error = await refusal(`http://127.0.0.1:${serve(hello, certificates.good)}`);
    expect(error.message).toContain("the connection was closed");
    expect(error.hint).toMatch(/^The server might speak TLS: try https:\/\/127\.0\.0\.1:\d+\.$/);
  });

  test("https where only http is spoken", async () => {
    const error = await refusal(`https://127.0.0.1:${serve(hello)}`);
    expect(error.message).toContain("the server does not speak TLS");
    expect(error.hint).toMatch(/^The server might speak plain HTTP: try http:\/\/127\.0\.0\.1:\d+\.$/);
  });

  test("something else", async () => {
    const error = await refusal(
      `http://127.0.0.1:${listen(
        () => {},
        (socket) => void socket.write("220 mail.example.org ESMTP\r\n"),
      )}`,
    );
    expect(error.message).toContain("the server does not speak HTTP");
  });

  test("an answer that is cut off", async () => {
    const port = listen((socket) => void socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<A>"));
    expect(await refusal(`http://127.0.0.1:${port}`)).toMatchObject({ code: "SERVER_UNREACHABLE" });
  });

  test("one that does not answer in time", async () => {
    const error = await refusal(`http://127.0.0.1:${listen(() => {})}`, { timeout: "0.1" });
    expect(error.message).toMatch(/^No answer from http:\/\/127\.0\.0\.1:\d+ \(--url\) within 0\.1 s\.$/);
    expect(exitCodeOf(error)).toBe(5);
  });

  test("or not to the end of its answer", async () => {
    const port = listen((socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<A>"));
    expect((await refusal(`http://127.0.0.1:${port}`, { timeout: "0.1" })).message).toContain("within 0.1 s");
  });
});

describe("a redirection", () => {
  test.each([301, 302, 307, 308])("%i is not followed: the password stays here", async (status) => {
    const seen: (string | null)[] = [];
    const other = serve((request) => {
      seen.push(request.headers.get("authorization"));
      return hello();
    });
    const port = serve(() => new Response("", { status, headers: { Location: `http://127.0.0.1:${other}/compute` } }));
    const error = await refusal(`http://127.0.0.1:${port}`);
    expect(error.message).toBe(
      `http://127.0.0.1:${port} (--url) answers ${status} and points to http://127.0.0.1:${other}/compute.`,
    );
    expect(exitCodeOf(error)).toBe(1);
    expect(seen).toEqual([]);
  });
});

describe("a certificate", () => {
  const urlOf = (name: keyof typeof certificates, host = "127.0.0.1") =>
    `https://${host}:${serve(hello, certificates[name])}`;

  test("that nobody has signed is not trusted: its fingerprint is told", async () => {
    const url = urlOf("good");
    const error = await refusal(url);
    expect([error.code, exitCodeOf(error)]).toEqual(["CERTIFICATE_UNTRUSTED", 5]);
    expect(error.message).toBe(
      `The certificate of ${url} is not trusted: it is not signed by an authority that this machine trusts. ` +
        `Its SHA-256 fingerprint is ${certificates.good.fingerprint}.`,
    );
    expect(error.hint).toContain("--cacert");
  });

  test("is trusted by --cacert and OCCI_CACERT", async () => {
    const cacert = certificateOf("good");
    expect((await get(urlOf("good"), { cacert })).status).toBe(200);
    process.env.OCCI_CACERT = cacert;
    expect((await get(urlOf("good"))).status).toBe(200);
    expect((await get(urlOf("good", "localhost"))).status).toBe(200);
  });

  test("that --cacert does not name is not, whatever the environment says", async () => {
    const cacert = certificateOf("elsewhere");
    const error = await refusal(urlOf("good"), { cacert });
    expect(error.message).toContain(certificates.good.fingerprint);
    process.env.OCCI_INSECURE = "1";
    expect((await refusal(urlOf("good"), { cacert })).code).toBe("CERTIFICATE_UNTRUSTED");
  });

  test("is not checked with --insecure and OCCI_INSECURE=1, and only with them", async () => {
    const url = urlOf("good");
    expect((await get(url, { insecure: true })).status).toBe(200);
    process.env.OCCI_INSECURE = "1";
    expect((await get(url)).status).toBe(200);
    delete process.env.OCCI_INSECURE;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    expect((await refusal(url)).code).toBe("CERTIFICATE_UNTRUSTED");
    expect((await refusal(url, { cacert: certificateOf("elsewhere") })).code).toBe("CERTIFICATE_UNTRUSTED");
  });

  test.each([
    ["expired", "it has expired"],
    ["future", "it is not yet valid (or this machine's clock is wrong)"],
  ] as const)("%s: %s", async (name, reason) => {
    const error = await refusal(urlOf(name), { cacert: certificateOf(name) });
    expect(error.message).toContain(`${reason}. Its SHA-256 fingerprint is ${certificates[name].fingerprint}`);
  });

  test("for another name", async () => {
    // One of the machine's own names that the certificate lacks.
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.2",
      tls: { key: certificates.good.key, cert: certificates.good.cert },
      fetch: hello,
    });
    stops.push(() => server.stop(true));
    const error = await refusal(`https://127.0.0.2:${server.port}`, { cacert: certificateOf("good") });
    expect(error.message).toContain(
      `it was issued for another name. Its SHA-256 fingerprint is ${certificates.good.fingerprint}`,
    );
  });

  test("file that is none is told before anything is sent", async () => {
    const file = (text: string) => {
      const path = join(directory, "wrong.pem");
      writeFileSync(path, text);
      return path;
    };
    expect((await refusal("https://127.0.0.1:1", { cacert: join(directory, "none") })).message).toContain("ENOENT");
    expect((await refusal("https://127.0.0.1:1", { cacert: file("hello") })).message).toContain(
      "does not contain a certificate",
    );
    const damaged = certificates.good.cert + certificates.good.cert.replace(/^M.*$/m, "MIIBxxxx");
    expect((await refusal("https://127.0.0.1:1", { cacert: file(damaged) })).message).toContain("Certificate 2 of");
    // Of http nobody asks.
    expect((await get(`http://127.0.0.1:${serve(hello)}`, { cacert: join(directory, "none") })).status).toBe(200);
  });
});

test("a profile of OCCI_PROFILE that OCCI_URL keeps from being used is told", async () => {
  process.env.OCCI_PROFILE = "work";
  process.env.OCCI_URL = "http://env:3";
  const { told, result } = await heard(() => openSession(commandLine()));
  expect(result.settings.url).toBe("http://env:3");
  expect(told).toEqual(["warning: OCCI_PROFILE=work is ignored, because OCCI_URL names the server http://env:3."]);
});
