import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PAGER = join(import.meta.dir, "pager.ts");
const empty = mkdtempSync(join(tmpdir(), "occi-pager-"));
afterAll(() => rmSync(empty, { recursive: true }));

const CODE = `const { showPaged, textWidth } = await import(${JSON.stringify(PAGER)});
await showPaged("width " + textWidth() + "\\nsecond\\u001b[2J\\n");`;

/** What a terminal of some width sees. */
async function onTerminal(columns: number, environment: Readonly<Record<string, string>>): Promise<string> {
  let seen = "";
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const child = Bun.spawn([process.execPath, "-e", `${CODE}\nconsole.log("END");`], {
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin", ...environment },
    terminal: {
      cols: columns,
      rows: 24,
      data(_, bytes) {
        seen += Buffer.from(bytes).toString();
        if (seen.includes("END\r\n")) resolve();
      },
    },
  });
  await end;
  await child.exited;
  child.terminal?.close();
  return seen.replaceAll("\r", "").replace("END\n", "");
}

test("a terminal gets the text through $PAGER, as wide as it is", async () => {
  expect(await onTerminal(72, { PAGER: "sed 's/^/> /'" })).toBe("> width 72\n> second\ufffd[2J\n");
  expect(await onTerminal(300, { PAGER: "cat" })).toBe("width 100\nsecond\ufffd[2J\n");
  expect(await onTerminal(12, { PAGER: "cat" })).toBe("width 40\nsecond\ufffd[2J\n");
});

test.each([
  ["no pager is wanted", { PAGER: "" }],
  ["the pager is not there", { PAGER: "no-such-pager-anywhere" }],
  ["there is no less", { PATH: empty }],
])("where %s the text is printed", async (_, environment) => {
  expect(await onTerminal(80, environment)).toBe("width 80\nsecond\ufffd[2J\n");
});

test("elsewhere the text goes to standard output as it is", async () => {
  const child = Bun.spawn([process.execPath, "-e", CODE], { stdout: "pipe", env: { PAGER: "false" } });
  expect(await new Response(child.stdout).text()).toBe("width 100\nsecond\u001b[2J\n");
});
