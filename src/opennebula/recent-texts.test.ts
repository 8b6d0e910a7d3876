import { expect, test } from "bun:test";
import { RecentTexts } from "./recent-texts.ts";

test("the text of the same bytes is known", () => {
  const texts = new RecentTexts();
  texts.set("vm 7", Buffer.from("<VM/>"), "text");
  expect(texts.get("vm 7", Buffer.from("<VM/>"))).toBe("text");
});

test.each([
  ["a byte is another", "<VM>1</VM>", "<VM>2</VM>"],
  ["it is longer", "<VM/>", "<VM/> "],
  ["it is shorter", "<VM/> ", "<VM/>"],
])("that of an object that has changed is not: %s", (_, before, after) => {
  const texts = new RecentTexts();
  texts.set("vm 7", Buffer.from(before), "before");
  expect(texts.get("vm 7", Buffer.from(after))).toBeUndefined();
  texts.set("vm 7", Buffer.from(after), "after");
  expect(texts.get("vm 7", Buffer.from(after))).toBe("after");
  expect(texts.get("vm 7", Buffer.from(before))).toBeUndefined();
});

test("of each question the last answer is known", () => {
  const texts = new RecentTexts();
  texts.set("vm 7", Buffer.from("<VM/>"), "seven");
  expect(texts.get("vm 8", Buffer.from("<VM/>"))).toBeUndefined();
  texts.set("vm 8", Buffer.from("<VM/>"), "eight");
  expect(texts.get("vm 7", Buffer.from("<VM/>"))).toBe("seven");
});

test("no more bytes are kept than the limit", () => {
  const texts = new RecentTexts(100);
  const bytes = Buffer.alloc(20, "x");
  for (let id = 0; id < 100; id++) texts.set(`vm ${id}`, bytes, "text");
  const known = Array.from({ length: 100 }, (_, id) => id).filter((id) => texts.get(`vm ${id}`, bytes) !== undefined);
  expect(known.length).toBeLessThanOrEqual(5);
  expect(known).toContain(99);
});
