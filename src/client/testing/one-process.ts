/** Many command lines, one after the other, in one process: what a start costs is paid once. */
import { join } from "node:path";
import type { Clients, Ran } from "./clients.ts";

/** What ends the output of a line: no client prints control characters. */
export const MARK = "\u0001end of line\u0001";

export interface Line {
  /** `occi-compute` and what follows. */
  readonly words: readonly string[];
}

export class OneProcess {
  readonly #clients: Clients;
  readonly #child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  #code = Promise.withResolvers<number>();
  readonly #out: () => Promise<string>;
  readonly #err: () => Promise<string>;

  constructor(clients: Clients) {
    this.#clients = clients;
    this.#child = Bun.spawn([process.execPath, join(import.meta.dir, "run-lines.ts")], {
      env: clients.environment(),
      cwd: clients.home,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      ipc: (code: number) => this.#code.resolve(code),
    });
    this.#out = untilMark(this.#child.stdout);
    this.#err = untilMark(this.#child.stderr);
  }

  /** @param stdin what `-` stands for: it comes from a file here. */
  async run(words: readonly string[], stdin: string): Promise<Ran> {
    const file = this.#clients.file("stdin", stdin);
    this.#code = Promise.withResolvers();
    this.#child.send({ words: words.map((word) => (word === "-" ? file : word)) } satisfies Line);
    const [code, out, err] = await Promise.all([this.#code.promise, this.#out(), this.#err()]);
    return { code, out, err };
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
  }
}

/** Reads a stream in parts that each end with the mark. */
function untilMark(stream: ReadableStream<Uint8Array>): () => Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let seen = "";
  return async () => {
    while (!seen.includes(MARK)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`the process ended: ${seen}`);
      seen += decoder.decode(value, { stream: true });
    }
    const [part = "", ...rest] = seen.split(MARK);
    seen = rest.join(MARK);
    return part;
  };
}
