/** Errors of eta and of the JavaScript engine in the words of authors of templates. */
import { describe, expect, test } from "bun:test";
import { runWords, syntaxWords, unclosedWords } from "./fault-words.ts";
import { UnknownField, VM_FIELDS } from "./fields.ts";

const READS = "the request is in `it`: it.name, it.cpu, it.disks, ...; see common.eta";

test.each([
  ["unclosed tag at 1:2", "this tag is never closed"],
  ["unclosed string at 1:2", "this quote is never closed before the tag's end"],
  ["unclosed template at 1:2", "this ` is never closed before the tag's end"],
  ["unclosed comment at 1:2", "this comment is never closed"],
  ...["tag", "string", "template", "comment"].map((what) => [`an unclosed ${what}`, `an unclosed ${what}`] as const),
])("eta's %j is said as %j", (text, message) => {
  expect(unclosedWords(text).message).toBe(message);
});

test.each([
  ["Unexpected keyword 'catch'", "a { is never closed"],
  ["Try statements must have at least a catch", "a } closes nothing"],
  ["Unexpected token ';'. Expected ')' to end it", "a bracket is never closed: ')' is missing"],
  ["Unexpected token ')'. Expected either a closing ']' or a ','", "a bracket is never closed: ']' is missing"],
  ["Unexpected token ')'. Expected '}'", "a bracket is never closed: '}' is missing"],
  ["An Unexpected token ';'. Expected ')'", "not valid JavaScript: An Unexpected token ';'. Expected ')'"],
  ["Unexpected token ','. Expected ')'", "not valid JavaScript: Unexpected token ','. Expected ')'"],
  ["Unexpected token ';'. Expected 'x'", "not valid JavaScript: Unexpected token ';'. Expected 'x'"],
])("the parser's %j is said as %j", (reason, message) => {
  expect(syntaxWords(reason).message).toBe(message);
});

describe("what a template throws", () => {
  test.each([
    ["undefined is not an object (evaluating 'it.name.x')", "it.name has no value, so it.name.x cannot be read"],
    ["null is not an object (evaluating 'it.a?.b')", "it.a has no value, so it.a?.b cannot be read"],
    [
      "undefined is not an object (evaluating 'it.disks[0].x')",
      "it.disks[0] has no value, so it.disks[0].x cannot be read",
    ],
    ["undefined is not an object (evaluating 'it.a[10]')", "it.a has no value, so it.a[10] cannot be read"],
    ["undefined is not an object (evaluating 'it.a.trim(1)')", "it.a has no value, so it.a.trim(1) cannot be read"],
    ["undefined is not an object (evaluating 'new it.a.B()')", "it.a has no value, so new it.a.B() cannot be read"],
    ["undefined is not an object (evaluating '$x.$y')", "$x has no value, so $x.$y cannot be read"],
    ["it.name is not a function. (In 'it.name()')", "it.name is not a function"],
  ])("%j is said as %j", (text, message) => {
    expect(runWords(new TypeError(text))).toEqual({ message, hint: READS });
  });

  test.each(["Can't find variable: nam", "nam is not defined"])("%j is a name that nothing has", (text) => {
    expect(runWords(new ReferenceError(text))).toEqual({
      message: "nothing is called nam here",
      hint: "a value of the request is it.nam; see common.eta",
    });
  });

  test.each([
    ["The undefined is not an object (evaluating 'x.y')"],
    ["So Can't find variable: x"],
    ["this it.x is not a function"],
    ["that nam is not defined"],
    ["something else"],
  ])("%j stays as it is", (text) => {
    expect(runWords(new Error(text))).toEqual({ message: text });
  });

  test("may be anything", () => {
    expect(runWords("words")).toEqual({ message: 'the template throws "words"' });
    const unknown = new UnknownField("it", "nmae", VM_FIELDS);
    expect(runWords(unknown)).toEqual({ message: unknown.message, hint: unknown.hint ?? "" });
    expect(runWords(Object.assign(new UnknownField("it", "x", VM_FIELDS), { hint: undefined }))).not.toHaveProperty(
      "hint",
    );
  });
});
