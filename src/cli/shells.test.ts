/** Completion as somebody at a terminal has it: a line is typed, Tab, Enter; what the program gets then must be right. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHELLS, type Shell } from "../terminal/completion-script.ts";
import { executable } from "../testing/executable.ts";
import { CLIENT_NAMES } from "./clients.ts";

const PROGRAMS = ["occi-server", ...CLIENT_NAMES];

const NAMES = [
  "Debian 12",
  "it's $HOME",
  'a"b`id`',
  "back\\slash",
  "colon:name",
  "eq=name",
  "at@name",
  "star*",
  "~tilde",
  "ümlaut",
  "x;b&c|d",
  "(paren)",
  "[y]",
  "#hash",
  "two  blanks",
];
const FILES = ["my file.xml", "it's.xml", "vm.xml"];

/** What is typed before Tab, and the words that the program gets. */
const LINES: readonly (readonly [string, readonly string[]])[] = [
  ["occi-user to", ["token"]],
  ["occi-user token cr", ["token", "create"]],
  ["occi-compute --out", ["--output"]],
  ["occi-compute list -o js", ["list", "-o", "json"]],
  ["occi-compute list -ojs", ["list", "-ojson"]],
  ["occi-compute list --output=js", ["list", "--output=json"]],
  ["occi-server instance", ["instance-type"]],
  ["occi-server completion f", ["completion", "fish"]],
  ["occi-server storage show Deb", ["storage", "show", "Debian 12"]],
  ["occi-storage show Deb", ["show", "Debian 12"]],
  ["occi-storage show Debian\\ ", ["show", "Debian 12"]],
  ['occi-storage show "Deb', ["show", "Debian 12"]],
  ["occi-storage show 'Deb", ["show", "Debian 12"]],
  ["occi-storage show it", ["show", "it's $HOME"]],
  ['occi-storage show "it', ["show", "it's $HOME"]],
  ['occi-storage show a\\"', ["show", 'a"b`id`']],
  ["occi-storage show 'a\"", ["show", 'a"b`id`']],
  ["occi-storage show back\\\\s", ["show", "back\\slash"]],
  ["occi-storage show col", ["show", "colon:name"]],
  ["occi-storage show colon:n", ["show", "colon:name"]],
  ["occi-storage show eq=", ["show", "eq=name"]],
  ["occi-storage show at@n", ["show", "at@name"]],
  ["occi-storage show st", ["show", "star*"]],
  ["occi-storage show \\~t", ["show", "~tilde"]],
  ["occi-storage show üm", ["show", "ümlaut"]],
  ["occi-storage show x\\;", ["show", "x;b&c|d"]],
  ["occi-storage show \\(", ["show", "(paren)"]],
  ["occi-storage show \\[", ["show", "[y]"]],
  ["occi-storage show \\#", ["show", "#hash"]],
  ["occi-storage show two", ["show", "two  blanks"]],
  ["occi-compute create --disk=Deb", ["create", "--disk=Debian 12"]],
  ['occi-compute create --disk="Deb', ["create", "--disk=Debian 12"]],
  ["occi-compute create --disk=colon:n", ["create", "--disk=colon:name"]],
  ["occi-compute create -P x --nic Deb", ["create", "-P", "x", "--nic", "Debian 12"]],
  ["occi-compute create v", ["create", "vm.xml"]],
  ["occi-compute create my", ["create", "my file.xml"]],
  ["occi-compute list --cacert it", ["list", "--cacert", "it's.xml"]],
  ['occi-compute list --cacert "my', ["list", "--cacert", "my file.xml"]],
  ["occi-compute list --cacert=v", ["list", "--cacert=vm.xml"]],
  ["occi-storage update v", ["update", "vm.xml"]],
  ["occi-storage update Deb", ["update", "Debian 12"]],
  ['occi-storage update "Deb', ["update", "Debian 12"]],
  ["true; X=1 ~/bin/occi-storage show Deb", ["show", "Debian 12"]],
];

/** Answers completions as the executable, and else writes down what it got. */
const RECORDER = `#!/bin/bash
[ "$1" = __complete ] && exec "$HOME/real/\${0##*/}" "$@"
printf '%s\\0' "$@" > "$HOME/got"
printf '%s\\n' "--""GOT--"
`;

const START: Readonly<Record<Shell, readonly string[]>> = {
  bash: ["bash", "--norc", "--noprofile"],
  zsh: ["zsh", "-f"],
  fish: ["fish", "--no-config"],
};

let home: string;
let server: Bun.Server<undefined>;

beforeAll(() => {
  const program = executable();
  home = mkdtempSync(join(tmpdir(), "occi-tab-"));
  for (const directory of ["bin", "real", "cwd"]) mkdirSync(join(home, directory));
  for (const name of PROGRAMS) {
    symlinkSync(program, join(home, "real", name));
    writeFileSync(join(home, "bin", name), RECORDER);
    chmodSync(join(home, "bin", name), 0o755);
  }
  for (const shell of SHELLS) {
    writeFileSync(join(home, `script.${shell}`), Bun.spawnSync([program, "completion", shell]).stdout);
  }
  for (const file of FILES) writeFileSync(join(home, "cwd", file), "");
  writeFileSync(join(home, "one_auth"), "alice:secret\n", { mode: 0o600 });
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const kind = new URL(request.url).pathname.slice(1).toUpperCase();
      const items = NAMES.map((name, id) => `<${kind} href="http://x/y/${id}" name="${Bun.escapeHTML(name)}"/>`);
      return new Response(`<${kind}_COLLECTION>${items.join("")}</${kind}_COLLECTION>`);
    },
  });
});
afterAll(async () => {
  await server.stop(true);
  rmSync(home, { recursive: true, force: true });
});

/** A shell at a terminal. */
function open(shell: Shell) {
  let seen = "";
  let notify = (): void => {};
  const child = Bun.spawn([...START[shell]], {
    cwd: join(home, "cwd"),
    env: {
      PATH: `${join(home, "bin")}:${process.env.PATH}`,
      HOME: home,
      TERM: "dumb",
      LC_ALL: "C.UTF-8",
      INPUTRC: "/dev/null",
      OCCI_URL: server.url.origin,
      ONE_AUTH: join(home, "one_auth"),
    },
    terminal: {
      cols: 200,
      rows: 24,
      data(_, bytes) {
        seen += Buffer.from(bytes).toString();
        notify();
      },
    },
  });
  /** Types, and waits for what shows then. @returns all that was shown. */
  const type = async (keys: string, until: string) => {
    seen = "";
    child.terminal?.write(keys);
    while (!seen.includes(until)) {
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
    return seen;
  };
  const close = async () => {
    // A shell that somebody types at ignores what would end others.
    child.kill("SIGKILL");
    await child.exited;
  };
  return { type, close };
}

describe.each([...SHELLS])("%s", (shell) => {
  test.skipIf(Bun.which(shell) === null)(
    "what was completed reaches the program as it is",
    async () => {
      const { type, close } = open(shell);
      try {
        const first = shell === "zsh" ? "autoload -U compinit; compinit -u -D; " : "";
        await type(`${first}source ${home}/script.${shell}; echo LOA''DED\n`, "LOADED");
        for (const [typed, words] of LINES) {
          const shown = await type(`${typed}\t\n`, "--GOT--");
          const got = readFileSync(join(home, "got"), "utf8").split("\0").slice(0, -1);
          expect({ typed, got }).toEqual({ typed, got: [...words] });
          expect(shown).not.toContain("warning");
        }
      } finally {
        await close();
      }
    },
    60_000,
  );
});
