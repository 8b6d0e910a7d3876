import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import * as fs from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { STAGED_NAME } from "../cloud/staged-name.ts";
import { openStaging } from "../cloud/staging.ts";
import { OcciError } from "../errors.ts";
import { errorOf } from "../testing/error-of.ts";
import { type Received, receiveStorage, type UploadDeps } from "./upload.ts";

const KIB = 1024;
let directory: string;
let deps: UploadDeps;

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), "upload-"));
  const limits = { uploadLimit: 64 * KIB, bodyLimit: 4 * KIB };
  const config = { ...limits, bodyRate: 1, bodyTimeout: 60_000, uploadTimeout: 60_000 };
  deps = { staging: await openStaging({ directory, limit: config.uploadLimit }), config, async turn() {} };
});
afterEach(() => fs.rm(directory, { recursive: true, force: true }));

const staged = () => fs.readdir(directory);

/** Stands for the dialect: takes anything that begins with `<STORAGE`. */
function parse(xml: string): string {
  if (!xml.startsWith("<STORAGE")) throw new OcciError("INVALID_XML", "no STORAGE");
  return xml;
}

const FORM = "multipart/form-data; boundary=XX";
const XML = '--XX\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n<STORAGE/>\r\n';
const END = "--XX--\r\n";

function filePart(content: string, fileName: string | null = "a.img"): string {
  const named = fileName === null ? "" : `; filename="${fileName}"`;
  return `--XX\r\nContent-Disposition: form-data; name="file"${named}\r\n\r\n${content}\r\n`;
}

type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;

function post(body: Sent, type?: string, query = ""): Request {
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
  return new Request(`http://localhost/storage${query}`, { method: "POST", headers, body });
}

const receive = (request: Request) => receiveStorage(request, parse, deps);

async function contentOf(received: Received<string>): Promise<string | undefined> {
  return received.file === undefined ? undefined : fs.readFile(received.file.path, "latin1");
}

async function refused(body: Sent, type?: string, query?: string): Promise<string> {
  const error = await errorOf(receive(post(body, type, query)));
  expect(await staged()).toEqual([]);
  return `${error.code}: ${error.message}`;
}

describe("a multipart form", () => {
  test.each([
    ["the representation first", XML + filePart("image") + END],
    ["the file first", filePart("image") + XML + END],
    [
      "other fields between",
      `${XML}--XX\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n${filePart("image")}${END}`,
    ],
    ["a file part without a file name", XML + filePart("image", null) + END],
    ["the representation as a file", XML.replace('"occixml"', '"occixml"; filename="x.xml"') + filePart("image") + END],
  ])("with %s", async (_, body) => {
    const received = await receive(post(body, FORM));
    expect(received.representation).toBe("<STORAGE/>");
    expect(await contentOf(received)).toBe("image");
    expect(received.file?.size).toBe(5);
    expect((await staged()).every((name) => STAGED_NAME.test(name))).toBe(true);
    await received.file?.remove();
    expect(await staged()).toEqual([]);
  });

  test("with the representation in the query", async () => {
    const received = await receive(post(filePart("image") + END, FORM, "?occixml=%3CSTORAGE%2F%3E"));
    expect([received.representation, await contentOf(received)]).toEqual(["<STORAGE/>", "image"]);
  });

  test("without a file, or with the empty part of a browser", async () => {
    expect((await receive(post(XML + END, FORM))).file).toBeUndefined();
    expect((await receive(post(XML + filePart("", "") + END, FORM))).file).toBeUndefined();
    expect((await receive(post(XML + filePart("", null) + END, FORM))).file).toBeUndefined();
    expect(await staged()).toEqual([]);
  });

  test("whose file name is a path, whatever it says, is stored under a name of ours", async () => {
    for (const name of ["../../etc/x", "/etc/cron.d/x", "..", "a\0b", "x".repeat(5000), "C:\\\\x", "\u00e4\u6587"]) {
      const received = await receive(post(XML + filePart("image", name) + END, FORM));
      expect(await staged()).toEqual([expect.stringMatching(/^occi-[0-9a-f]{32}$/)]);
      await received.file?.remove();
    }
  });
});

describe("refused, with nothing left on the disk:", () => {
  test("a bad representation, before and after the file", async () => {
    const bad = XML.replace("<STORAGE/>", "<COMPUTE/>");
    expect(await refused(filePart("image") + bad + END, FORM)).toStartWith("INVALID_XML");
    expect(await refused(bad + filePart("image") + END, FORM)).toStartWith("INVALID_XML");
  });

  test("a bad representation in front ends the upload before the file is read", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        const first = pulled === 1;
        const begun = XML.replace("<STORAGE/>", "junk") + filePart("");
        controller.enqueue(first ? Buffer.from(begun.slice(0, -2)) : new Uint8Array(1000));
      },
    });
    expect(await refused(body, FORM)).toStartWith("INVALID_XML");
    expect(pulled).toBeLessThan(5);
  });

  test("no representation", async () => {
    const words = "INVALID_REQUEST: OCCI XML representation of Image not present in the request";
    expect(await refused(filePart("image") + END, FORM)).toBe(words);
    expect(await refused("<STORAGE/>", "application/xml")).toBe(words);
    expect(await refused("<STORAGE/>")).toBe(words);
    expect(await refused(null)).toBe(words);
    expect(await refused("a=b", "application/x-www-form-urlencoded")).toBe(words);
  });

  test("two representations or two files", async () => {
    expect(await refused(XML + XML + END, FORM)).toContain("two parts occixml");
    expect(await refused(XML + filePart("a") + filePart("b") + END, FORM)).toContain("two parts file");
  });

  test("an empty file with a name", async () => {
    expect(await refused(XML + filePart("", "empty.img") + END, FORM)).toContain("file is empty");
  });

  test("a representation that is not UTF-8 or too large", async () => {
    const latin1 = Buffer.from(XML.replace("<STORAGE/>", "<STORAGE>\xe4</STORAGE>") + END, "latin1");
    expect(await refused(latin1, FORM)).toStartWith("INVALID_XML");
    expect(await refused(XML.replace("/>", `${"x".repeat(5 * KIB)}/>`) + END, FORM)).toStartWith("TOO_LARGE");
  });

  test("a form that is cut off anywhere", async () => {
    const body = XML + filePart("some image content") + END;
    for (let length = 1; length < body.length - 2; length += 1) {
      expect(await refused(body.slice(0, length), FORM)).toStartWith("INVALID_REQUEST");
    }
  });

  test("a body that breaks off", async () => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (controller.desiredSize === 1) controller.enqueue(Buffer.from(XML + filePart("image").slice(0, 80)));
        controller.error(new Error("connection reset"));
      },
    });
    expect(await refused(body, FORM)).toStartWith("CLIENT_GONE");
  });

  test("ten thousand parts", async () => {
    expect(await refused(filePart("x") + XML.replace("occixml", "x").repeat(10_000) + END, FORM)).toContain("parts");
  });

  test("a file over the limit, announced or not", async () => {
    const body = XML + filePart("x".repeat(64 * KIB + 1)) + END;
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let from = 0; from < body.length; from += 1000)
          controller.enqueue(Buffer.from(body.slice(from, from + 1000)));
        controller.close();
      },
    });
    expect(await refused(chunks, FORM)).toStartWith("TOO_LARGE");
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) });
    expect(await refused(endless, FORM)).toStartWith("TOO_LARGE"); // a preamble that never ends
  });

  test("nothing of a file that is as large as UPLOAD_LIMIT: what is around it does not count", async () => {
    const body = XML + filePart("x".repeat(64 * KIB)) + END;
    const headers = { "content-type": FORM, "content-length": String(body.length) };
    const received = await receive(new Request("http://localhost/storage", { method: "POST", headers, body }));
    expect(received.file?.size).toBe(64 * KIB);
    await received.file?.remove();
  });

  test("what is announced as too large, without reading it", async () => {
    let pulled = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull() {
          pulled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { "content-type": FORM, "content-length": String(100 * KIB) };
    const request = new Request("http://localhost/storage", { method: "POST", headers, body });
    expect((await errorOf(receive(request))).code).toBe("TOO_LARGE");
    expect(pulled).toBe(false);
  });
});

describe("without multipart", () => {
  const encoded = "occixml=%3CSTORAGE%3E%3CNAME%3Ea+b%3C%2FNAME%3E%3C%2FSTORAGE%3E";
  const xml = "<STORAGE><NAME>a b</NAME></STORAGE>";

  test("a url-encoded form", async () => {
    expect(await receive(post(encoded, "application/x-www-form-urlencoded"))).toEqual({ representation: xml });
    const charset = "application/x-www-form-urlencoded; charset=utf-8";
    expect(await receive(post(encoded, charset))).toEqual({ representation: xml });
  });

  test("the query, with any type or none", async () => {
    expect(await receive(post(null, undefined, `?${encoded}`))).toEqual({ representation: xml });
    expect(await receive(post("", "application/xml", `?${encoded}`))).toEqual({ representation: xml });
    expect(await receive(post("", "application/x-www-form-urlencoded", `?${encoded}`))).toEqual({
      representation: xml,
    });
  });

  test("a path in place of a file is refused", async () => {
    const body = `${encoded}&file=%2Fetc%2Fhostname`;
    expect(await refused(body, "application/x-www-form-urlencoded")).toContain("multipart/form-data");
  });

  test.each(["body", "query"])("a form of more than 64 fields is refused, in the %s", async (where) => {
    const many = encoded + "&a".repeat(64);
    const refusal =
      where === "body"
        ? await refused(many, "application/x-www-form-urlencoded")
        : await refused("", "application/x-www-form-urlencoded", `?${many}`);
    expect(refusal).toContain("more than 64 parameters");
  });

  test("a form over BODY_LIMIT is refused", async () => {
    expect(await refused(`${encoded}&x=${"x".repeat(5 * KIB)}`, "application/x-www-form-urlencoded")).toStartWith(
      "TOO_LARGE",
    );
  });
});

test("any cutting into pieces gives the same", async () => {
  const content = "\r\n--X-\r\n--X\0\xff".repeat(20);
  const body = Buffer.from(XML + filePart(content) + END, "latin1");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: body.length - 1 }), { maxLength: 20 }), async (at) => {
      const cuts = [0, ...new Set(at), body.length].sort((a, b) => a - b);
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          cuts.slice(1).forEach((cut, index) => {
            controller.enqueue(new Uint8Array(body.subarray(cuts[index], cut)));
          });
          controller.close();
        },
      });
      const received = await receive(post(stream, FORM));
      expect(await contentOf(received)).toBe(content);
      await received.file?.remove();
    }),
    { numRuns: 300 },
  );
});

test("random bytes, a thousand times, are refused without a trace", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), async (bytes, begun) => {
      const body = begun ? Buffer.concat([Buffer.from(XML), bytes]) : bytes;
      const error = await errorOf(receive(post(Buffer.from(body), FORM)));
      expect(error.status).toBe(400);
    }),
    { numRuns: 1000 },
  );
  expect(await staged()).toEqual([]);
});

describe("over a connection", () => {
  /** Sends the beginning of a request and cuts the connection; resolves when the server is done with it. */
  async function cutAfter(part: string, announcedLength: number): Promise<string> {
    const outcome = Promise.withResolvers<string>();
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const result = await receive(request).then(
          () => "received",
          (error: OcciError) => error.code,
        );
        outcome.resolve(result);
        return new Response(result);
      },
    });
    const socket = connect(server.port ?? 0, "127.0.0.1");
    const head = `POST /storage HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: ${announcedLength}\r\n\r\n`;
    socket.write(head + part, () => socket.destroy());
    const result = await outcome.promise;
    await server.stop(true);
    return result;
  }

  test("a client that goes away leaves nothing, wherever it was", async () => {
    const body = XML + filePart("x".repeat(30 * KIB)) + END;
    for (const length of [
      XML.length - 5,
      XML.length + 100,
      XML.length + 10_000,
      body.length - END.length,
      body.length - 1,
    ]) {
      expect(await cutAfter(body.slice(0, length), body.length)).toBe("CLIENT_GONE");
      expect(await staged()).toEqual([]);
    }
  });
});
