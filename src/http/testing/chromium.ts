/**
 * A real browser, without a window: Chromium, driven by its own protocol (Chrome DevTools). It is used as a person's:
 * what it remembers, and what it adds to requests, is its own doing.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Undefined where it is not installed. */
export const CHROMIUM = Bun.which("chromium") ?? undefined;

export interface Page {
  /** As typed into the address bar. */
  open(url: string): Promise<void>;
  /** Runs a script of the page, as after a click. @returns its value; a promise is waited for. */
  run<T>(script: string): Promise<T>;
}

export interface Chromium {
  page(): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserOptions {
  /** Makes the home directory what the browser should find there. */
  readonly prepare?: (home: string) => void;
  /** Content of the profile's file Preferences. */
  readonly preferences?: object;
}

/** Nothing but what a test asks for may leave the browser, and that goes to this machine. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-extensions",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-proxy-server",
  "--ignore-certificate-errors",
  "--remote-debugging-port=0",
  "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND",
];

/** Starts it with a new profile. All names that end with `.test` are this machine. */
export async function startChromium({ prepare, preferences = {} }: BrowserOptions = {}): Promise<Chromium> {
  const home = mkdtempSync(join(tmpdir(), "occi-chromium-"));
  const profile = join(home, "profile");
  mkdirSync(join(profile, "Default"), { recursive: true });
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  prepare?.(home);
  const process_ = Bun.spawn([CHROMIUM ?? "", ...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    env: { ...process.env, HOME: home },
    stdout: "ignore",
    stderr: "pipe",
  });
  const protocol = await Protocol.connect(await addressOf(process_.stderr));
  return {
    page: () => pageOf(protocol),
    async close() {
      await protocol.call("Browser.close");
      await process_.exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The browser says on its standard error where it listens; what it says later is not looked at. */
async function addressOf(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const found = Promise.withResolvers<string>();
  void (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of stderr) {
      if (text.length < 100_000) text += decoder.decode(chunk, { stream: true });
      const [, address] = /DevTools listening on (ws:\S+)\s/.exec(text) ?? [];
      if (address !== undefined) found.resolve(address);
    }
    found.reject(new Error(`Chromium did not start:\n${text}`));
  })();
  return found.promise;
}

async function pageOf(protocol: Protocol): Promise<Page> {
  const { targetId } = await protocol.call<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await protocol.call<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  await protocol.call("Page.enable", {}, sessionId);
  await protocol.call("Page.setLifecycleEventsEnabled", { enabled: true }, sessionId);
  return {
    async open(url) {
      const navigate = protocol.call<{ loaderId?: string; errorText?: string }>("Page.navigate", { url }, sessionId);
      const { loaderId = "", errorText } = await navigate;
      if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
      await protocol.loaded(loaderId);
    },
    async run<T>(script: string) {
      const ran = await protocol.call<{ result: { value: T }; exceptionDetails?: object }>(
        "Runtime.evaluate",
        { expression: script, awaitPromise: true, returnByValue: true, userGesture: true },
        sessionId,
      );
      if (ran.exceptionDetails !== undefined) throw new Error(JSON.stringify(ran.exceptionDetails));
      return ran.result.value;
    },
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly name?: string; readonly loaderId?: string };
  readonly result?: object;
  readonly error?: { readonly message: string };
}

/** Calls and events over one connection. */
class Protocol {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, PromiseWithResolvers<object>>();
  /** By what the browser calls a loading. */
  readonly #loads = new Map<string, PromiseWithResolvers<void>>();
  #last = 0;
  #ended = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)));
    socket.onclose = () => {
      this.#ended = true;
      for (const { reject } of this.#answers.values()) reject(new Error("Chromium has ended"));
    };
  }

  static async connect(address: string): Promise<Protocol> {
    const socket = new WebSocket(address);
    const open = Promise.withResolvers<void>();
    socket.onopen = () => open.resolve();
    socket.onerror = () => open.reject(new Error(`no connection to ${address}`));
    await open.promise;
    return new Protocol(socket);
  }

  /** @throws what the browser answers in place of a result. */
  call<T = object>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    if (this.#ended) return Promise.reject(new Error("Chromium has ended"));
    const id = ++this.#last;
    const answer = Promise.withResolvers<object>();
    this.#answers.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return answer.promise as Promise<T>;
  }

  /** That it has been loaded, and no page that was on its way before. @param loaderId of `Page.navigate`. */
  loaded(loaderId: string): Promise<void> {
    return this.#load(loaderId).promise;
  }

  #load(loaderId: string): PromiseWithResolvers<void> {
    const load = this.#loads.get(loaderId) ?? Promise.withResolvers<void>();
    this.#loads.set(loaderId, load);
    return load;
  }

  #take({ id, method, params, result = {}, error }: Message): void {
    if (id === undefined) {
      const isLoad = method === "Page.lifecycleEvent" && params?.name === "load";
      if (isLoad && params?.loaderId !== undefined) this.#load(params.loaderId).resolve();
      return;
    }
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(error.message));
  }
}
