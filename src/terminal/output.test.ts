import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { forTerminal } from "./output.ts";

const OUTPUT = join(import.meta.dir, "output.ts");

/** Runs a script that has `print`, `report` and `complain`. */
function run(script: string, stdout: "pipe" | number = "pipe") {
  const code = `const { print, report, complain } = await import(${JSON.stringify(OUTPUT)});\n${script}`;
  return Bun.spawn([process.execPath, "-e", code], { stdout, stderr: "pipe" });
}

describe("data", () => {
  test("goes to standard output as it is, all of it, with a line break at its end", async () => {
    const child = run(`print("\\u001b[2Jx\\u009b".repeat(200_000)); process.exit(0)`);
    const out = await new Response(child.stdout as ReadableStream).text();
    expect(out).toBe(`${"\u001b[2Jx\u009b".repeat(200_000)}\n`);
  });

  test("a reader that leaves is no fault, and is told", async () => {
    const script = `for (let lines = 0; print("y"); lines++); complain("over")`;
    const shell = Bun.spawn(
      [
        "sh",
        "-c",
        '"$@" | head -n 1',
        "sh",
        process.execPath,
        "-e",
        `const { print, complain } = await import(${JSON.stringify(OUTPUT)});\n${script}`,
      ],
      { stdout: "pipe", stderr: "pipe" },
    );
    expect(await new Response(shell.stdout).text()).toBe("y\n");
    expect(await new Response(shell.stderr).text()).toBe("over\n");
  });

  test.each([
    [true, "\u001b[31mred\u001b[0m \ufffd[2J\ufffd]0;title\ufffd \ufffd5A \ufffd[8mhidden\r\n"],
    [false, "\ufffd[31mred\ufffd[0m \ufffd[2J\ufffd]0;title\ufffd \ufffd5A \ufffd[8mhidden\r\n"],
  ])(
    "on a terminal it moves nothing; with colours of ours (%p) it has these and no others",
    async (coloured, shown) => {
      const text = "\u001b[31mred\u001b[0m \u001b[2J\u001b]0;title\u0007 \u009b5A \u001b[8mhidden";
      const code = `const { print } = await import(${JSON.stringify(OUTPUT)});\nprint(${JSON.stringify(text)}, ${coloured});`;
      let seen = "";
      const { promise: lineSeen, resolve } = Promise.withResolvers<void>();
      const child = Bun.spawn([process.execPath, "-e", code], {
        terminal: {
          cols: 80,
          rows: 24,
          data(_, bytes) {
            seen += Buffer.from(bytes).toString();
            if (seen.endsWith("\n")) resolve();
          },
        },
      });
      await lineSeen;
      await child.exited;
      child.terminal?.close();
      expect(seen).toBe(shown);
    },
  );

  test("our colours stay where they are wanted, all else that a terminal acts on is shown as what it is not", () => {
    expect(forTerminal("a\tb\n\u001b[31mx\u001b[0m", true)).toBe("a\tb\n\u001b[31mx\u001b[0m");
    expect(forTerminal("\u001b[1;31mx\u001b[38;5;1my\u001b[m", true)).toBe("\ufffd[1;31mx\ufffd[38;5;1my\ufffd[m");
    for (const coloured of [true, false]) {
      const shown = forTerminal("\u001b[2J\r\b\u0007\u007f\u0085\u202e\u2067\u206a", coloured);
      expect(shown).toBe(`\ufffd[2J${"\ufffd".repeat(8)}`);
    }
  });

  test("for people it is without all that wherever it goes", async () => {
    const child = run(`report("\\u001b[31mred \\u009b31m\\u202e\\r\\nnext")`);
    expect(await new Response(child.stdout as ReadableStream).text()).toBe(
      "\ufffd[31mred \ufffd31m\ufffd\ufffd\nnext\n",
    );
  });
});

test("messages go to standard error, without what a terminal would act on", async () => {
  const child = run(`complain("\\u001b]0;x\\u0007\\u009bred\\r\\nnext\\u202e")`);
  expect(await new Response(child.stderr).text()).toBe("\ufffd]0;x\ufffd\ufffdred\ufffd\nnext\ufffd\n");
});

test("a full disk is told", async () => {
  const { openSync } = await import("node:fs");
  const child = run(`try { print("x") } catch (error) { complain(error.code) }`, openSync("/dev/full", "w"));
  expect(await new Response(child.stderr).text()).toBe("ENOSPC\n");
});
