import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { errorOf } from "../testing/error-of.ts";
import { boundaryOf, MULTIPART_LIMITS, readMultipart } from "./multipart.ts";

interface Part {
  readonly name: string;
  readonly hasFileName: boolean;
  readonly text: string;
  readonly ended: boolean;
}

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    const piece = new Uint8Array(bytes.subarray(from, cut));
    yield piece;
    piece.fill(0x3f); // code that still uses it reads question marks
    from = cut;
  }
}

/** Parts as the reader gives them, bytes as latin1 text. */
async function read(body: string | Buffer, cuts: readonly number[] = [], boundary = "XX"): Promise<Part[]> {
  const bytes = typeof body === "string" ? Buffer.from(body, "latin1") : body;
  const parts: { name: string; hasFileName: boolean; text: string; ended: boolean }[] = [];
  await readMultipart(pieces(bytes, cuts), boundary, ({ name, hasFileName }) => {
    const part = { name, hasFileName, text: "", ended: false };
    parts.push(part);
    return {
      async write(bytes) {
        part.text += Buffer.from(bytes).toString("latin1");
      },
      async end() {
        part.ended = true;
      },
    };
  });
  return parts;
}

function part(header: string, content: string): string {
  return `--XX\r\n${header}\r\n\r\n${content}\r\n`;
}

const XML = part('Content-Disposition: form-data; name="occixml"', "<STORAGE/>");
const FILE = part(
  'Content-Disposition: form-data; name="file"; filename="/images/a.img"\r\nContent-Type: application/octet-stream',
  "\0\x01\x02 image \xff",
);
const END = "--XX--\r\n";

describe("a form of two parts", () => {
  const expected = [
    { name: "occixml", hasFileName: false, text: "<STORAGE/>", ended: true },
    { name: "file", hasFileName: true, text: "\0\x01\x02 image \xff", ended: true },
  ];

  test("is read in either order", async () => {
    expect(await read(XML + FILE + END)).toEqual(expected);
    expect(await read(FILE + XML + END)).toEqual(expected.toReversed());
  });

  test("is the same whether cut in two at any place, or byte by byte", async () => {
    const body = XML + FILE + END;
    for (let cut = 1; cut < body.length; cut += 1) expect(await read(body, [cut])).toEqual(expected);
    const everywhere = Array.from({ length: body.length - 1 }, (_, index) => index + 1);
    expect(await read(body, everywhere)).toEqual(expected);
  });

  test("may have text before and after", async () => {
    expect(await read(`This is MIME.\r\n${XML}${FILE}${END}trailing`)).toEqual(expected);
    expect(await read(`${XML}${FILE}--XX--`)).toEqual(expected);
  });

  test("that is cut off anywhere is refused", async () => {
    const body = XML + FILE + END;
    for (let length = 0; length < body.length - 2; length += 1) {
      const error = await errorOf(read(body.slice(0, length)));
      expect([error.code, length]).toEqual(["INVALID_REQUEST", length]);
    }
  });
});

test("content that looks like the boundary arrives unchanged, however it is cut", async () => {
  // Whatever alphabet the random content has, much of it is the beginning of a boundary.
  const content = fc.array(fc.constantFrom("\r\n--X", "\r", "\n", "-", "--", "X", "a", "\r\n--"), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      content.map((words) => words.join("")).filter((text) => !`\r\n${text}\r\n`.includes("\r\n--XX")),
      fc.array(fc.nat(1000), { maxLength: 30 }),
      async (text, at) => {
        const body = part('Content-Disposition: form-data; name="file"', text) + XML + END;
        const cuts = [...new Set(at.map((n) => n % body.length))].sort((a, b) => a - b);
        const [file, xml] = await read(body, cuts);
        expect([file?.text, xml?.text]).toEqual([text, "<STORAGE/>"]);
      },
    ),
    { numRuns: 3000 },
  );
});

test("random bytes are refused or read, the same however they are cut", async () => {
  const word = fc.constantFrom("--XX", "\r\n", "--", ":", "Content-Disposition: form-data; name=a", "\0", "\xff", '"');
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 30 }), fc.array(fc.nat(400), { maxLength: 10 }), async (words, at) => {
      const body = words.join("");
      const cuts = [...new Set(at.map((n) => n % (body.length + 1)))].sort((a, b) => a - b);
      const outcome = (reading: Promise<Part[]>) => reading.catch((error: OcciError) => error.code);
      expect(await outcome(read(body, cuts))).toEqual(await outcome(read(body)));
    }),
    { numRuns: 3000 },
  );
});

test("nothing is asked of the client while a sink is busy", async () => {
  let given = 0;
  let taken = 0;
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--XX\r\nContent-Disposition: form-data; name="file"\r\n\r\n');
    for (; given < 50; given += 1) {
      expect(given - taken).toBeLessThanOrEqual(1.01);
      yield Buffer.alloc(100_000, "x");
    }
    yield Buffer.from("\r\n--XX--");
  }
  await readMultipart(body(), "XX", () => ({
    async write(bytes) {
      await Bun.sleep(0);
      taken += bytes.length / 100_000;
    },
    async end() {},
  }));
  expect(taken).toBeCloseTo(50);
});

test("an error of a sink ends the reading", async () => {
  const full = new OcciError("DISK_FULL", "full");
  const reading = readMultipart(pieces(Buffer.from(XML + FILE + END), [60]), "XX", () => ({
    write: () => Promise.reject(full),
    end: () => Promise.resolve(),
  }));
  expect(await errorOf(reading)).toBe(full);
});

describe("limits", () => {
  test("ten thousand parts are refused", async () => {
    expect((await errorOf(read(XML.repeat(10_000) + END))).message).toContain("more than 32 parts");
  });

  test("as many as allowed are read", async () => {
    expect(await read(XML.repeat(MULTIPART_LIMITS.parts) + END)).toHaveLength(MULTIPART_LIMITS.parts);
  });

  test("a giant header is not kept, and does not become a part", async () => {
    const giant = `X-Junk: ${"j".repeat(1_000_000)}\r\nContent-Disposition: form-data; name="file"`;
    expect((await errorOf(read(part(giant, "x") + END))).code).toBe("INVALID_REQUEST");
  });

  test("ten thousand header lines are not kept", async () => {
    const lines = `${"A: b\r\n".repeat(10_000)}Content-Disposition: form-data; name="file"`;
    expect((await errorOf(read(part(lines, "x") + END))).code).toBe("INVALID_REQUEST");
  });
});

describe("the boundary", () => {
  test.each([
    ["multipart/form-data; boundary=XX", "XX"],
    ["multipart/form-data;charset=utf-8; boundary=XX", "XX"],
    ['Multipart/Form-Data ; Boundary="a b"', "a b"],
    ["multipart/form-data; boundary=----OcciBoundary7d1", "----OcciBoundary7d1"],
  ])("of %s", (type, boundary) => expect(boundaryOf(type)).toBe(boundary));

  test.each(["application/xml", "multipart/mixed; boundary=X", "multipart/form-dataX", ""])("none in %p", (type) =>
    expect(boundaryOf(type)).toBeUndefined(),
  );

  test.each([
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary="a "',
    "multipart/form-data; boundary=a\u00e4",
  ])("that cannot be one is refused: %p", (type) => expect(() => boundaryOf(type)).toThrow("no valid boundary"));

  test("has at most 70 characters", () => {
    const type = (length: number) => `multipart/form-data; boundary=${"x".repeat(length)}`;
    expect(boundaryOf(type(70))).toHaveLength(70);
    expect(() => boundaryOf(type(71))).toThrow("no valid boundary");
  });
});

test("a large chunk is handed on in pieces, so that what is wrong in it is seen before all of it is parsed", async () => {
  const body = Buffer.from(`${part('Content-Disposition: form-data; name="file"', "x".repeat(1_000_000))}${END}`);
  const lengths: number[] = [];
  await readMultipart(pieces(body, []), "XX", () => ({
    async write(bytes) {
      lengths.push(bytes.length);
    },
    async end() {},
  }));
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(1_000_000);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(16 * 1024);
});
