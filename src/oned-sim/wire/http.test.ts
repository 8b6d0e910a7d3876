import { afterEach, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { until } from "../../testing/until.ts";
import { type OnedSim, type SimOptions, startOnedSim } from "../index.ts";

let sim: OnedSim | undefined;

async function start(options: SimOptions = {}): Promise<OnedSim> {
  sim = await startOnedSim({ stepMs: "manual", ...options });
  return sim;
}

afterEach(async () => {
  await sim?.stop();
  sim = undefined;
});

const BODY =
  "<?xml version='1.0'?><methodCall><methodName>one.system.version</methodName><params><param><value><string>alice:alicepass</string></value></param></params></methodCall>";

const request = (head: string, body = ""): string => `${head}\r\n\r\n${body}`;
const POST = request(`POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY.length}`, BODY);

/** What comes back on a connection until it is closed, and how it was closed. */
function exchange({ port }: OnedSim, text: string): Promise<{ text: string; reset: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let reset = false;
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => {
      reset = true;
    });
    socket.on("close", () => resolve({ text: Buffer.concat(chunks).toString(), reset }));
  });
}

function idle({ port }: OnedSim): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => {});
  });
}

describe("a call over HTTP", () => {
  test("is answered with a length and the connection is closed, whatever the client asks for", async () => {
    const asked = POST.replace("Host: x", "Host: x\r\nConnection: keep-alive");
    const { text } = await exchange(await start(), asked);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toStartWith("HTTP/1.1 200 OK\r\nContent-type: text/xml; charset=utf-8\r\nContent-length: ");
    expect(head).toContain("\r\nConnection: close\r\n");
    expect(head).toMatch(/Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} UTC/);
    expect(head).toContain(`Content-length: ${Buffer.byteLength(body)}`);
    expect(body).toContain("<string>6.10.0</string></value>\r\n");
  });

  test("is answered once: a second request on the connection is dropped", async () => {
    const { text } = await exchange(await start(), POST + POST);
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  test("may come in pieces", async () => {
    const oned = await start();
    const socket = await idle(oned);
    const answer = new Promise<string>((resolve) => socket.once("data", (chunk: Buffer) => resolve(chunk.toString())));
    for (const piece of POST.match(/[\s\S]{1,40}/g) ?? []) {
      socket.write(piece);
      await Bun.sleep(0);
    }
    expect(await answer).toStartWith("HTTP/1.1 200 OK");
  });

  test("may ask before it sends its body", async () => {
    const oned = await start();
    const socket = await idle(oned);
    const received: string[] = [];
    socket.on("data", (chunk: Buffer) => received.push(chunk.toString()));
    socket.write(request(`POST /RPC2 HTTP/1.1\r\nContent-Length: ${BODY.length}\r\nExpect: 100-continue`));
    await until(() => received.length === 1);
    socket.write(BODY);
    await until(() => received.length === 2);
    expect(received[0]).toBe("HTTP/1.1 100 continue\r\n\r\n");
    expect(received[1]).toStartWith("HTTP/1.1 200 OK");
  });

  test.each([
    ["GET /RPC2", "", 405],
    ["PUT /RPC2", "Content-Length: 1", 405],
    ["HEAD /RPC2", "", 405],
    ["GET /", "", 404],
    ["POST /other", "Content-Length: 1", 404],
    ["POST /RPC2", "Transfer-Encoding: chunked", 411],
    ["POST /RPC2", "X: y", 411],
    ["POST /RPC2", "Content-Length: 0", 400],
  ])("%s with %p is refused with %d and a page", async (line, field, status) => {
    const { text } = await exchange(await start(), request(`${line} HTTP/1.1\r\n${field || "X: y"}`));
    expect(text).toStartWith(`HTTP/1.1 ${status} `);
    expect(text).toContain("Content-type: text/html");
  });

  test("OPTIONS says that POST is allowed", async () => {
    const { text } = await exchange(await start(), request("OPTIONS /RPC2 HTTP/1.1\r\nX: y"));
    expect(text).toStartWith("HTTP/1.1 200 OK\r\nAllow: POST\r\nContent-length: 0\r\n");
  });

  test.each([
    ["not XML", "hello", -503],
    ["cut XML", "<methodCall><methodName>x", -503],
    ["another root", "<x/>", -503],
    ["a control character", BODY.replace("alice:", "a\u0001:"), -503],
    ["a character outside the BMP", BODY.replace("alice:", "😀:"), -503],
    ["an unknown method", BODY.replace("system.version", "nothing.here"), -506],
    ["a name of the language", BODY.replace("one.system.version", "constructor"), -506],
    ["no session", BODY.replace(/<param>.*<\/param>/, ""), -501],
  ])("%s is a fault", async (_what, body, code) => {
    const length = Buffer.byteLength(body);
    const { text } = await exchange(await start(), request(`POST /RPC2 HTTP/1.1\r\nContent-Length: ${length}`, body));
    expect(text).toStartWith("HTTP/1.1 200 OK");
    expect(text).toContain(`<value><i4>${code}</i4></value></member>`);
  });
});

describe("connections", () => {
  test("are served fifteen at a time: the next one waits until one of them ends", async () => {
    const oned = await start();
    const held = await Promise.all(Array.from({ length: 15 }, () => idle(oned)));
    await until(() => oned.maxConcurrent === 15);
    let answered = false;
    const late = exchange(oned, POST).then((answer) => {
      answered = true;
      return answer;
    });
    await until(() => oned.maxOpen === 16);
    await Bun.sleep(0);
    expect(answered).toBe(false);
    held[0]?.destroy();
    expect((await late).text).toStartWith("HTTP/1.1 200 OK");
    expect(oned.maxConcurrent).toBe(15);
    for (const socket of held) socket.destroy();
  });

  test("that give up while they wait take no place", async () => {
    const oned = await start({ maxConnections: 1 });
    const first = await idle(oned);
    const second = await idle(oned);
    await until(() => oned.maxOpen === 2);
    second.destroy();
    const third = exchange(oned, POST);
    await until(() => oned.connections === 3);
    first.destroy();
    expect((await third).text).toStartWith("HTTP/1.1 200 OK");
  });

  test("that stay silent are closed, those with half a request get a 408", async () => {
    const oned = await start({ timeoutMs: 20 });
    expect(await exchange(oned, "")).toEqual({ text: "", reset: false });
    expect((await exchange(oned, "POST /RPC2 HTTP/1.1\r\nContent-Le")).text).toStartWith("HTTP/1.1 408 ");
    expect((await exchange(oned, POST.slice(0, -1))).text).toStartWith("HTTP/1.1 408 ");
  });
});

describe("trouble that a test asks for", () => {
  test("a reset: the call is not performed", async () => {
    const oned = await start({ faults: () => "reset" });
    expect((await exchange(oned, POST)).text).toBe("");
    expect(oned.callCount).toBe(1);
  });

  test("a lost answer: the call is performed", async () => {
    const oned = await start({ faults: () => "reset-after" });
    const body = BODY.replace("one.system.version", "one.user.login").replace(
      "</param>",
      "</param><param><value>alice</value></param><param><value>mine</value></param><param><value><i4>60</i4></value></param>",
    );
    const { text } = await exchange(oned, request(`POST /RPC2 HTTP/1.1\r\nContent-Length: ${body.length}`, body));
    expect(text).toBe("");
    expect(oned.world.user(2).tokens.map(({ token }) => token)).toEqual(["mine"]);
  });

  test("an answer that is cut: the head promises all of it", async () => {
    const oned = await start({ faults: () => ({ cutAt: 100 }) });
    const [head = "", body = ""] = (await exchange(oned, POST)).text.split("\r\n\r\n");
    expect(body).toHaveLength(100);
    expect(Number(/Content-length: (\d+)/.exec(head)?.[1])).toBeGreaterThan(200);
  });

  test("silence, until the client gives up", async () => {
    const oned = await start({ faults: () => "hang" });
    const socket = await idle(oned);
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString();
    });
    socket.write(POST);
    await until(() => oned.callCount === 1);
    await Bun.sleep(0);
    expect(received).toBe("");
    socket.destroy();
  });

  test.each([
    [{ status: 503, body: "<html>" }, "HTTP/1.1 503 "],
    [{ answer: "garbage" }, "garbage"],
    [
      { error: ["ACTION", "No."] as const },
      "<string>[one.system.version] No.</string></value>\r\n<value><i4>2048</i4>",
    ],
    [{ fault: [-500, "Broken"] as const }, "<string>Broken</string>"],
    [{ delayMs: 1 }, "<string>6.10.0</string>"],
  ])("%p", async (fault, wanted) => {
    const oned = await start({ faults: (method) => (method === "one.system.version" ? fault : undefined) });
    expect((await exchange(oned, POST)).text).toContain(wanted);
  });

  test("an answer that is kept is not given to a token that has expired", async () => {
    const oned = await start();
    const alice = oned.world.user(2);
    alice.tokens = [{ token: "mine", expires: -1, egid: -1 }];
    const asked = POST.replace("alicepass", "mine").replace(String(BODY.length), String(BODY.length - 5));
    expect((await exchange(oned, asked)).text).toContain("<string>6.10.0</string>");
    alice.tokens = [{ token: "mine", expires: 1, egid: -1 }];
    expect((await exchange(oned, asked)).text).toContain("<i4>256</i4>");
  });

  test("a stored character outside the BMP makes every answer with it a fault, the whole pool too", async () => {
    const oned = await start();
    const ask = (method: string, ...values: string[]): Promise<{ text: string }> => {
      const params = ["<string>alice:alicepass</string>", ...values].map(
        (one) => `<param><value>${one}</value></param>`,
      );
      const body = `<methodCall><methodName>${method}</methodName><params>${params.join("")}</params></methodCall>`;
      return exchange(oned, request(`POST /RPC2 HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(body)}`, body));
    };
    const template = "<V><NAME>x</NAME><CPU>1</CPU><MEMORY>64</MEMORY><A>&#x1F600;</A></V>";
    const encoded = template.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    expect((await ask("one.vm.allocate", `<string>${encoded}</string>`)).text).toContain("<boolean>1</boolean>");
    expect((await ask("one.vm.info", "<i4>3</i4>")).text).toContain("<i4>-500</i4>");
    const all = ["-2", "-1", "-1", "-1"].map((one) => `<i4>${one}</i4>`);
    expect((await ask("one.vmpool.infoextended", ...all)).text).toContain("<i4>-500</i4>");
    expect((await ask("one.vm.action", "<string>terminate</string>", "<i4>3</i4>")).text).toContain("<i4>3</i4>");
  });

  test("calls are remembered with their user, without the password", async () => {
    const oned = await start();
    await exchange(oned, POST);
    expect(oned.calls).toEqual([{ method: "one.system.version", user: "alice", params: [] }]);
  });
});
