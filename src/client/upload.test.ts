/** Uploads by the executable: what arrives, and what is said when it does not. `scripts/build` first. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { truncateSync } from "node:fs";
import type { Socket, TCPSocketListener } from "bun";
import { Clients, refusal, ScriptedServer } from "./testing/clients.ts";

const MIB = 2 ** 20;
let clients: Clients;
beforeEach(() => {
  clients = new Clients();
});
afterEach(() => clients.remove());

const IMAGE = '<STORAGE href="http://x/storage/7"><ID>7</ID><NAME>debian</NAME><STATE>READY</STATE></STORAGE>';

/** A server at the level of bytes: reads as much as it is told to, and answers when it is told to. */
class ByteServer {
  readonly #listener: TCPSocketListener<undefined>;
  #socket: Socket<undefined> | undefined;
  #wake = (): void => {};
  received = 0;
  head = "";
  /** Later requests, and what they are answered. */
  list = '<STORAGE_COLLECTION><STORAGE href="http://x/storage/1" name="other"/></STORAGE_COLLECTION>';
  /** Later requests are not answered at all. */
  silent = false;
  readonly asked = Promise.withResolvers<void>();
  pauseAt = Number.POSITIVE_INFINITY;

  constructor() {
    this.#listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data: (socket, bytes) => this.#take(socket, bytes),
      },
    });
  }

  #take(socket: Socket<undefined>, bytes: Buffer): void {
    if (this.#socket !== undefined && socket !== this.#socket) {
      this.asked.resolve();
      if (this.silent) return;
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${this.list.length}\r\nConnection: close\r\n\r\n${this.list}`);
      return;
    }
    this.#socket = socket;
    if (!this.head.includes("\r\n\r\n")) this.head += bytes.toString("latin1");
    this.received += bytes.length;
    if (this.received >= this.pauseAt) socket.pause();
    this.#wake();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.port}`;
  }

  async until(bytes: number): Promise<void> {
    while (this.received < bytes) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  goOn(): void {
    this.pauseAt = Number.POSITIVE_INFINITY;
    this.#socket?.resume();
  }

  answer(status: string, body: string): void {
    this.#socket?.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  }

  cut(): void {
    this.#socket?.terminate();
  }

  stop(): void {
    this.#listener.stop(true);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

describe("an upload", () => {
  let server: Bun.Server<undefined>;
  let got: { xml: string; name: string; hash: string; length: string | null; chunked: string | null } | undefined;
  beforeAll(() => {
    server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const { headers } = request;
        const form = await request.formData();
        const file = form.get("file") as File;
        const hash = new Bun.CryptoHasher("sha256").update(await file.bytes()).digest("hex");
        const xml = String(form.get("occixml"));
        got = {
          xml,
          name: file.name,
          hash,
          length: headers.get("content-length"),
          chunked: headers.get("transfer-encoding"),
        };
        return new Response(IMAGE, { status: 201 });
      },
    });
  });
  afterAll(() => server.stop(true));
  beforeEach(() => {
    clients.url = server.url.origin;
    got = undefined;
  });

  const content = new Uint8Array(3 * MIB + 17).map((_, index) => (index * 31) % 251);
  const hash = new Bun.CryptoHasher("sha256").update(content).digest("hex");

  test.each([["debian.qcow2"], ['a "quoted" name.img'], ["leerzeichen und ü 日本.img"]])(
    "of %s arrives as it is",
    async (name) => {
      const file = clients.file(name, content);
      const { code, out, err } = await clients.run([
        "occi-storage",
        "create",
        "--name",
        "debian",
        "--type",
        "OS",
        "--file",
        file,
        "-o",
        "id",
      ]);
      expect([code, out]).toEqual([0, "7\n"]);
      expect(got?.xml).toBe("<STORAGE><NAME>debian</NAME><TYPE>OS</TYPE></STORAGE>");
      expect(got?.name.replaceAll("%22", '"')).toBe(name);
      expect(got?.hash).toBe(hash);
      // Servers of old take no chunks.
      expect(Number(got?.length)).toBeGreaterThan(content.length);
      expect(got?.chunked).toBeNull();
      expect(err).toContain(`${name}  100%  3.0 MiB of 3.0 MiB`);
    },
  );

  test.each([["file://"], [""]])(
    "of the file that an XML file names with %j before its path, as the old clients did",
    async (scheme) => {
      const file = clients.file("disk.img", content);
      const xml = `<STORAGE><NAME>debian</NAME><URL>${scheme}${file}</URL></STORAGE>`;
      const { code } = await clients.run(["occi-storage", "create", clients.file("image.xml", xml), "-M"]);
      expect(code).toBe(0);
      expect(got).toMatchObject({ xml, hash });
    },
  );

  test("gets its name from the file when it has none", async () => {
    await clients.run(["occi-storage", "create", "--file", clients.file("disk.img", content)]);
    expect(got?.xml).toBe("<STORAGE><NAME>disk.img</NAME></STORAGE>");
  });

  test("--dry-run and --debug do not print the file", async () => {
    const file = clients.file("disk.img", content);
    const line = ["occi-storage", "create", "--name", "x", "--file", file];
    const dry = await clients.run([...line, "--dry-run"]);
    expect(dry.out).toContain(`file: ${content.length} bytes of ${file}`);
    expect(got).toBeUndefined();
    const debug = await clients.run([...line, "--debug"]);
    expect(debug.err).toContain("Authorization: Basic [hidden]");
    expect(debug.err.length).toBeLessThan(5_000);
  });
});

describe("what cannot be uploaded is told before anything is sent", () => {
  test.each([
    ["none.img", "none.img cannot be read: ENOENT"],
    [".one", ".one is a directory, not a file."],
    ["empty.img", "empty.img is empty."],
    ["/dev/zero", "/dev/zero is not a regular file"],
    ["-", "Standard input cannot be uploaded"],
  ])("%s", async (file, message) => {
    clients.file("empty.img", "");
    clients.url = "http://127.0.0.1:1";
    const { code, err } = await clients.run(["occi-storage", "create", "--name", "x", "--file", file]);
    expect(code).toBe(1);
    expect(err).toStartWith(`occi-storage: ${message}`);
  });
});

test("a file: URL in an XML file that names no file here is told, too", async () => {
  clients.url = "http://127.0.0.1:1";
  const xml = clients.file("image.xml", "<STORAGE><NAME>x</NAME><URL>file://other.host/a%2Fb</URL></STORAGE>");
  const { code, err } = await clients.run(["occi-storage", "create", xml]);
  expect(code).toBe(1);
  expect(err).toStartWith("occi-storage: The URL file://other.host/a%2Fb does not name a local file: ");
});

describe("when the server does not take it", () => {
  let server: ByteServer;
  beforeEach(() => {
    server = new ByteServer();
    clients.url = server.url;
  });
  afterEach(() => server.stop());

  const create = () => {
    const file = clients.file("debian.qcow2", new Uint8Array(64 * MIB));
    return { file, ran: clients.run(["occi-storage", "create", "--name", "debian", "--file", file]) };
  };
  const error = (code: string) => `<ERROR><CODE>${code}</CODE><MESSAGE>No.</MESSAGE></ERROR>`;

  test.each([
    ["401 Unauthorized", "BAD_CREDENTIALS", 4],
    ["413 Payload Too Large", "TOO_LARGE", 1],
    ["507 Insufficient Storage", "DISK_FULL", 1],
  ])("an answer of %s before it has all is told as it is", async (status, code, exit) => {
    const { ran } = create();
    await server.until(MIB);
    server.answer(status, error(code));
    const { code: ended, err } = await ran;
    expect([ended, err.split("\n")]).toEqual([exit, expect.arrayContaining(["occi-storage: No."])]);
  });

  test("a connection that breaks: how far it was, and that nothing is kept", async () => {
    const { ran } = create();
    await server.until(MIB);
    server.cut();
    const { code, err } = await ran;
    expect(code).toBe(5);
    expect(err).toMatch(
      /the connection was closed\. That was after \S+ MiB of 64\.0 MiB\. The server did not keep any of it: it has no image "debian"\./,
    );
  });

  test("or what there is of that name", async () => {
    server.list = '<STORAGE_COLLECTION><STORAGE href="http://x/storage/7" name="debian"/></STORAGE_COLLECTION>';
    const { ran } = create();
    await server.until(MIB);
    server.cut();
    expect((await ran).err).toContain(
      'The server has image 7 "debian": check whether it is the one that you uploaded.',
    );
  });

  test("a file that becomes shorter meanwhile", async () => {
    server.pauseAt = MIB;
    const { file, ran } = create();
    await server.until(MIB);
    truncateSync(file, 2 * MIB);
    server.goOn();
    const { code, err } = await ran;
    expect(code).toBe(1);
    expect(err).toContain("debian.qcow2 became shorter while it was being sent. That was after");
  });
});

describe("on a terminal", () => {
  let server: ByteServer;
  beforeEach(() => {
    server = new ByteServer();
    clients.url = server.url;
  });
  afterEach(() => server.stop());

  const start = (at = server) => {
    const file = clients.file("debian.qcow2", new Uint8Array(64 * MIB));
    at.pauseAt = 30 * MIB;
    const line = ["occi-storage", "create", "--name", "debian", "--file", file, "-o", "id"];
    return clients.inTerminal(line, { columns: 100, env: { OCCI_URL: at.url } });
  };

  test("a bar is drawn in place, and taken away for the result", async () => {
    const terminal = start();
    const shown = await terminal.until(/\d+% \[=+>/);
    expect(shown).toContain("\r\u001b[Kdebian.qcow2");
    expect(shown).toMatch(/MiB of 64\.0 MiB {2}\S+ \wi?B\/s/);
    server.goOn();
    await server.until(64 * MIB);
    server.answer("201 Created", IMAGE);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toEndWith("\r\u001b[K7\r\n");
    for (const line of terminal.shown.split("\r\u001b[K")) expect(Bun.stringWidth(line)).toBeLessThan(100);
  });

  test("Ctrl-C tells how far it was and what the server holds", async () => {
    const terminal = start();
    await terminal.until(/\d+% \[=+>/);
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).toMatch(
      /occi-storage: Interrupted after \S+ MiB of 64\.0 MiB\. The server did not keep any of it: it has no image "debian"\.\r\n$/,
    );
  });

  test("Ctrl-C after the last byte, when no answer comes, does not say that nothing is kept", async () => {
    // At a time: each waits some seconds for the answer.
    await Promise.all(
      [
        ["", "The whole file was sent, so the server might still store it. Check with `occi-storage list`."],
        ['<STORAGE href="http://x/storage/7" name="debian"/>', 'The server has image 7 "debian": check whether'],
      ].map(async ([images = "", said]) => {
        using own = new ByteServer();
        if (images !== "") own.list = `<STORAGE_COLLECTION>${images}</STORAGE_COLLECTION>`;
        const terminal = start(own);
        await terminal.until(/\d+% \[=+>/);
        own.goOn();
        await terminal.until("the server is storing it");
        await own.until(64 * MIB);
        terminal.type("\u0003");
        expect(await terminal.ended).toBe(130);
        expect(terminal.shown).toContain(`Interrupted after 64.0 MiB of 64.0 MiB. ${said}`);
        expect(terminal.shown).not.toContain("keeps nothing");
      }),
    );
  }, 15_000);

  test("Ctrl-C after the last byte waits for the answer, and prints the id of what was made", async () => {
    const terminal = start();
    await terminal.until(/\d+% \[=+>/);
    server.goOn();
    await terminal.until("the server is storing it");
    await server.until(64 * MIB);
    terminal.type("\u0003");
    await Bun.sleep(700);
    server.answer("201 Created", IMAGE);
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).toEndWith("7\r\nocci-storage: Interrupted. Created and still in progress: 7 debian.\r\n");
  });

  test("a second Ctrl-C after the last byte does not wait", async () => {
    const terminal = start();
    await terminal.until(/\d+% \[=+>/);
    server.goOn();
    await terminal.until("the server is storing it");
    // Two that come before the program has heard the first are one to it: they are repeated.
    const repeated = setInterval(() => terminal.type("\u0003"), 100);
    expect(await terminal.ended).toBe(130);
    clearInterval(repeated);
    // What one alone says, when the answer has not come.
    expect(terminal.shown).not.toContain("Interrupted after");
  });

  test("a second Ctrl-C ends it although the server does not tell what it holds", async () => {
    server.silent = true;
    const terminal = start();
    await terminal.until(/\d+% \[=+>/);
    terminal.type("\u0003");
    await server.asked.promise;
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).not.toContain("Interrupted after");
  });

  test("a password is asked for before there is a bar", async () => {
    const file = clients.file("debian.qcow2", new Uint8Array(64 * MIB));
    const line = ["occi-storage", "create", "--name", "debian", "--file", file, "--username", "bob"];
    const terminal = clients.inTerminal(line, { columns: 100 });
    const before = await terminal.until("Password of bob");
    expect(before).not.toContain("debian.qcow2");
    terminal.type("secret\r");
    await server.until(64 * MIB);
    server.answer("201 Created", IMAGE);
    expect(await terminal.ended).toBe(0);
    expect(server.head).toContain(`Authorization: Basic ${btoa("bob:secret")}`);
  });
});

test("a quota that is full is explained with figures", async () => {
  const server = new ScriptedServer();
  clients.url = server.url;
  server
    .on("POST /storage", refusal(403, "QUOTA_EXCEEDED", "The quota SIZE would be exceeded: its limit is 10."))
    .on(
      "GET /user/-1",
      "<USER><ID>2</ID><DATASTORE_QUOTA><DATASTORE><ID>1</ID><SIZE>10</SIZE><SIZE_USED>9</SIZE_USED></DATASTORE></DATASTORE_QUOTA></USER>",
    );
  const file = clients.file("disk.img", new Uint8Array(2 * MIB));
  const { err } = await clients.run(["occi-storage", "create", "--name", "x", "--file", file]);
  expect(err).toContain("Used now: 9 of 10 MiB of images. Asked for: an image of 2 MiB.");
  await server.stop();
});
