/** Exactly where a large document begins to be cut: at each limit nothing is missing, one more is too much. */
import { describe, expect, spyOn, test } from "bun:test";
import { decodeSlice } from "./pool-bytes.ts";
import { all, has, readRecord, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { SMALL, trimmed } from "./trim.ts";

interface Trim {
  readonly record: XmlRecord;
  readonly cut: readonly string[];
}

async function trim(document: string): Promise<Trim> {
  const { encoded, cut } = await trimmed(encodePayload(document));
  const root = /^<(\w+)/.exec(document)?.[1] ?? "";
  return { cut, record: readRecord(decodeSlice(encoded, 0, encoded.length), root) };
}

const sizeOf = (document: string): number => encodePayload(document).length;
/** A part that makes a document large, and of which nothing is cut. */
const LARGE_PART = `<LARGE><X>${"x".repeat(SMALL)}</X></LARGE>`;
/** An element of so many bytes as it stands in the envelope. */
function sized(name: string, bytes: number): string {
  return `<${name}>${"x".repeat(bytes - sizeOf(`<${name}></${name}>`))}</${name}>`;
}
const count = ({ record }: Trim, ...path: string[]): number => all(record, ...path).length;

describe("of a large document", () => {
  test("is what one byte makes of a small one: of 64 kB nothing is left out", async () => {
    const around = (size: number): string => {
      const some = `<VM><A>1</A>${sized("LONG", 20_000)}`;
      return `${some}${sized("B", size - sizeOf(`${some}</VM>`))}</VM>`;
    };
    expect([sizeOf(around(SMALL)), (await trim(around(SMALL))).cut]).toEqual([SMALL, []]);
    expect((await trim(around(SMALL + 1))).cut).toEqual(["LONG", "B"]);
  });

  test.each(["VM", "IMAGE", "VNET", "SECURITY_GROUP", "VMTEMPLATE", "USER"])("%s is what users own", async (root) => {
    expect((await trim(`<${root}>${sized("A", SMALL)}</${root}>`)).cut).toEqual(["A"]);
  });

  test.each(["VMS", "GROUP", "HOST", "DATASTORE"])("%s is not", async (root) => {
    expect((await trim(`<${root}>${sized("A", SMALL)}</${root}>`)).cut).toEqual([]);
  });

  test("what is not one element from its first byte is left to the reader", async () => {
    const bytes = encodePayload(` <VM>${sized("A", SMALL)}</VM>`);
    expect(await trimmed(bytes)).toEqual({ encoded: bytes, cut: [] });
  });

  test("a text beside the parts may have 16 kB with its tags", async () => {
    const kept = await trim(`<VM>${sized("A", 16 * 1024)}${sized("B", 16 * 1024 + 1)}<C/>${LARGE_PART}</VM>`);
    expect(kept.cut).toEqual(["B"]);
    expect(["A", "B", "C", "LARGE"].map((name) => has(kept.record, name))).toEqual([true, false, true, true]);
  });

  test.each([
    ["VM", 2_500],
    ["USER", 4_000],
  ])("%s may have %d elements in the parts of one name, the parts themselves counted", async (root, most) => {
    const part = (elements: number): string => `<T>${"<A/>".repeat(elements - 1)}</T>`;
    const whole = await trim(`<${root}>${part(most - 10)}${LARGE_PART}${part(10)}<S>1</S></${root}>`);
    expect([whole.cut, count(whole, "T", "A"), has(whole.record, "CUT_BY_READER")]).toEqual([[], most - 2, false]);
    const less = await trim(`<${root}>${part(most - 10)}${LARGE_PART}${part(11)}<S>1</S></${root}>`);
    expect([less.cut, count(less, "T", "A"), text(less.record, "S")]).toEqual([["T"], most - 2, "1"]);
    expect(text(less.record, "CUT_BY_READER")).toBe("T");
  });

  test("a part that only has room for itself stays, and is empty; the next is missing", async () => {
    const one = (name: string): string => `<T><${name}/></T>`;
    const less = await trim(`<VM><T>${"<A/>".repeat(2_498)}</T>${one("B")}${one("C")}${LARGE_PART}</VM>`);
    expect([less.cut, count(less, "T"), count(less, "T", "B"), count(less, "T", "C")]).toEqual([["T"], 2, 0, 0]);
  });

  test("a piece counts with all that is in it, and one that does not fit makes room for a smaller one", async () => {
    const piece = (name: string, elements: number): string => `<${name}>${"<X/>".repeat(elements - 1)}</${name}>`;
    const document = `<VM><T>${piece("A", 2_400)}${piece("B", 100)}${piece("C", 99)}<D/></T>${LARGE_PART}</VM>`;
    const { record, cut } = await trim(document);
    expect([cut, ["A", "B", "C", "D"].map((name) => all(record, "T", name).length)]).toEqual([["T"], [1, 0, 1, 0]]);
  });

  test("elements inside of each other count each, and blanks and sections do not", async () => {
    const nested = "<A> <B><C><D>x</D><![CDATA[<E><F/></E>]]></C></B></A>";
    const whole = await trim(`<VM><T>${nested.repeat(624)}<A/><A/><A/></T>${LARGE_PART}</VM>`);
    expect([whole.cut, count(whole, "T", "A")]).toEqual([[], 627]);
    const less = await trim(`<VM><T>${nested.repeat(624)}<A/><A/><A/><A/></T>${LARGE_PART}</VM>`);
    expect([less.cut, count(less, "T", "A")]).toEqual([["T"], 627]);
  });

  test("the pieces may have one and a quarter megabytes, all parts together", async () => {
    const most = 1_280 * 1024;
    const whole = await trim(`<VM><T>${sized("A", most - 100)}</T><U>${sized("A", 60)}${sized("B", 40)}</U></VM>`);
    expect(whole.cut).toEqual([]);
    const less = await trim(`<VM><T>${sized("A", most - 100)}</T><U>${sized("A", 60)}${sized("B", 41)}<C/></U></VM>`);
    expect([less.cut, ["A", "B", "C"].map((name) => count(less, "U", name))]).toEqual([["U"], [1, 0, 1]]);
  });

  test("of two parts of which something is missing both are named, each once", async () => {
    const part = (name: string): string => `<${name}>${"<A/>".repeat(3_000)}</${name}>`;
    expect((await trim(`<VM>${part("T")}${part("U")}${part("T")}</VM>`)).cut).toEqual(["T", "U"]);
  });
});

describe("of the addresses of a range", () => {
  const lease = "<LEASE><IP>1</IP></LEASE>";
  const range = (leases: string, behind = ""): string => `<AR><LEASES>${leases}</LEASES>${behind}</AR>`;
  const network = (...ranges: string[]): string => `<VNET><AR_POOL>${ranges.join("")}</AR_POOL>${LARGE_PART}</VNET>`;
  const found = (trimmedNetwork: Trim): number => count(trimmedNetwork, "AR_POOL", "AR", "LEASES", "LEASE");

  test("200 are whole, of 201 the last is missing", async () => {
    const whole = await trim(network(range(lease.repeat(200))));
    expect([whole.cut, found(whole)]).toEqual([[], 200]);
    const less = await trim(network(range(lease.repeat(201), "<SIZE>9</SIZE>")));
    expect([less.cut, found(less), text(less.record, "AR_POOL", "AR", "SIZE")]).toEqual([["AR_POOL"], 200, "9"]);
    expect(text(less.record, "AR_POOL", "AR", "LEASES", "LEASE", "IP")).toBe("1");
  });

  test("those of each range are counted anew, also of two lists in one range", async () => {
    const two = `<AR><LEASES>${lease.repeat(250)}</LEASES><LEASES>${lease.repeat(150)}</LEASES><LEASES>${lease.repeat(300)}</LEASES></AR>`;
    const less = await trim(network(range(lease.repeat(201)), two));
    const lists = all(less.record, "AR_POOL", "AR", "LEASES").map((list) => all(list, "LEASE").length);
    expect([less.cut, lists]).toEqual([["AR_POOL"], [200, 200, 150, 200]]);
  });

  test("an empty one counts, and what is in a longer name does not", async () => {
    const less = await trim(network(range("<LEASE/>".repeat(201)), `<AR><LEASES_>${lease.repeat(300)}</LEASES_></AR>`));
    expect([less.cut, found(less), count(less, "AR_POOL", "AR", "LEASES_", "LEASE")]).toEqual([["AR_POOL"], 200, 300]);
  });

  test("what is in one counts as elements of the range, up to the last that stays", async () => {
    const one = "<LEASE><A/><B/><C/><D/><E/></LEASE>";
    // The pool, 2 ranges with their lists and 400 addresses of six elements each are 2,405; 95 are left.
    const ranges = `${range(one.repeat(300))}${range(one.repeat(200))}`;
    const fits = await trim(network(ranges, "<X/>".repeat(95)));
    expect([fits.cut, count(fits, "AR_POOL", "X"), found(fits)]).toEqual([["AR_POOL"], 95, 400]);
    const more = await trim(network(ranges, "<X/>".repeat(96)));
    expect([more.cut, count(more, "AR_POOL", "X"), found(more)]).toEqual([["AR_POOL"], 95, 400]);
  });

  test("the bytes of those that are missing are free for others", async () => {
    const long = sized("LEASE", 6 * 1024);
    const less = await trim(network(range(long.repeat(250)), sized("X", 10_000)));
    expect([found(less), count(less, "AR_POOL", "X")]).toEqual([200, 1]);
  });
});

test("while the clock goes on others have their turns: one after each 256 tags", async () => {
  const document = encodePayload(`<VM><T>${"<A></A>".repeat(1_000)}</T>${LARGE_PART}</VM>`);
  let now = 0;
  // At each look five milliseconds have passed.
  const clock = spyOn(performance, "now").mockImplementation(() => (now += 5));
  const turns = spyOn(globalThis, "setImmediate");
  try {
    await trimmed(document);
    // 2,008 tags.
    expect(turns).toHaveBeenCalledTimes(7);
    clock.mockImplementation(() => 5);
    turns.mockClear();
    await trimmed(document);
    expect(turns).not.toHaveBeenCalled();
  } finally {
    clock.mockRestore();
    turns.mockRestore();
  }
});
