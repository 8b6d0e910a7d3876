/** For files of tests in which clients talk to a server that answers what a test says. */
import { afterAll, afterEach, beforeAll, beforeEach } from "bun:test";
import { Clients, ScriptedServer } from "./clients.ts";

/** From the first test on. */
export interface ScriptedSession {
  /** With a home of their own for each test. */
  readonly clients: Clients;
  /** One for all tests; it knows no answers at the beginning of each. */
  readonly server: ScriptedServer;
}

export function scriptedSession(): ScriptedSession {
  let server: ScriptedServer | undefined;
  let clients: Clients | undefined;
  beforeAll(() => {
    server = new ScriptedServer();
  });
  beforeEach(() => {
    server?.reset();
    clients = new Clients();
    clients.url = server?.url ?? "";
  });
  afterEach(() => clients?.remove());
  afterAll(() => server?.stop());
  return {
    get clients() {
      if (clients === undefined) throw new Error("no test has begun");
      return clients;
    },
    get server() {
      if (server === undefined) throw new Error("no test has begun");
      return server;
    },
  };
}
