/** What is made of the tables of all programs: man pages, completions in real shells, the manual's reference. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withClients } from "../../scripts/manual/client-reference.ts";
import { commandPage, overview } from "../terminal/help.ts";
import { manualFile, manualPage } from "../terminal/manual.ts";
import { executable } from "../testing/executable.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { CLIENT_NAMES } from "./clients.ts";
import { allPrograms, chosenProgram } from "./programs.ts";

const ROOT = join(import.meta.dir, "..", "..");
const programs = await allPrograms();

test("the reference in the manual is as generated (else: bun scripts/generate.ts)", () => {
  const page = readFileSync(join(ROOT, "etc/manual/clients.md"), "utf8");
  const [, ...clients] = programs;
  expect(withClients(page, clients)).toBe(page);
});

describe("a program", () => {
  test.each([
    ["occi-compute", ["list"], "occi-compute", ["list"]],
    ["occi-server", ["compute", "list"], "occi-compute", ["list"]],
    ["occi-server", ["start"], "occi-server", ["start"]],
    ["occi-server", ["template", "list"], "occi-template", ["list"]],
    ["occi-server", ["template"], "occi-template", []],
    ["occi-server", ["template", "print", "small"], "occi-server", ["template", "print", "small"]],
    ["occi-template", ["print"], "occi-template", ["print"]],
    ["occi-server", [], "occi-server", []],
    ["renamed", ["user", "show"], "occi-user", ["show"]],
    ["occi-constructor", ["x"], "occi-server", ["x"]],
  ])("%s %j is %s", async (name, typed, program, args) => {
    const chosen = await chosenProgram(name, typed);
    expect([chosen.program.name, chosen.args]).toEqual([program, args]);
  });

  test("of the server is reached by each of its commands, one that begins with the word of a client too", async () => {
    const [own, ...clients] = programs;
    for (const { name } of nonEmpty(own?.commands ?? [])) {
      expect([name, (await chosenProgram("occi-server", name.split(" "))).program.name]).toEqual([name, "occi-server"]);
    }
    expect(clients.length).toBe(CLIENT_NAMES.length);
  });
});

describe.each(programs.map((program) => [program.name, program] as const))("%s", (_, program) => {
  const facts = { version: "1.2.3", date: "2026-11-25", others: programs.filter((other) => other !== program) };
  const page = manualPage(program, facts);

  test("its help pages", () => {
    expect(overview(program)).toMatchSnapshot("overview");
    for (const command of nonEmpty(program.commands))
      expect(commandPage(program, command)).toMatchSnapshot(command.name);
  });

  test("no line of its help is wider than 125 columns", () => {
    const pages = [overview(program), ...program.commands.map((command) => commandPage(program, command))];
    expect(
      pages
        .join("")
        .split("\n")
        .filter((line) => line.length > 125),
    ).toEqual([]);
  });

  test("every command has a name of its own, examples that exist, and code", async () => {
    const names = program.commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const command of nonEmpty(program.commands)) {
      const lines = command.examples.map(([line]) => line);
      expect(lines.filter((line) => !line.startsWith(command.name))).toEqual([]);
      expect(typeof (await command.load())).toBe("function");
    }
  });

  const rendered = (...args: string[]) => {
    const { stdout, stderr } = Bun.spawnSync(args, {
      stdin: Buffer.from(page),
      env: { ...process.env, MANWIDTH: "80" },
    });
    return { out: stdout.toString(), err: stderr.toString() };
  };

  test.skipIf(Bun.which("man") === null)("its man page looks right at 80 columns, without a warning", () => {
    const { out, err } = rendered("man", "--warnings", "--no-hyphenation", "-l", "-");
    const text = out.replaceAll(/.[\b]/g, "");
    expect(err).toBe("");
    for (const command of nonEmpty(program.commands)) expect(text).toContain(`   ${command.name}`);
    expect(text.replace(/\s+/g, " ")).toContain(`${program.name} - ${program.summary}`);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).not.toMatch(/\\[f(&]/);
  });

  test.skipIf(Bun.which("mandoc") === null)("mandoc finds no fault in it", () => {
    const { out, err } = rendered("mandoc", "-T", "lint", "-W", "warning");
    expect(out + err).toBe("");
  });

  test("the man page of a program is named by its section", () => {
    expect(manualFile(program)).toBe(`${program.name}.${program.name === "occi-server" ? 8 : 1}`);
  });
});

describe("completion in a shell", () => {
  let home: string;
  let server: Bun.Server<undefined>;
  let env: Record<string, string>;

  beforeAll(() => {
    const program = executable();
    home = mkdtempSync(join(tmpdir(), "occi-shells-"));
    for (const name of CLIENT_NAMES) symlinkSync(program, join(home, name));
    symlinkSync(program, join(home, "occi-server"));
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = Bun.spawnSync([program, "completion", shell]);
      writeFileSync(join(home, `_occi.${shell}`), stdout);
    }
    writeFileSync(join(home, "one_auth"), "alice:secret\n", { mode: 0o600 });
    server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: () =>
        new Response(
          `<STORAGE_COLLECTION><STORAGE href="http://x/storage/0" name="Debian 12"/>` +
            `<STORAGE href="http://x/storage/4" name="it's $HOME"/></STORAGE_COLLECTION>`,
        ),
    });
    env = {
      PATH: `${home}:${process.env.PATH}`,
      HOME: home,
      OCCI_URL: server.url.origin,
      ONE_AUTH: join(home, "one_auth"),
    };
  });
  afterAll(async () => {
    await server.stop(true);
    rmSync(home, { recursive: true, force: true });
  });

  async function run(...args: string[]) {
    const child = Bun.spawn(args, { env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    await child.exited;
    return out + err;
  }

  /** What bash puts in place of the last word. */
  function inBash(...words: string[]) {
    const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const script = [
      `source ${home}/_occi.bash`,
      `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}`,
      `COMP_LINE="\${COMP_WORDS[*]}"; COMP_LINE="\${COMP_LINE// = /=}"; COMP_POINT=\${#COMP_LINE}`,
      `_occi_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ];
    return run("bash", "--norc", "-c", script.join("\n"));
  }

  test("bash: commands, options, values behind =, live names with blanks and quotes, files", async () => {
    expect(await inBash("occi-compute", "snap")).toBe("snapshotcreate\nsnapshotrevert\nsnapshotdelete\n");
    expect(await inBash("occi-compute", "list", "--output", "=", "j")).toBe("json\n");
    expect(await inBash("occi-storage", "show", "Deb")).toBe("Debian\\ 12\n");
    expect(await inBash("occi-storage", "show", "Debian\\ ")).toBe("Debian\\ 12\n");
    expect(await inBash("occi-storage", "show", "it")).toBe("it\\'s\\ \\$HOME\n");
    expect(await inBash("occi-server", "storage", "show", "Deb")).toBe("Debian\\ 12\n");
    expect(await inBash("occi-server", "instance")).toBe("instance-type\n");
    expect(await inBash("occi-server", "help", "moving")).toBe("moving-over\n");
    expect(await inBash("occi-server", "help", "ONED_R")).toBe("ONED_READ_ONLY\n");
    expect(await inBash("occi-server", "help", "")).not.toContain("ONED");
    expect(await inBash("occi-compute", "update", "/etc/pass")).toContain("/etc/passwd\n");
  });

  test.skipIf(Bun.which("fish") === null)("fish: the same, with descriptions", async () => {
    const ask = (line: string) => run("fish", "--no-config", "-c", `source ${home}/_occi.fish; complete -C '${line}'`);
    expect(await ask("occi-compute snapshotc")).toBe("snapshotcreate\ttake a snapshot of the machine\n");
    expect(await ask("occi-storage show Deb")).toBe("Debian 12\timage 0\n");
    expect(await ask("occi-compute list --output=j")).toBe("--output=json\n");
    expect(await ask("occi-compute update /etc/passw")).toContain("/etc/passwd");
  });

  test.skipIf(Bun.which("zsh") === null)("zsh: a name is put in its place, quoted", async () => {
    let seen = "";
    let notify = (): void => {};
    const child = Bun.spawn(["zsh", "-f"], {
      env: { ...env, TERM: "dumb" },
      terminal: {
        cols: 120,
        rows: 24,
        data(_, bytes) {
          seen += Buffer.from(bytes).toString();
          notify();
        },
      },
    });
    const until = async (text: string) => {
      while (!seen.includes(text)) {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
      const shown = seen;
      seen = "";
      return shown;
    };
    child.terminal?.write(`autoload -U compinit; compinit -u -D; source ${home}/_occi.zsh; echo LOA''DED\n`);
    await until("LOADED");
    child.terminal?.write("occi-storage show Deb\t");
    expect(await until("Debian\\ 12")).toContain("Debian\\ 12");
    child.terminal?.write("\u0015occi-compute snapshotc\t");
    expect(await until("snapshotcreate")).toContain("snapshotcreate");
    // A shell that somebody types at ignores what would end others.
    child.kill("SIGKILL");
    await child.exited;
  });
});
