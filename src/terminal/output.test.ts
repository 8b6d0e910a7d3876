import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { forTerminal } from "./output.ts";

const OUTPUT = join(import.meta.dir, "output.ts");

/** Runs a script that has `print` and `complain`. */
function run(script: string, stdout: "pipe" | number = "pipe") {
  const code = `const { print, complain } = await import(${JSON.stringify(OUTPUT)});\n${script}`;
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

  test("on a terminal it has colours, but moves nothing", async () => {
    const text = "\u001b[31mred\u001b[0m \u001b[2J\u001b]0;title\u0007 \u009b5A";
    const code = `const { print } = await import(${JSON.stringify(OUTPUT)});\nprint(${JSON.stringify(text)});`;
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
    expect(seen).toBe("\u001b[31mred\u001b[0m \ufffd[2J\ufffd]0;title\ufffd \ufffd5A\r\n");
  });

  test("colours stay, all else that a terminal acts on is shown as what it is not", () => {
    expect(forTerminal("a\tb\n\u001b[1;31mx\u001b[0m")).toBe("a\tb\n\u001b[1;31mx\u001b[0m");
    expect(forTerminal("\u001b[2J\r\b\u0007\u007f\u0085\u202e")).toBe("\ufffd[2J\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd");
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
