/** Uploads on the wire: the bytes of the request, servers and files that do not behave. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { appendFileSync, truncateSync, unlinkSync } from "node:fs";
import { heard } from "../terminal/testing/heard.ts";
import { localFile } from "./local-file.ts";
import { openSession } from "./session.ts";
import { commandLine } from "./testing/context.ts";
import { MIB, refusal, Uploads, XML } from "./testing/uploads.ts";
import { upload } from "./upload.ts";

let uploads: Uploads;
beforeAll(async () => {
  uploads = await Uploads.begin();
});
afterEach(() => uploads.clean());
afterAll(() => uploads.remove());

test("the request is one that servers of old understand: HTTP/1.1, with the length, in no chunks", async () => {
  let text = "";
  const port = uploads.listen((socket, bytes) => {
    text += bytes.toString("latin1");
    if (text.endsWith("--\r\n")) socket.end("HTTP/1.0 201 Created\r\n\r\n<STORAGE/>");
  });
  const path = uploads.file('a "b".img', "content");
  expect(await uploads.send(`http://127.0.0.1:${port}/base`, path)).toMatchObject({ status: 201, body: "<STORAGE/>" });
  const [head = "", body = ""] = text.split(/\r\n\r\n(.*)/s);
  const boundary = /boundary=(\S+)/.exec(head)?.[1];
  expect(head.split("\r\n")).toEqual([
    "POST /base/storage HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    `Authorization: Basic ${btoa("alice:secret")}`,
    "Accept: application/xml",
    `Content-Type: multipart/form-data; boundary=${boundary}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
    "X-OCCI-Words: options",
  ]);
  expect(body.split("\r\n")).toEqual([
    `--${boundary}`,
    'Content-Disposition: form-data; name="occixml"',
    "",
    XML,
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="a %22b%22.img"',
    "Content-Type: application/octet-stream",
    "",
    "content",
    `--${boundary}--`,
    "",
  ]);
});

describe.each([
  ["http", false],
  ["https", true],
] as const)("a server over %s", (scheme, secure) => {
  const REFUSED = "HTTP/1.1 413 Too Large\r\nContent-Length: 7\r\nConnection: close\r\n\r\nno room";

  test("that refuses by the headers and closes is heard, and sent nothing more", async () => {
    let received = 0;
    const port = uploads.listen((socket, bytes) => {
      received += bytes.length;
      socket.end(REFUSED);
    }, secure);
    expect(await uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(64 * MIB))).toMatchObject({
      status: 413,
      body: "no room",
    });
    expect(received).toBeLessThan(MIB);
  });

  test("that reads on behind a refusal, and ends it when nothing comes any more, is sent no more", async () => {
    let received = 0;
    let quiet: Timer | undefined;
    const port = uploads.listen((socket, bytes) => {
      if (received === 0)
        socket.write("HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nno\r\n");
      received += bytes.length;
      clearTimeout(quiet);
      quiet = setTimeout(() => socket.end("0\r\n\r\n"), 50);
    }, secure);
    expect(await uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(64 * MIB))).toMatchObject({
      status: 401,
      body: "no",
    });
    expect(received).toBeLessThan(MIB);
  });

  test("that refuses in the middle and reads no more is heard at once", async () => {
    let received = 0;
    const port = uploads.listen((socket, bytes) => {
      received += bytes.length;
      if (received < MIB) return;
      socket.pause();
      socket.write(REFUSED);
    }, secure);
    expect((await uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(64 * MIB))).body).toBe("no room");
  });

  test("that reads no more makes the client wait, and not read on; it gives up when nothing moves", async () => {
    let received = 0;
    const port = uploads.listen((socket, bytes) => {
      received += bytes.length;
      if (received >= MIB) socket.pause();
    }, secure);
    let sent = 0;
    const options = { patience: 500, onProgress: (bytes: number) => (sent = bytes) };
    const error = await refusal(uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(512 * MIB), options));
    expect(error.message).toBe(`No answer from ${scheme}://localhost:${port} (--url) within 0.5 s.`);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(64 * MIB);
  });

  test("that says nothing at the end is not waited for for ever", async () => {
    const port = uploads.listen(() => {}, secure);
    const sent = uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(1), { patience: 300 });
    expect((await refusal(sent)).message).toEndWith("within 0.3 s.");
  });

  test("that goes away", async () => {
    let received = 0;
    const port = uploads.listen((socket, bytes) => {
      received += bytes.length;
      if (received >= MIB) socket.terminate();
    }, secure);
    const error = await refusal(uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(64 * MIB)));
    expect(error.message).toEndWith("cannot be reached: the connection was closed.");
  });

  test("Ctrl-C closes the connection, whatever it waits for", async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const port = uploads.listen(
      () => controller.abort(),
      secure,
      () => closed.resolve(),
    );
    const sent = uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(1), { signal: controller.signal });
    expect((await refusal(sent)).code).toBe("INTERRUPTED");
    await closed.promise;
  });
});

describe("a file that changes while it is sent is an error", () => {
  test.each([
    ["shorter", "became shorter", (path: string) => truncateSync(path, 2 * MIB)],
    ["longer", "became longer", (path: string) => appendFileSync(path, "more")],
  ])("%s", async (_, message, change) => {
    const path = uploads.sparse(64 * MIB);
    let changed = false;
    const port = uploads.listen(() => {
      if (!changed) change(path);
      changed = true;
    });
    const error = await refusal(uploads.send(`http://localhost:${port}`, path));
    expect([error.code, error.message]).toEqual(["FILE_FAULT", `${path} ${message} while it was being sent.`]);
  });

  test("gone before it begins", async () => {
    const file = await localFile(uploads.sparse(1));
    unlinkSync(file.path);
    const args = commandLine({ url: "http://localhost:1", username: "alice", password: "secret" });
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    const error = await refusal(heard(() => upload(openSession(args), XML, file, options)));
    expect(error.message).toStartWith(`${file.path} cannot be read: ENOENT`);
  });
});
