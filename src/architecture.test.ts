/** Who may know whom, and what no part of the server may do: held against every source file. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { dependencies, devDependencies } from "../package.json";
import { nonEmpty } from "./testing/non-empty.ts";

const SOURCES = import.meta.dir;
const REPOSITORY = dirname(SOURCES);

/**
 * The parts of the program, from the ground up, and what each of them may import besides itself: a part, or one file
 * of it. What is not used must not stand here.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // Sentences that each language of the interface puts into its own words.
  "wording.ts": [],
  "errors.ts": ["wording.ts"],
  "clock.ts": [],
  "rfc3339.ts": [],
  // The server and the console share it.
  "console-page.ts": [],
  "http-methods.ts": [],
  "ip-address.ts": [],
  "is-terminal.ts": [],
  "ownership.ts": [],
  "recent-map.ts": [],
  "turn.ts": [],
  "read-file.ts": ["wording.ts", "errors.ts", "is-terminal.ts"],
  "replace-file.ts": [],
  xml: ["wording.ts", "errors.ts", "turn.ts"],
  // The sample file and its words are the administrator's: embedded as they are.
  config: ["ip-address.ts", "errors.ts", "read-file.ts", "../etc/occi-server.conf"],
  // What a person types and reads, for all programs: records of commands and what is made of them.
  terminal: ["errors.ts", "is-terminal.ts", "config/nearest-name.ts", "../package.json"],
  // What `help` shows of the manual, which is embedded as it is.
  manual: ["../etc/manual"],
  // Over the wire only: it knows no more of the server than any other client. Its profiles have the configuration's syntax.
  client: ["ip-address.ts", "errors.ts", "read-file.ts", "xml", "config", "terminal"],
  // Levels and formats are configured.
  log: ["config/config.ts"],
  // It never hears of OCCI, nor of the configuration: addresses and limits are handed to it.
  opennebula: ["wording.ts", "clock.ts", "errors.ts", "recent-map.ts", "xml"],
  // Values go through the one writer of OpenNebula's syntax.
  templates: [
    "wording.ts",
    "errors.ts",
    "read-file.ts",
    "config/config.ts",
    "config/nearest-name.ts",
    "opennebula/template-writer.ts",
    "../templates",
  ],
  // The OGF's standard, and nothing of any cloud.
  "dialects/ogf": ["errors.ts"],
  // What a cloud has, in the words of no language: use cases make it, languages write it.
  model: [],
  "model.ts": ["model"],
  // The quotas of users are copied from oned's records as they are.
  cloud: [
    "ip-address.ts",
    "wording.ts",
    "clock.ts",
    "rfc3339.ts",
    "errors.ts",
    "config/config.ts",
    // "Did you mean": for the names of instance types.
    "config/nearest-name.ts",
    "opennebula",
    "recent-map.ts",
    "templates",
    "xml/record.ts",
    "model.ts",
  ],
  // The standard's entities are made of oned's objects, and no other language is known to the use cases.
  "cloud/ogf": [
    "ip-address.ts",
    "wording.ts",
    "errors.ts",
    "config/config.ts",
    "opennebula",
    "templates",
    "xml/record.ts",
    "dialects/ogf",
    "model.ts",
  ],
  // Between markup and model; it never hears of oned.
  dialects: ["rfc3339.ts", "errors.ts", "xml", "model.ts"],
  // From where the server has its certificates, and how they are kept and replaced.
  certificates: [
    "ip-address.ts",
    "errors.ts",
    "ownership.ts",
    "read-file.ts",
    "replace-file.ts",
    "config/config.ts",
    "log/log.ts",
  ],
  // Bytes between a browser and the host of a machine; why, only those know who hand them in.
  screen: ["errors.ts"],
  // Of oned it knows the type of a client and of a session, of markup only that it is some.
  http: [
    "http-methods.ts",
    "ip-address.ts",
    "wording.ts",
    "errors.ts",
    "turn.ts",
    "read-file.ts",
    "recent-map.ts",
    "config/config.ts",
    "config/derive.ts",
    "log/log.ts",
    "certificates",
    "console-page.ts",
    "model.ts",
    "cloud",
    "screen",
    "dialects/json/index.ts",
    "dialects/ogf/index.ts",
    "dialects/opennebula-xml/index.ts",
    // What every start loads, without the rest of these languages.
    "dialects/json/base-path.ts",
    "dialects/json/problem.ts",
    "dialects/ogf/negotiation.ts",
    "dialects/opennebula-xml/render-error.ts",
    "opennebula/change-view.ts",
    "opennebula/client.ts",
    "xml/write.ts",
    "../package.json",
  ],
  // It counts what it is told, and asks for what only a moment has: all of it is handed in.
  metrics: ["http-methods.ts"],
  // Health and metrics for the administrator: what it shows is handed in.
  admin: [
    "http-methods.ts",
    "errors.ts",
    "config/derive.ts",
    "config/value-types.ts",
    // What keeps web pages out is the same at both listeners.
    "http/cross-origin.ts",
    "http/host-name.ts",
    "http/respond.ts",
  ],
  // The page in browsers: over the wire only, it knows no more of the server than the generated types of the JSON API.
  console: ["console-page.ts"],
  // Puts the parts together.
  daemon: [
    "ip-address.ts",
    "errors.ts",
    "ownership.ts",
    "read-file.ts",
    "config/config.ts",
    // The address that follows from the name in SERVER.
    "config/derive.ts",
    "terminal/build-info.ts",
    "log/log.ts",
    "opennebula/rpc.ts",
    "opennebula/read-around.ts",
    "opennebula/probe.ts",
    "opennebula/server-session.ts",
    "templates/engine.ts",
    "cloud",
    "replace-file.ts",
    "certificates",
    "screen/screens.ts",
    "http",
    "metrics",
    "admin",
  ],
  // From the old servers' configuration and templates to ours: values in, values out.
  convert: [
    "ip-address.ts",
    "errors.ts",
    "config",
    "templates/embedded.ts",
    "templates/outdated.ts",
    "templates/marks.ts",
    "templates/ruby.ts",
    "templates/syntax.ts",
  ],
  // Looks at what the server needs of its surroundings; it changes nothing.
  doctor: [
    "errors.ts",
    "ownership.ts",
    "read-file.ts",
    "config/config.ts",
    "opennebula/acl.ts",
    "opennebula/client.ts",
    "opennebula/cluster.ts",
    "opennebula/image.ts",
    "opennebula/machine.ts",
    "opennebula/vm.ts",
    "opennebula/vm-template.ts",
    "opennebula/pool.ts",
    "opennebula/probe.ts",
    "opennebula/shared.ts",
    "opennebula/system.ts",
    "opennebula/user.ts",
    "opennebula/vnet.ts",
    "opennebula/zone.ts",
    "certificates/self-signed.ts",
    "certificates/tls.ts",
    // What a template names by itself.
    "templates/syntax.ts",
    // A screen is tried as the server does it.
    "screen/host.ts",
    "cloud/self-service/rights.ts",
    "cloud/self-service/screen-obstacle.ts",
  ],
  // A program of its own, that happens to be in the same executable: it shares no knowledge of oned with the client.
  "oned-sim": ["ip-address.ts", "clock.ts", "errors.ts", "xml/record.ts"],
  cli: [
    "errors.ts",
    "is-terminal.ts",
    "ownership.ts",
    "read-file.ts",
    "config",
    "terminal",
    "manual",
    "client/table",
    "client/live-names.ts",
    "log/log.ts",
    "templates/embedded.ts",
    "templates/engine.ts",
    "certificates/self-signed.ts",
    "certificates/state-fault.ts",
    "certificates/tls.ts",
    // What a check says of IMAGE_DIR is what a start does.
    "cloud/shared-directory.ts",
    "daemon",
    "convert",
    "doctor",
    "oned-sim/index.ts",
  ],
  "main.ts": ["cli", "terminal"],
};

const PARTS = Object.entries(MAY_IMPORT).map(([part, allowed]) => ({ part, allowed }));

/** Each package is known to one part, so that replacing it is one small change. */
const PACKAGES: Readonly<Record<string, string>> = {
  "@fastify/busboy": "http",
  "@peculiar/x509": "certificates",
  "reflect-metadata": "certificates",
  "acme-client": "certificates",
  elysia: "http",
  eta: "templates",
  "fast-xml-parser": "xml",
  "fastest-levenshtein": "config",
  "ipaddr.js": "ip-address.ts",
  memoirist: "http",
  "@sinclair/typebox": "dialects",
  "prom-client": "metrics",
  otpauth: "cloud",
  preact: "console",
  "@preact/signals": "console",
  uplot: "console",
  "@novnc/novnc": "console",
};

/** Only these touch the network. */
const NETWORK: Readonly<Record<string, string>> = {
  "http/listener.ts": "the listener",
  "http/client-certificates.ts": "the listener where clients have certificates",
  "admin/listener.ts": "health and metrics",
  "certificates/acme/order.ts": "the way to an authority for certificates",
  "certificates/acme/challenges.ts": "what the authority looks at",
  "opennebula/transport.ts": "the way to oned",
  "screen/host.ts": "the way to the screens of machines",
  "oned-sim/wire/http.ts": "the stand-in's listener",
  "oned-sim/screen/screens.ts": "the screens of its machines",
  "cli/demo.ts": "looks for a free port",
  "client/session.ts": "the clients' way to a server",
  "console/app/api.ts": "the console's way to its server, in a browser",
  "console/app/screens/screen/connection.ts": "the same for screens of machines",
  "console/app/screens/images/send-file.ts": "the same for uploads, whose progress it shows",
  "client/connection.ts": "the same for uploads",
  "client/plain-wire.ts": "the same without TLS",
  "client/trust.ts": "asks for the fingerprint of a certificate that is not trusted",
};

interface Source {
  /** Below `src`. */
  readonly path: string;
  readonly text: string;
  /** Without comments and without what stands between quotes. */
  readonly code: string;
  readonly isTest: boolean;
}

/** Tests, and what only they use: the one mark of it is the folder. */
const TEST_ONLY = /\.test\.tsx?$|(?:^|\/)testing\//;
const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
const IMPORT = /^(?:import|export)\b[^;"]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;

const sources: readonly Source[] = [...new Bun.Glob("**/*.{ts,tsx}").scanSync(SOURCES)].sort().map((path) => {
  const text = readFileSync(join(SOURCES, path), "utf8");
  return { path, text, code: text.replace(COMMENT_OR_TEXT, '""'), isTest: TEST_ONLY.test(path) };
});
const production = sources.filter(({ isTest }) => !isTest);

function importsOf({ text }: Source): string[] {
  return [...text.matchAll(IMPORT)].map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? "");
}

/** Of an import of ours the file below `src`, or `../...` outside of it. */
function resolved(source: Source, specifier: string): string {
  return relative(SOURCES, join(SOURCES, dirname(source.path), specifier));
}

const covers = (entry: string, path: string): boolean => path === entry || path.startsWith(`${entry}/`);

/** The part that a file belongs to: the most exact entry of the table. */
function partOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((part) => covers(part, path))
    .sort((a, b) => b.length - a.length)[0];
}

const internal = production.flatMap((source) =>
  importsOf(source)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({ from: source.path, to: resolved(source, specifier) })),
);

/** The first circle of a graph, which ends with the file that it begins with; an empty list when the graph has no circle. */
function circleIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const follow = (path: string, way: readonly string[]): string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (finished.has(path)) return [];
    for (const further of next.get(path) ?? []) {
      const circle = follow(further, [...way, path]);
      if (circle.length > 0) return circle;
    }
    finished.add(path);
    return [];
  };
  return [...next.keys()].map((path) => follow(path, [])).find((circle) => circle.length > 0) ?? [];
}

describe("the parts", () => {
  test("are all in the table", () => {
    expect(production.map(({ path }) => path).filter((path) => partOf(path) === undefined)).toEqual([]);
    expect(production.length).toBeGreaterThan(100);
    expect(internal.length).toBeGreaterThan(300);
  });

  test.each(PARTS)("$part imports nothing but what it may", ({ part, allowed }) => {
    const beyond = internal
      .filter(({ from, to }) => partOf(from) === part && !covers(part.split("/")[0] ?? part, to))
      .filter(({ to }) => !allowed.some((entry) => covers(entry, to)))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(beyond).toEqual([]);
  });

  test.each(PARTS)("$part uses all that it may import", ({ part, allowed }) => {
    const used = internal.filter(({ from }) => partOf(from) === part).map(({ to }) => to);
    expect(allowed.filter((entry) => !used.some((to) => covers(entry, to)))).toEqual([]);
  });

  test("know only what stands below them: there are no circles", () => {
    const order = Object.keys(MAY_IMPORT);
    for (const [index, part] of nonEmpty(order.entries())) {
      for (const entry of MAY_IMPORT[part] ?? []) {
        if (!entry.startsWith("../")) expect(order.slice(0, index)).toContain(partOf(entry) ?? entry);
      }
    }
  });

  test("of all languages know nothing of a single one", () => {
    const oneLanguage = (path: string) => /^(cloud|http)\/ogf\//.test(path);
    const ways = internal.filter(({ from, to }) => from.startsWith("cloud/") && !oneLanguage(from) && oneLanguage(to));
    expect(ways).toEqual([]);
    const among = internal.filter(({ from, to }) => from.startsWith("dialects/") && to.startsWith("dialects/"));
    expect(among.filter(({ from, to }) => partOf(from) !== partOf(to))).toEqual([]);
  });

  test("have no circles among files, tests, types and what is loaded later included", () => {
    const known = new Set(sources.map(({ path }) => path));
    const next = new Map(
      sources.map((source) => {
        const paths = importsOf(source).map((name) => resolved(source, name));
        return [source.path, paths.filter((path) => known.has(path))];
      }),
    );
    expect(circleIn(next)).toEqual([]);
    expect(
      circleIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
    ).toEqual(["b", "c", "b"]);
  });

  /** What is loaded at once with some sources: other sources, and what is not of `src/`. */
  function loadedWith(entries: readonly string[]): { readonly own: ReadonlySet<string>; readonly outside: string[] } {
    const byPath = new Map(sources.map((source) => [source.path, source]));
    const waiting = [...entries];
    const own = new Set<string>();
    const outside = new Set<string>();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const source = byPath.get(path);
      if (source === undefined || own.has(path)) continue;
      own.add(path);
      for (const [statement, from, bare] of source.text.matchAll(IMPORT)) {
        const name = from ?? bare ?? "";
        if (name === "" || /^(import|export) type\b/.test(statement)) continue;
        if (name.startsWith(".")) waiting.push(resolved(source, name));
        else outside.add(name);
      }
    }
    return { own, outside: [...outside].sort() };
  }

  // Modules of Node's take milliseconds to load; a small command takes a few in all.
  test("that every command needs load no more of Node than files and paths", () => {
    const entries = ["main.ts", "cli/occi-server.ts", "cli/version.ts", "client/table/compute.ts", "terminal/help.ts"];
    const { own, outside } = loadedWith(entries);
    expect(own.size).toBeGreaterThan(15);
    expect(outside).toEqual(["node:fs", "node:path"]);
  });

  // node:crypto and node:net bring streams with them, and the JSON API brings all of its schemas.
  test("that a start needs load what the first answer needs, and one language", () => {
    const { own, outside } = loadedWith(["main.ts", "cli/occi-server.ts", "cli/run.ts"]);
    expect(own.has("http/listener.ts")).toBe(true);
    expect(outside).toEqual([
      ...["bun:ffi", "eta", "fastest-levenshtein", "memoirist", "node:buffer", "node:fs", "node:path"],
    ]);
    const few =
      /^dialects\/json\/(base-path|problem)\.ts$|^dialects\/ogf\/(negotiation|media-type|culprit|text\/split)\.ts$/;
    const late = /^(dialects\/(json|ogf)|cloud\/self-service|http\/ogf|http\/api\/handlers|metrics\/metrics\.ts)/;
    expect([...own].filter((path) => late.test(path) && !few.test(path))).toEqual([]);
  });

  test("know nothing of tests", () => {
    expect(internal.filter(({ to }) => TEST_ONLY.test(to))).toEqual([]);
  });

  test("hold nothing that only tests use: that lies in a folder `testing`", () => {
    const used = new Set(internal.map(({ to }) => to));
    const entries = [
      "main.ts",
      "console/app/main.tsx",
      ...production.map(({ path }) => path).filter((path) => path.endsWith(".d.ts")),
    ];
    const unused = production.map(({ path }) => path).filter((path) => !used.has(path) && !entries.includes(path));
    // Scripts use the stand-in for a zone of several oneds as well.
    expect(unused).toEqual(["oned-sim/zone/zone.ts"]);
  });
});

/** A package may have several doors: `@sinclair/typebox/value`. */
function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("packages", () => {
  test("are those of package.json, each with its part", () => {
    expect(Object.keys(PACKAGES).sort()).toEqual(Object.keys(dependencies).sort());
  });

  test("are imported in one part only, in tests too", () => {
    const wrong = sources.flatMap((source) =>
      importsOf(source)
        .filter((name) => !/^(\.|node:|bun$|bun:)/.test(name))
        .filter((name) => {
          if (Object.hasOwn(devDependencies, name)) return !source.isTest;
          return partOf(source.path) !== PACKAGES[packageOf(name)];
        })
        .map((name) => `${source.path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("are of one version, exactly", () => {
    for (const version of nonEmpty(Object.values({ ...dependencies, ...devDependencies }))) {
      expect(version).toMatch(/^(?:npm:[a-z-]+@)?\d+\.\d+\.\d+$/);
    }
  });
});

/** Files of the program whose code has the pattern. */
function having(pattern: RegExp): string[] {
  return production.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

describe("nothing in the program", () => {
  test("starts a process, but `start` the server and `help` a pager", () => {
    expect(having(/\bBun\.(spawn|spawnSync|\$)|\$`|\bprocess\.(binding|dlopen)\b/)).toEqual([
      "daemon/launch.ts",
      "terminal/pager.ts",
    ]);
    const importing = production.filter((source) =>
      importsOf(source).some((name) => /^(node:)?(child_process|cluster)$/.test(name)),
    );
    expect(importing).toEqual([]);
  });

  test("runs text as code", () => {
    expect(having(/\beval\(|\bnew Function\b|\bFunction\(|\bimport\((?!"")|\bnode:vm\b/)).toEqual([]);
    const vm = production.filter((source) =>
      importsOf(source).some((name) => /^(node:)?(vm|module|worker_threads)$/.test(name)),
    );
    expect(vm).toEqual([]);
  });

  test("touches the network, but where it is said", () => {
    const calls =
      /(?<![.\w])(?<!async )fetch\(|\bBun\.(serve|listen|connect|udpSocket|dns)\b|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/;
    const modules = "(?:node:)?(?:net|tls|http|https|http2|dgram|dns|undici)";
    // The authorities of the system are read from files, not from the network.
    const harmless = "(?!type |\\{ getCACertificates \\})";
    const ways = [
      `^import ${harmless}.*"${modules}"`,
      `\\bimport\\("${modules}"\\)`,
      `getBuiltinModule\\("${modules}"\\)(?!\\.getCACertificates)`,
    ];
    const importing = production.filter(({ text }) => ways.some((way) => new RegExp(way, "m").test(text)));
    const found = [...having(calls), ...importing.map(({ path }) => path)];
    expect(found.sort()).toEqual(Object.keys(NETWORK).sort());
  });

  test("prints, but the commands", () => {
    expect(
      having(/\bconsole\.|\bprocess\.(stdout|stderr)\b/).filter((path) => !/^(cli|client|terminal)\//.test(path)),
    ).toEqual([]);
  });

  // It would hold a whole upload in memory, twice.
  test("reads a body by formData, or copies a request", () => {
    expect(having(/\.formData\(|\bnew Request\(|\b[Rr]equest\.clone\(/)).toEqual([]);
  });

  // A class with #private fields where the state belongs to one thing; a factory with closures where what is made has
  // several implementations (OnedClient, Templates, Staging, Clock), so that callers know the interface alone. Either is
  // made at start and handed on: a module keeps no state, but for these, each of which says why.
  test("keeps state in a module, but where it is said", () => {
    const kept = having(
      /^(?:export )?(?:let\b|const \w+(?:: [^=\n]*)? = new (?:Map|Set|WeakMap|WeakSet)(?:<[^(\n]*>)?\(\))/m,
    );
    const known = [
      "client/running-command.ts",
      "daemon/libc.ts",
      "http/own-places.ts",
      "log/log.ts",
      "oned-sim/users/quota.ts",
      "oned-sim/wire/http-message.ts",
    ];
    // A page lives in one browser window, for one person: its modules are its state.
    const inWindow = (path: string): boolean => path.startsWith("console/app/");
    expect(kept.filter((path) => !known.includes(path) && !inWindow(path))).toEqual([]);
    expect(kept).toContain("daemon/libc.ts");
  });

  test("gives up types", () => {
    const any = sources.filter(({ code }) => /(?<=[:<|&]\s*|\bas )any(?=\s*[;,)>\]|&=[{}])/.test(code));
    expect(any.map(({ path }) => path)).toEqual([]);
    const ignored = sources.filter(({ text }) =>
      /@ts-(ignore|nocheck|expect-error)/.test(text.replace(/\/@ts-\([^/]*\//, "")),
    );
    expect(ignored.map(({ path }) => path)).toEqual([]);
  });
});

test("the repository stands alone: nothing in it names a place of those who made it", () => {
  const places = [["", "work", ""].join("/"), ["..", "shared"].join("/")];
  const kept = [...new Bun.Glob("**/*").scanSync({ cwd: REPOSITORY, dot: true })].filter(
    (path) => !/^(node_modules|dist|\.git|coverage)(\/|$)/.test(path),
  );
  expect(kept.length).toBeGreaterThan(150);
  const naming = kept.filter((path) => {
    const text = readFileSync(join(REPOSITORY, path), "latin1");
    return places.some((place) => text.includes(place));
  });
  expect(naming).toEqual([]);
});
