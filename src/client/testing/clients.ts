/** The clients as people call them: the executable under its names, a server that answers what a test says. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { executable } from "../../testing/executable.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A terminal with a client in it. */
export interface Terminal {
  /** What was shown so far. */
  readonly shown: string;
  type(keys: string): void;
  /** Waits until the text was shown; what was shown before is forgotten. */
  until(text: string | RegExp): Promise<string>;
  resize(columns: number, rows: number): void;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<number>;
}

/** A home directory with the clients' names in its `bin`, and alice's user and password. */
export class Clients {
  readonly home = mkdtempSync(join(tmpdir(), "occi-clients-"));
  url = "";
  readonly #children: Bun.Subprocess[] = [];

  constructor() {
    const program = executable();
    mkdirSync(join(this.home, "bin"));
    for (const name of ["compute", "network", "storage", "instance-type", "template", "usage", "user", "server"]) {
      symlinkSync(program, join(this.home, "bin", `occi-${name}`));
    }
    this.file(".one/one_auth", "alice:alicepass\n");
  }

  /** Writes a file below the home directory. @returns its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /** What a client finds in its environment. */
  environment(more: Running["env"] = {}): Record<string, string> {
    return { HOME: this.home, PATH: process.env.PATH ?? "", ...(this.url && { OCCI_URL: this.url }), ...more };
  }

  #command(line: readonly string[]): string[] {
    const [name = "", ...args] = line;
    return [join(this.home, "bin", name), ...args];
  }

  /** Runs a client with pipes. */
  async run(line: readonly string[], { env, stdin }: Running = {}): Promise<Ran> {
    const child = Bun.spawn(this.#command(line), {
      env: this.environment(env),
      cwd: this.home,
      stdin: stdin === undefined ? "ignore" : new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#children.push(child);
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    return { code: await child.exited, out, err };
  }

  /** Runs a client in a pseudo-terminal. */
  inTerminal(line: readonly string[], { env = {}, columns = 80, rows = 24 } = {}): Terminal {
    let shown = "";
    let fresh = 0;
    let notify = (): void => {};
    const child = Bun.spawn(this.#command(line), {
      env: this.environment({ TERM: "xterm", ...env }),
      cwd: this.home,
      terminal: {
        cols: columns,
        rows,
        data(_, bytes) {
          shown += Buffer.from(bytes).toString();
          notify();
        },
      },
    });
    this.#children.push(child);
    let over = false;
    const ended = child.exited.then((code) => {
      over = true;
      notify();
      return code;
    });
    return {
      get shown() {
        return shown;
      },
      ended,
      type: (keys) => child.terminal?.write(keys),
      resize: (cols, lines) => child.terminal?.resize(cols, lines),
      signal: (name) => child.kill(name),
      async until(text) {
        for (;;) {
          const part = shown.slice(fresh);
          const at = typeof text === "string" ? part.indexOf(text) : part.search(text);
          if (at >= 0) {
            fresh = shown.length;
            return part;
          }
          if (over) throw new Error(`ended without ${text}: ${JSON.stringify(part)}`);
          await new Promise<void>((resolve) => {
            notify = resolve;
          });
        }
      },
    };
  }

  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** A request as a scripted server saw it. */
export interface SeenRequest {
  readonly line: string;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = Response | string | undefined;

/** A server that answers by the request's line (`GET /compute/3`); what it was not told is 404. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = [];
  readonly #answers = new Map<string, Answer[]>();
  readonly #server: Bun.Server<undefined>;

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    this.#server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      ...(tls !== undefined && { tls }),
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const line = `${request.method} ${pathname}${search}`;
        this.seen.push({ line, headers: request.headers, body: await request.text() });
        const answers = this.#answers.get(line) ?? [];
        // The last one stays.
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer === undefined) return new Response("not found", { status: 404 });
        if (typeof answer === "string") return new Response(answer);
        const { status, headers } = answer;
        return new Response(status === 204 ? null : await answer.clone().text(), { status, headers });
      },
    });
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  get url(): string {
    return this.#server.url.origin;
  }

  /** Answers that line so, one after the other; the last one again and again. */
  on(line: string, ...answers: Answer[]): this {
    this.#answers.set(line, answers);
    return this;
  }

  reset(): void {
    this.seen.length = 0;
    this.#answers.clear();
  }

  get lines(): string[] {
    return this.seen.map(({ line }) => line);
  }

  async stop(): Promise<void> {
    await this.#server.stop(true);
  }
}

/** An error as this project's server sends it. */
export function refusal(status: number, code: string, message: string, hint?: string): Response {
  const hinted = hint === undefined ? "" : `<HINT>${hint}</HINT>`;
  const xml = `<ERROR><CODE>${code}</CODE><MESSAGE>${message}</MESSAGE>${hinted}<REQUEST_ID>abc123</REQUEST_ID></ERROR>`;
  return new Response(xml, { status, headers: { "Content-Type": "application/xml", "X-Request-Id": "abc123" } });
}
