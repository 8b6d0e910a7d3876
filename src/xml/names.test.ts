/** Names beyond ASCII: where one way of reading a pool cannot judge them, the strict parser does, and both agree. */
import { describe, expect, test } from "bun:test";
import { readPool, readPoolRecords } from "./pool.ts";
import { readRecord, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";

async function idsOf(batches: AsyncGenerator<(string | undefined)[]>): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

/** The ids of the records that are read, whole and as what is asked for; the ids of those that are left out. */
async function bothWays(...records: string[]) {
  const encoded = encodePayload(`<VM_POOL>${records.join("")}</VM_POOL>`);
  const left: [unknown[], unknown[]] = [[], []];
  const id = (record: XmlRecord) => text(record, "ID");
  const whole = readPool(encoded, "VM_POOL", "VM", (source) => id(readRecord(source, "VM")), {
    onFault: (fault) => left[0].push(fault),
  });
  const asked = readPoolRecords(encoded, "VM_POOL", "VM", { ID: true }, id, {
    onFault: (fault) => left[1].push(fault),
  });
  return [
    { ids: await idsOf(whole), left: left[0] },
    { ids: await idsOf(asked), left: left[1] },
  ];
}

describe("an element whose name is not ASCII", () => {
  test.each(["A\u00e9", "\u00e9A", "A\u7db2"])("%j is read", async (name) => {
    const record = `<VM><ID>1</ID><${name}>x</${name}></VM>`;
    const read = { ids: ["1", "2"], left: [] };
    expect(await bothWays(record, "<VM><ID>2</ID></VM>")).toEqual([read, read]);
  });

  test.each(["A\u00d7", "A\u037e", "AB\u2028C"])("%j is no name: its record is left out", async (name) => {
    const record = `<VM><ID>1</ID><${name}>x</${name}></VM>`;
    const read = { ids: ["2"], left: [1] };
    expect(await bothWays(record, "<VM><ID>2</ID></VM>")).toEqual([read, read]);
  });
});
