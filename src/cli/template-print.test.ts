/** `template print`: what is built in, as it is. */
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { complete } from "../terminal/completion.ts";
import { heard } from "../terminal/testing/heard.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { chosenProgram } from "./programs.ts";
import { run } from "./template-print.ts";

const DIRECTORY = join(import.meta.dir, "../../templates");
const NAMES = readdirSync(DIRECTORY).map((file) => file.replace(".eta", ""));
const printing = (...words: string[]) => heard(() => run({ options: {}, words }));

describe("template print", () => {
  test.each(NAMES.flatMap((name) => [name, `${name}.eta`]))("%s prints the file", async (name) => {
    const { printed, told, result } = await printing(name);
    expect(printed.join("")).toBe(readFileSync(join(DIRECTORY, `${name.replace(".eta", "")}.eta`), "utf8"));
    expect([...told, result]).toEqual([0]);
  });

  test("without a name lists all, each with its purpose", async () => {
    const { printed } = await printing();
    expect(printed.map((line) => line.split(".eta")[0]).toSorted()).toEqual(NAMES.toSorted());
    for (const line of nonEmpty(printed)) expect(line).toMatch(/^[a-z]+\.eta +[A-Z][^.]{8,}$/);
  });

  test.each([
    ["smal", "Did you mean small?"],
    ["x-large-x", "There are common, custom, large, medium, network, small."],
  ])("%s is refused with what there is", async (name, hint) => {
    const error = await printing(name).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(OcciError);
    expect([error.code, error.hint]).toEqual(["USAGE", hint]);
  });

  test("completions offer all of them", async () => {
    const { program } = await chosenProgram("occi-server", []);
    const { candidates } = await complete(program, ["template", "print", ""], async () => []);
    expect(candidates.map(([name]) => name).toSorted()).toEqual(NAMES.toSorted());
  });
});
