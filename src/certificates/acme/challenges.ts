/** The proofs of HTTP-01: shown by a listener of ours, or put into the document root of another web server. */
import { join } from "node:path";

/** Proofs that the authority may ask for at present. */
export interface Challenges {
  add(token: string, answer: string): Promise<void>;
  remove(token: string): Promise<void>;
  /** No proofs are shown any longer. */
  stop(): Promise<void>;
}

/** Loaded where it is used: few starts need it. */
const files = () => import("node:fs/promises");

const PATH = "/.well-known/acme-challenge/";
/** It becomes the name of a file. */
const TOKEN = /^[A-Za-z0-9_-]{16,256}$/;

/** In the document root of a web server that has port 80. */
export function challengesInWebroot(webroot: string): Challenges {
  const file = (token: string): string => {
    if (!TOKEN.test(token)) throw new Error("the authority's challenge token is not valid");
    return join(webroot, PATH, token);
  };
  return {
    async add(token, answer) {
      const { mkdir, writeFile } = await files();
      await mkdir(join(webroot, PATH), { recursive: true, mode: 0o755 });
      await writeFile(file(token), answer, { mode: 0o644 });
    },
    async remove(token) {
      const { rm } = await files();
      await rm(file(token), { force: true });
    },
    async stop() {},
  };
}

/**
 * Answers the challenge by a listener for plain HTTP, which redirects all other requests to HTTPS.
 * @param base of the hrefs, the target of the redirects. The host that a request names does not matter.
 * @throws the system's error (EACCES, EADDRINUSE) when it cannot listen.
 */
export function challengesByListener(host: string, port: number, base: () => string): Challenges & { port: number } {
  const answers = new Map<string, string>();
  const server = Bun.serve({
    hostname: host,
    port,
    development: false,
    reusePort: false,
    maxRequestBodySize: 0,
    fetch(request) {
      const { pathname, search } = new URL(request.url, "http://localhost");
      const answer = pathname.startsWith(PATH) ? answers.get(pathname.slice(PATH.length)) : undefined;
      const headers = { Connection: "close" };
      if (answer !== undefined) return new Response(answer, { headers: { ...headers, "Content-Type": "text/plain" } });
      const location = new URL(base()).origin + pathname + search;
      return new Response(null, { status: 308, headers: { ...headers, Location: location } });
    },
    error: () => new Response(null, { status: 500 }),
  });
  return {
    port: server.port ?? port,
    async add(token, answer) {
      answers.set(token, answer);
    },
    async remove(token) {
      answers.delete(token);
    },
    stop: () => server.stop(true),
  };
}
