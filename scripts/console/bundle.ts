/**
 * Makes the console's files: bundled, minified, with hashes in their names, compressed. The executable has them
 * embedded; tests make them of the source.
 */
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type ConsoleFile, writePack } from "../../src/http/console/pack.ts";
import { NAMELESS } from "./languages.ts";
import { NOVNC } from "./novnc.ts";
import { TOGETHER } from "./together.ts";
import { UPLOT } from "./uplot.ts";

const APP = join(import.meta.dir, "../../src/console/app");
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript;charset=utf-8",
  ".css": "text/css;charset=utf-8",
};

/**
 * The most that a browser loads before anything can be seen, and all files together, in each language; bytes,
 * compressed.
 */
export const BUDGET = { first: 45_000, all: 130_000 } as const;

/** The modules that are loaded with the page. */
export interface Bundle {
  readonly files: readonly ConsoleFile[];
  /** Names of what the page loads at once. */
  readonly first: readonly string[];
}

/** Bytes by brotli: of the first load, and of all files. */
export function sizesOf({ files, first }: Pick<Bundle, "files" | "first">): {
  readonly first: number;
  readonly all: number;
} {
  const sum = (some: readonly ConsoleFile[]): number => some.reduce((total, { brotli }) => total + brotli.length, 0);
  return { first: sum(files.filter(({ name }) => first.includes(name))), all: sum(files) };
}

function compressed(name: string, text: string): ConsoleFile {
  const bytes = Buffer.from(text);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      // Brotli has models for text and for fonts. The one for fonts does better with noVNC's tables of keys, and as
      // well with the rest.
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_FONT,
    },
  });
  const type = TYPES[name.slice(name.lastIndexOf("."))];
  if (type === undefined) throw new Error(`${name}: no media type is known for it`);
  return { name, type, brotli, gzip: gzipSync(bytes, { level: 9 }) };
}

/** Names of files that a module loads at once. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map(([, name = ""]) => name);
}

/** The modules that are loaded when the entry is, in the order in which the browser finds them. */
function closure(entry: string, texts: ReadonlyMap<string, string>): string[] {
  const found = [entry];
  for (const name of found) {
    for (const next of importsOf(texts.get(name) ?? "")) if (!found.includes(next)) found.push(next);
  }
  return found;
}

/** Bundles the page. @throws Error with what the bundler says. */
export async function bundleConsole(): Promise<Bundle> {
  const built = await Bun.build({
    entrypoints: [join(APP, "main.tsx")],
    root: APP,
    target: "browser",
    format: "esm",
    minify: true,
    splitting: true,
    plugins: [NOVNC, UPLOT, NAMELESS, TOGETHER],
    // Otherwise it depends on NODE_ENV, which is another in tests.
    jsx: { runtime: "automatic", importSource: "preact", development: false },
    naming: { entry: "[name]-[hash].[ext]", chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
    throw: true,
  });
  const outputs = await Promise.all(
    built.outputs.map(async (output) => {
      const name = output.path.replace(/^.*\//, "");
      return { name, text: await output.text(), isEntry: output.kind === "entry-point" && name.endsWith(".js") };
    }),
  );
  const texts = new Map(outputs.map(({ name, text }) => [name, text]));
  const entry = outputs.find(({ isEntry }) => isEntry);
  if (entry === undefined) throw new Error("the bundler made no entry");
  const styles = outputs.map(({ name }) => name).filter((name) => name.endsWith(".css"));
  return {
    files: outputs.map(({ name, text }) => compressed(name, text)).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    first: [...styles, ...closure(entry.name, texts)],
  };
}

let made: Promise<Uint8Array> | undefined;

/** All files in one, for tests: made once in a process. */
export function consolePack(): Promise<Uint8Array> {
  made ??= bundleConsole().then(writePack);
  return made;
}
