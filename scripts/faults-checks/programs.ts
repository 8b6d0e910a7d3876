/** Checks that are programs of their own: benchmarks, and the rotation of certificates. Their lines are taken over. */
import type { Check, Goal } from "./check.ts";

const SCRIPTS = new URL("..", import.meta.url).pathname;

async function output(args: readonly string[]): Promise<string> {
  const run = Bun.spawn([process.execPath, ...args], { cwd: SCRIPTS, stdout: "pipe", stderr: "inherit" });
  const text = await new Response(run.stdout).text();
  await run.exited;
  return text;
}

/** `name  value unit  pass (at most 50)`, as the benchmarks print their goals. */
function benchmark(number: number, title: string, args: readonly string[]): Check {
  return {
    number,
    title,
    needs: ["wrk"],
    async run(report) {
      const text = await output(args);
      const lines = [
        ...text.matchAll(/^(\S.*?)\s{2,}(-?[\d.]+)\s(\S*)\s+(?:pass|FAIL) \(at (most|least) ([\d.]+)\)/gm),
      ];
      if (lines.length === 0) throw new Error(`no figure:\n${text}`);
      for (const [, name = "", value, unit = "", which, limit] of lines) {
        const goal: Goal = which === "most" ? { most: Number(limit) } : { least: Number(limit) };
        report(name.replace(/[^\w/]+/g, "-"), Number(value), unit, goal);
      }
    },
  };
}

export const programChecks: readonly Check[] = [
  benchmark(1, "one machine over TLS, sixteen clients", ["bench/show.ts", "--stand-in", "--rounds", "1"]),
  benchmark(5, "start, `version`, memory at rest", ["bench/start.ts"]),
  {
    number: 27,
    title: "certificates and configurations change under load (25 to 27)",
    async run(report) {
      const text = await output(["rotate.ts", "--rotations", "20"]);
      const lines = [...text.matchAll(/^\s*(\d+) (\S.*?)\s{2,}([\d.]+) (.*?)\s+(pass|FAIL)$/gm)];
      if (lines.length === 0) throw new Error(`no line:\n${text}`);
      for (const [, number, name = "", value, unit = "", verdict] of lines) {
        const goal: Goal = verdict === "pass" ? { least: Number(value) } : { least: Number.POSITIVE_INFINITY };
        report(`${number}-${name.replace(/[^\w]+/g, "-")}`, Number(value), unit.trim(), goal);
      }
    },
  },
];
