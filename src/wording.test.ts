import { describe, expect, test } from "bun:test";
import { ogfWords } from "./cloud/ogf/words.ts";
import { OcciError } from "./errors.ts";
import { amount, byteSize, field, joined, say, textOf } from "./wording.ts";

const TOO_MUCH = say`${field("memory")} may be at most ${amount("memory", 1536)}.`;

test.each([
  [0, "0 bytes"],
  [1000, "1000 bytes"],
  [1024, "1 KiB"],
  [31_457_280, "30 MiB"],
  [1.5 * 2 ** 30, "1.5 GiB"],
  [2 ** 50, "1024 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(byteSize(bytes)).toBe(text);
});

describe("a sentence", () => {
  test("is in OpenNebula's words for its XML and the log, in OCCI's for its clients", () => {
    expect(textOf(TOO_MUCH)).toBe("MEMORY may be at most 1536 MiB.");
    expect(textOf(TOO_MUCH, ogfWords)).toBe("occi.compute.memory may be at most 1.5 GiB.");
  });

  test("is put together of others", () => {
    const places = joined(
      [1, 2].map((id) => ({ place: `/storage/${id}` })),
      ", ",
    );
    expect(textOf(say`${TOO_MUCH} See ${places}: ${3} times.`)).toBe(
      "MEMORY may be at most 1536 MiB. See /storage/1, /storage/2: 3 times.",
    );
  });
});

describe("an error", () => {
  const error = new OcciError("INVALID_REQUEST", TOO_MUCH, { hint: say`Look at ${{ advice: "whereStatesAre" }}.` });

  test("has its message and hint in OpenNebula's words until it is known who reads it", () => {
    expect([error.message, error.hint]).toEqual([
      "MEMORY may be at most 1536 MiB.",
      "Look at STATE (and LCM_STATE of a machine).",
    ]);
    const told = error.in(ogfWords);
    expect([told.code, told.message, told.hint]).toEqual([
      "INVALID_REQUEST",
      "occi.compute.memory may be at most 1.5 GiB.",
      "Look at the state and its message.",
    ]);
  });

  test("can be worded in part: what the vocabulary does not know stays for the next", () => {
    const part = error.in((term) => ("field" in term && term.value === undefined ? "mem" : undefined));
    expect(part.message).toBe("mem may be at most 1536 MiB.");
    expect(part.in(ogfWords).message).toBe("mem may be at most 1.5 GiB.");
  });

  test("keeps its cause, its stack and all its details", () => {
    const cause = new Error("because");
    const whole = new OcciError("LOCKED", "wait", { retryAfter: 5, allow: "GET", cause }).in(ogfWords);
    expect([whole.message, whole.retryAfter, whole.allow, whole.cause, whole.status]).toEqual([
      ...["wait", 5, "GET"],
      cause,
      409,
    ]);
  });
});

test("OpenNebula's own sentences keep its states and lose the names of its attributes", () => {
  const told = (text: string) => textOf(say`${{ oned: text }}`, ogfWords);
  expect(told("Cannot parse image SIZE: File not found")).toBe(
    "OpenNebula says: Cannot parse image size: File not found",
  );
  expect(told("VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.")).toBe(
    "VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.",
  );
});
