/** Every link between the documents leads to a file and a heading that are there, also where they are installed. */
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { dependencies, devDependencies } from "../../package.json";

const ROOT = join(import.meta.dir, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const manual = [...new Bun.Glob("etc/manual/*.md").scanSync(ROOT)].toSorted();
const documents = [
  "README.md",
  ".github/SECURITY.md",
  "src/README.md",
  "scripts/README.md",
  "scripts/FAULTS.md",
  ...manual,
];

/** What is between fences and backticks is shown, not followed. */
function prose(path: string): string {
  return read(path)
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/(?<!\[)`[^`\n]*`(?!\])/g, "");
}

interface Link {
  readonly from: string;
  /** From the top of the repository. */
  readonly to: string;
  readonly anchor: string | undefined;
}

function linksOf(from: string): Link[] {
  const targets = [...prose(from).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^https?:/.test(target))
    .map((target) => {
      const [path = "", anchor] = target.split("#");
      return { from, to: path === "" ? from : normalize(join(dirname(from), path)), anchor };
    });
}

/** Anchors of headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [
    ...read(path)
      .replace(/^```[\s\S]*?^```$/gm, "")
      .matchAll(/^#{1,6} (.*)$/gm),
  ].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = documents.flatMap(linksOf);

describe("links", () => {
  test.each(documents)("of %s lead to what is there", (from) => {
    const broken = links
      .filter((link) => link.from === from)
      .filter(
        ({ to, anchor }) => !existsSync(join(ROOT, to)) || (anchor !== undefined && !anchorsOf(to).includes(anchor)),
      );
    expect(broken.map(({ to, anchor }) => (anchor === undefined ? to : `${to}#${anchor}`))).toEqual([]);
  });

  test("there are many, and an anchor is made as GitHub makes it", () => {
    expect(links.length).toBeGreaterThan(90);
    expect(anchorsOf("etc/manual/running.md")).toContain("under-load-and-under-attack");
    expect(anchorsOf("etc/manual/errors.md")).toContain("not_found");
  });

  test("the README leads to every page of the manual, and to those of the contributors", () => {
    const reached = new Set(linksOf("README.md").map(({ to }) => to));
    expect(documents.filter((path) => !reached.has(path) && !/^README|FAULTS|^\.github/.test(path))).toEqual([]);
    expect(linksOf("scripts/README.md").map(({ to }) => to)).toContain("scripts/FAULTS.md");
  });

  test("no heading has the anchor of another in its page", () => {
    const twice = documents.flatMap((path) => {
      const anchors = anchorsOf(path);
      return anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index).map((anchor) => `${path}#${anchor}`);
    });
    expect(twice).toEqual([]);
  });

  test("what is installed links to nothing that is not", () => {
    const installed = new Set(
      read("scripts/packaging/files")
        .split("\n")
        .flatMap((line) => /^(\S+)\s+usr\/share\/doc\/occi-server\/(\S+)/.exec(line)?.slice(1, 3).join(" ") ?? []),
    );
    const beside = (path: string) => installed.has(`${path} ${path}`);
    // The licence is where every package has it.
    const missing = links.filter(({ from, to }) => beside(from) && !beside(to) && to !== "LICENSE");
    expect(missing.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
    expect(documents.filter((path) => !beside(path))).toEqual([".github/SECURITY.md"]);
  });
});

test("README.md is one page", () => {
  expect(read("README.md").split("\n").length).toBeLessThanOrEqual(151);
});

describe("the map of the source", () => {
  const map = read("src/README.md");

  test("names every part, and no other", () => {
    const present = [...new Bun.Glob("*").scanSync({ cwd: join(ROOT, "src"), onlyFiles: false })];
    const parts = present.filter((name) => !/\./.test(name) || /^(main|errors|wording|model)\.ts$/.test(name));
    expect(parts.filter((name) => !map.includes(`\n  ${name}${name.endsWith(".ts") ? " " : "/"}`))).toEqual([]);
  });

  test("every file that it names is there", () => {
    const named = [...map.matchAll(/`((?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(40);
    const places = ["", "src", "src/cloud/ogf", "src/http"];
    expect(named.filter((path) => !places.some((place) => existsSync(join(ROOT, place, path))))).toEqual([]);
  });

  test("every dependency has a reason", () => {
    const reasons = map.slice(map.indexOf("## Dependencies"));
    const all = Object.keys({ ...dependencies, ...devDependencies });
    expect(all.filter((name) => !new RegExp(`^\\|[^|]*${name}[^|]*\\| \\S`, "m").test(reasons))).toEqual([]);
  });
});
