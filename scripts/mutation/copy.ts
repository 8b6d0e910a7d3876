/** A copy of the repository, outside of it, in which files have mutants. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Copy {
  readonly path: string;
  remove(): void;
}

/** The files that git tracks, and those that it would add. */
async function filesOf(root: string): Promise<readonly string[]> {
  const child = Bun.spawn(["git", "ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
  return (await new Response(child.stdout).text()).split("\n").filter((file) => existsSync(join(root, file)) && file);
}

export async function copyTree(root: string): Promise<Copy> {
  const path = mkdtempSync(join(tmpdir(), "occi-mutants-"));
  for (const file of await filesOf(root)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    cpSync(join(root, file), join(path, file));
  }
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
  if (existsSync(join(root, "dist", "occi-server"))) {
    mkdirSync(join(path, "dist"));
    symlinkSync(join(root, "dist", "occi-server"), join(path, "dist", "occi-server"));
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
