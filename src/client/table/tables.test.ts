/** What the reader of command lines relies on: it reads the options before it knows the command. */
import { expect, test } from "bun:test";
import { optionsOf } from "../../terminal/arguments.ts";
import { OCCI_COMPUTE } from "./compute.ts";
import { OCCI_INSTANCE_TYPE } from "./instance-type.ts";
import { OCCI_NETWORK } from "./network.ts";
import { OCCI_STORAGE } from "./storage.ts";
import { OCCI_TEMPLATE } from "./template.ts";
import { OCCI_USAGE } from "./usage.ts";
import { OCCI_USER } from "./user.ts";

const PROGRAMS = [OCCI_COMPUTE, OCCI_NETWORK, OCCI_STORAGE, OCCI_INSTANCE_TYPE, OCCI_TEMPLATE, OCCI_USAGE, OCCI_USER];

test.each(PROGRAMS.map((program) => [program.name, program] as const))(
  "%s: an option takes a value in all of its commands or in none, and has one letter",
  (_, program) => {
    const shapes = new Map<string, Set<string>>();
    const letters = new Map<string, Set<string>>();
    const note = (map: Map<string, Set<string>>, key: string, value: string) =>
      map.set(key, (map.get(key) ?? new Set()).add(value));
    for (const command of program.commands) {
      for (const [name, option] of Object.entries(optionsOf(program, command))) {
        const takes = option.value === undefined ? "nothing" : option.valueOptional ? "perhaps" : "a value";
        note(shapes, name, `${takes}, ${option.short}`);
        if (option.short !== undefined) note(letters, option.short, name);
      }
    }
    expect([...shapes].filter(([, all]) => all.size > 1)).toEqual([]);
    expect([...letters].filter(([, all]) => all.size > 1)).toEqual([]);
  },
);

test("what old scripts could cut short is known somewhere", () => {
  const known = new Set(
    PROGRAMS.flatMap((program) => program.commands.flatMap((one) => Object.keys(optionsOf(program, one)))),
  );
  for (const { abbreviable = [], aliases } of PROGRAMS) {
    expect(abbreviable.filter((name) => !known.has(name) && !(`--${name}` in aliases))).toEqual([]);
  }
});
