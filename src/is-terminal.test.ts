import { expect, test } from "bun:test";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { isTerminal } from "./is-terminal.ts";

const WHAT = join(import.meta.dir, "is-terminal.ts");

test.each(["/dev/null", "/dev/zero", import.meta.path])("%s is no terminal", (path) => {
  const fd = openSync(path, "r");
  expect(isTerminal(fd)).toBe(false);
  closeSync(fd);
});

test("neither is a descriptor that is not open", () => {
  expect(isTerminal(999_999)).toBe(false);
});

test("a terminal is one, and a pipe is none", async () => {
  const code = `const { isTerminal } = await import(${JSON.stringify(WHAT)}); console.log([0, 1].map(isTerminal).join());`;
  let seen = "";
  const child = Bun.spawn([process.execPath, "-e", code], {
    terminal: {
      cols: 80,
      rows: 24,
      data(_, bytes) {
        seen += new TextDecoder().decode(bytes);
      },
    },
  });
  await child.exited;
  child.terminal?.close();
  expect(seen.trim()).toBe("true,true");
  const piped = Bun.spawn([process.execPath, "-e", code], { stdin: "pipe", stdout: "pipe" });
  expect((await new Response(piped.stdout).text()).trim()).toBe("false,false");
});

test("nothing but a device that may be a terminal loads node:tty, nor does anything else of a small command", async () => {
  const code = `const { isTerminal } = await import(${JSON.stringify(WHAT)});
    const before = process.getBuiltinModule;
    process.getBuiltinModule = (name) => { console.log("loads", name); return before(name); };
    isTerminal(1);`;
  const run = async (stdout: "pipe" | "ignore") => {
    const child = Bun.spawn([process.execPath, "-e", code], { stdin: "ignore", stdout });
    return stdout === "pipe" ? new Response(child.stdout as ReadableStream).text() : "";
  };
  expect(await run("pipe")).toBe("");
});
