/** The clients on a terminal: tables, colours, questions, bars, lists that change in place. `scripts/build` first. */
import { beforeEach, describe, expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { scriptedSession } from "./testing/scripted-session.ts";

const session = scriptedSession();

const ESC = "\u001b";
const vm = (id: number, name: string, lcm: string) =>
  `<COMPUTE href="http://x/compute/${id}"><ID>${id}</ID><NAME>${name}</NAME><STATE>ACTIVE</STATE><LCM_STATE>${lcm}</LCM_STATE></COMPUTE>`;
const list = (...members: string[]) => `<COMPUTE_COLLECTION>${members.join("")}</COMPUTE_COLLECTION>`;
const VERBOSE = "GET /compute?verbose=true";

describe("a table", () => {
  test("coloured by state, as wide as the terminal", async () => {
    session.server.on(
      VERBOSE,
      list(vm(3, "a-rather-long-name-for-a-machine-that-is-cut-in-narrow-terminals", "RUNNING")),
    );
    const terminal = session.clients.inTerminal(["occi-compute", "list"], { columns: 40 });
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toContain(`${ESC}[32mRUNNING${ESC}[0m`);
    const lines = Bun.stripANSI(terminal.shown).trimEnd().split("\r\n");
    expect(lines[1]).toContain("…");
    for (const line of nonEmpty(lines)) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40);
  });

  test.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("without colours with %j", async (env) => {
    session.server.on(VERBOSE, list(vm(3, "web", "RUNNING")));
    const terminal = session.clients.inTerminal(["occi-compute", "list"], { env });
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toBe("ID  NAME  STATE\r\n 3  web   RUNNING\r\n");
  });

  test("an empty list says so, on standard error", async () => {
    session.server.on(VERBOSE, list());
    const terminal = session.clients.inTerminal(["occi-compute", "list"]);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toBe("There is no machine.\r\n");
  });

  test("a name cannot act on the terminal", async () => {
    session.server.on(VERBOSE, list(vm(3, "x&#xA;y\u009b31m\u202eevil", "RUNNING")));
    const terminal = session.clients.inTerminal(["occi-compute", "list"], { env: { NO_COLOR: "1" } });
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).not.toMatch(/\u009b|\u202e/);
    expect(terminal.shown.split("\r\n")).toHaveLength(3);
  });
});

/** What acts on a terminal: C1 and the direction of writing, which XML may hold; colours, hidden text, cursor, title. */
const IN_XML = "\u009b31m\u0090x\u009c\u202e\u2066\u206a\u061c";
const ACTS = `${ESC}[31m${ESC}[8m${ESC}[2J${ESC}]0;t\u0007\r\b${IN_XML}`;
const OURS = ["[0m", "[1m", "[2m", "[31m", "[32m", "[33m"].map((code) => `${ESC}${code}`);
/** Controls but for line breaks and tabs, and marks of direction. */
const HARMFUL = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/u;
const withoutOurs = (shown: string): string =>
  OURS.reduce((text, code) => text.replaceAll(code, ""), shown.replaceAll("\r\n", "\n"));

describe("whatever a server sends, in every format, nothing in it acts on the terminal:", () => {
  const refused = () =>
    new Response(`x ${ACTS} y`, { status: 418, headers: { "Content-Type": "text/plain", "X-Odd": "a\u009b31mb" } });
  const ANSWERS: Readonly<Record<string, () => string | Response>> = {
    "a name": () => list(vm(3, IN_XML, `RUN${IN_XML}&#x9b;8m`)),
    "what is no XML": () => new Response(`<COMPUTE ${ACTS}`, { headers: { "Content-Type": "application/xml" } }),
    "a text": () => new Response(ACTS, { headers: { "Content-Type": "text/plain" } }),
    "a refusal": refused,
  };
  const OPTIONS = [
    ...["table", "wide", "xml", "json", "yaml", "id"].map((format) => ["-o", format]),
    ["-D"],
    ["-D", "-o", "xml"],
  ];

  test.each(Object.keys(ANSWERS).flatMap((what) => OPTIONS.map((options) => [what, options.join(" ")] as const)))(
    "%s, with %s",
    async (what, options) => {
      for (const line of ["GET /compute", VERBOSE]) session.server.on(line, ANSWERS[what]?.() ?? "");
      const terminal = session.clients.inTerminal(["occi-compute", "list", ...options.split(" ")]);
      await terminal.ended;
      expect(terminal.shown).not.toBe("");
      expect(withoutOurs(terminal.shown)).not.toMatch(HARMFUL);
      // Hidden text would be the server's.
      expect(terminal.shown).not.toContain(`${ESC}[8m`);
    },
  );

  test.each(["what is no XML", "a text"])("%s has no colours of its own with -o xml", async (what) => {
    session.server.on("GET /compute", ANSWERS[what]?.() ?? "");
    const terminal = session.clients.inTerminal(["occi-compute", "list", "-o", "xml"]);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).not.toContain(ESC);
    expect(terminal.shown).toContain("\ufffd[31m");
  });
});

describe("delete", () => {
  beforeEach(() => {
    session.server
      .on("GET /compute", '<COMPUTE_COLLECTION><COMPUTE href="http://x/compute/3" name="web"/></COMPUTE_COLLECTION>')
      .on("DELETE /compute/3", new Response(null, { status: 204 }));
  });

  test("asks, and does nothing without a yes", async () => {
    const terminal = session.clients.inTerminal(["occi-compute", "delete", "web"]);
    await terminal.until("Delete machine 3 (web)? [y/N] ");
    terminal.type("\r");
    expect(await terminal.ended).toBe(1);
    expect(session.server.lines).not.toContain("DELETE /compute/3");
  });

  test("goes on after yes", async () => {
    const terminal = session.clients.inTerminal(["occi-compute", "delete", "web"]);
    await terminal.until("? [y/N] ");
    terminal.type("y\r");
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toContain("machine 3 deleted");
    expect(session.server.lines).toContain("DELETE /compute/3");
  });

  test("does not ask with --yes", async () => {
    const terminal = session.clients.inTerminal(["occi-compute", "delete", "3", "--yes"]);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).not.toContain("[y/N]");
  });
});

describe("a password", () => {
  test("is asked for, never shown, and sent as it was typed", async () => {
    session.server.on("GET /compute", list());
    const terminal = session.clients.inTerminal(["occi-compute", "list", "-o", "id", "--username", "bob"]);
    await terminal.until(`Password of bob at ${session.server.url}: `);
    terminal.type("s3c:rxt\u007f\u007ft ö\r");
    expect(await terminal.ended).toBe(0);
    const sent = session.server.seen[0]?.headers.get("authorization") ?? "";
    expect(Buffer.from(sent.slice(6), "base64").toString()).toBe("bob:s3c:rt ö");
    expect(terminal.shown).not.toContain("s3c");
  });

  test("Ctrl-C at the question ends it", async () => {
    const terminal = session.clients.inTerminal(["occi-compute", "list", "--username", "bob"]);
    await terminal.until("Password of bob");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(session.server.seen).toEqual([]);
  });
});

describe("watch", () => {
  test("writes the list again in its place, and Ctrl-C ends it with the cursor back", async () => {
    session.server.on(VERBOSE, list(vm(3, "web", "BOOT")), list(vm(3, "web", "RUNNING")));
    const terminal = session.clients.inTerminal(["occi-compute", "watch", "--interval", "1"], {
      env: { NO_COLOR: "1" },
    });
    const first = await terminal.until("Ctrl-C stops it.");
    expect(first).toContain("BOOT");
    const second = await terminal.until("RUNNING");
    // Upwards over the lines of the first list, its footer and the empty line between.
    expect(second).toContain(`${ESC}[4A`);
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown).toEndWith(`${ESC}[?25h`);
  });

  test("a list longer than the terminal is cut", async () => {
    session.server.on(VERBOSE, list(...Array.from({ length: 50 }, (_, id) => vm(id, `vm-${id}`, "RUNNING"))));
    const terminal = session.clients.inTerminal(["occi-compute", "watch"], { rows: 10, env: { NO_COLOR: "1" } });
    const first = await terminal.until("Ctrl-C stops it.");
    expect(first).toMatch(/\.\.\. and \d+ more/);
    expect(first.split("\r\n").length).toBeLessThanOrEqual(10);
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(0);
  });
});

test("waiting shows one line that changes, and takes it away at the end", async () => {
  session.server
    .on("PUT /compute/3", vm(3, "web", "SAVE_STOP"))
    .on("GET /compute/3", vm(3, "web", "SAVE_STOP"), vm(3, "web", "RUNNING").replace("ACTIVE", "STOPPED"));
  const terminal = session.clients.inTerminal(["occi-compute", "stop", "3", "--wait", "-o", "id"]);
  const shown = await terminal.until("waiting for STOPPED");
  expect(shown).toContain("machine 3 is SAVE_STOP");
  expect(await terminal.ended).toBe(0);
  expect(terminal.shown).toEndWith(`\r${ESC}[K3\r\n`);
});

test("quotas are bars", async () => {
  session.server.on(
    "GET /user/-1",
    "<USER><ID>2</ID><NAME>alice</NAME><VM_QUOTA><VM><CPU>4</CPU><CPU_USED>2</CPU_USED><MEMORY>2048</MEMORY>" +
      "<MEMORY_USED>2048</MEMORY_USED><VMS>-2</VMS><VMS_USED>3</VMS_USED></VM></VM_QUOTA></USER>",
  );
  const terminal = session.clients.inTerminal(["occi-user", "show"], { env: { NO_COLOR: "1" } });
  expect(await terminal.ended).toBe(0);
  expect(terminal.shown.split("\r\n").slice(3, 7)).toEqual([
    "QUOTA OF MACHINES",
    "  MACHINES                                3 (no limit)",
    "  CPU             [##########----------]  2 of 4",
    "  MEMORY          [####################]  2G of 2G",
  ]);
});
