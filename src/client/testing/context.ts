/** For tests: a context whose server and clock are the test's. */
import type { Arguments } from "../../terminal/command.ts";
import type { Reply } from "../answer.ts";
import type { Context } from "../context.ts";
import { openSession } from "../session.ts";

/** A command line that was read: options with their values (true: a switch), and words. */
export function commandLine(
  options: Readonly<Record<string, string | readonly string[] | true>> = {},
  ...words: string[]
): Arguments {
  const values = Object.entries(options).map(([name, value]) => [
    name,
    value === true ? [] : typeof value === "string" ? [value] : value,
  ]);
  return { options: Object.fromEntries(values), words };
}

export function reply(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: new Headers(headers), body };
}

export interface FakeContext extends Context {
  /** `GET /compute/3`, in their order; of changes with the body. */
  readonly requests: string[];
  /** Milliseconds that passed: nothing but sleeping takes time, nor does that. */
  elapsed(): number;
}

/** @param answer what the server answers; what is thrown is what `exchange` throws. */
export function fakeContext(answer: (method: string, path: string) => Reply, args = commandLine()): FakeContext {
  const { url = ["http://cloud.test:4567"] } = args.options;
  const session = openSession({ ...args, options: { ...args.options, url } }, args.options.wait !== undefined);
  const requests: string[] = [];
  let time = 1_000;
  session.exchange = async (method, path, body) => {
    requests.push(body === undefined ? `${method} ${path}` : `${method} ${path} ${body}`);
    return answer(method, path);
  };
  return {
    args,
    session,
    requests,
    format: "xml",
    formatChosen: false,
    screen: { width: 80, colour: false },
    elapsed: () => time - 1_000,
    clock: {
      now: () => time,
      sleep: async (duration) => {
        time += duration;
      },
    },
  };
}
