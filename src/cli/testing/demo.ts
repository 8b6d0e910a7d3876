/** The demo's own code in a process of its own, with a stand-in that takes no time between states. */
import { join } from "node:path";
import { executable } from "../../testing/executable.ts";

export interface RunningDemo {
  readonly child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  /** What it prints after the guide. */
  readonly rest: () => Promise<string>;
  readonly guide: string;
}

/** The clients' names are links to the compiled program. @param port 0 for any free one. @returns the demo when it serves. */
export async function startDemo(port = 0): Promise<RunningDemo> {
  const code = `
    import { runDemo } from ${JSON.stringify(join(import.meta.dir, "..", "demo.ts"))};
    await runDemo(${port}, { stepMs: 0, executable: ${JSON.stringify(executable())} });
    process.exit(0);`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const reader = child.stdout.getReader();
  let guide = "";
  while (!guide.includes("Ctrl-C stops the demo.")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the demo ended early: ${guide}${await new Response(child.stderr).text()}`);
    guide += Buffer.from(value).toString();
  }
  return {
    child,
    guide,
    async rest() {
      let text = "";
      for (let part = await reader.read(); !part.done; part = await reader.read())
        text += Buffer.from(part.value).toString();
      return text;
    },
  };
}
