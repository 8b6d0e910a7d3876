import { expect, test } from "bun:test";
import { RecentTexts } from "./recent-texts.ts";

function counted() {
  let count = 0;
  const decode = (encoded: Uint8Array): string => {
    count++;
    return Buffer.from(encoded).toString();
  };
  return { decode, times: () => count };
}

test("the same bytes are decoded once, and give the same text", () => {
  const texts = new RecentTexts();
  const { decode, times } = counted();
  expect(texts.textOf("vm 7", Buffer.from("<VM/>"), decode)).toBe("<VM/>");
  expect(texts.textOf("vm 7", Buffer.from("<VM/>"), decode)).toBe("<VM/>");
  expect(times()).toBe(1);
});

test.each([
  ["a byte is another", "<VM>1</VM>", "<VM>2</VM>"],
  ["it is longer", "<VM/>", "<VM/> "],
  ["it is shorter", "<VM/> ", "<VM/>"],
])("an object that has changed is read as it is now: %s", (_, before, after) => {
  const texts = new RecentTexts();
  const { decode } = counted();
  texts.textOf("vm 7", Buffer.from(before), decode);
  expect(texts.textOf("vm 7", Buffer.from(after), decode)).toBe(after);
  expect(texts.textOf("vm 7", Buffer.from(before), decode)).toBe(before);
});

test("a payload that cannot be decoded is remembered as nothing", () => {
  const texts = new RecentTexts();
  const { decode, times } = counted();
  const faulty = (): string => {
    throw new Error("damaged");
  };
  expect(() => texts.textOf("vm 7", Buffer.from("<VM/>"), faulty)).toThrow("damaged");
  expect(texts.textOf("vm 7", Buffer.from("<VM/>"), decode)).toBe("<VM/>");
  expect(times()).toBe(1);
});

test("no more bytes are remembered than the limit", () => {
  const texts = new RecentTexts(100);
  const { decode, times } = counted();
  const bytes = Buffer.alloc(20, "x");
  for (let id = 0; id < 100; id++) texts.textOf(`vm ${id}`, bytes, decode);
  texts.textOf("vm 0", bytes, decode);
  expect(times()).toBe(101);
});
