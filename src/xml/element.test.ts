import { expect, test } from "bun:test";
import { addText, childrenNamed, firstChild, fullText, withoutLayout, xmlElement } from "./element.ts";

const [a, b] = [xmlElement("a", {}, ["1"]), xmlElement("b", { x: "y" }, ["2", xmlElement("a", {}, ["3"]), "4"])];
const root = xmlElement("root", {}, ["<", a, "-", b, ">"]);

test("an element's children and text follow from its content", () => {
  expect([root.children, root.text]).toEqual([[a, b], "<->"]);
  expect(xmlElement("empty")).toEqual({ name: "empty", attributes: {}, content: [], children: [], text: "" });
});

test("all text is that of its children too, in order", () => {
  expect([fullText(root), fullText(a)]).toEqual(["<1-234>", "1"]);
});

test("children are found by name, not those of children", () => {
  expect(childrenNamed(root, "a")).toEqual([a]);
  expect([firstChild(root, "b"), firstChild(root, "c")]).toEqual([b, undefined]);
});

test("runs of text become one", () => {
  const content = ["x", a];
  addText(content, "1");
  addText(content, "2");
  expect(content).toEqual(["x", a, "12"]);
  const empty: string[] = [];
  addText(empty, "1");
  expect(empty).toEqual(["1"]);
});

test("blanks lay out children, and are the text of an element without any", () => {
  expect(withoutLayout([" \t\r\n", a, "\n", " x ", "\u00a0"])).toEqual([a, " x ", "\u00a0"]);
  expect(withoutLayout([" \n"])).toEqual([" \n"]);
});
