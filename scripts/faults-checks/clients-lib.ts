/** Load for the checks: requests at a rate or from so many clients, each answer with its time. */
import { basic } from "../bench/lib.ts";

export interface Outcome {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly milliseconds: number;
  /** `CODE` of an error answer. */
  readonly code: string;
  readonly retryAfter: string | null;
  readonly body: string;
}

export interface Asking {
  readonly user?: string;
  readonly method?: string;
  readonly body?: string;
  readonly type?: string;
  /** Over a connection of its own. */
  readonly alone?: boolean;
}

/** Sends one request. */
export async function ask(
  url: string,
  { user = "alice:alicepass", method = "GET", body, type, alone = false }: Asking = {},
): Promise<Outcome> {
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method,
      keepalive: !alone,
      headers: { ...basic(user), ...(type !== undefined && { "Content-Type": type }) },
      ...(body !== undefined && { body }),
      tls: { rejectUnauthorized: false },
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      milliseconds: performance.now() - started,
      code: /^[A-Z_]+(?=: )/.exec(text)?.[0] ?? "",
      retryAfter: response.headers.get("retry-after"),
      body: text,
    };
  } catch {
    return { status: 0, milliseconds: performance.now() - started, code: "", retryAfter: null, body: "" };
  }
}

/** The status of an answer to another address of this machine. */
export async function statusFromElsewhere(url: string, user: string): Promise<number> {
  const quietly = ["-sk", "-o", "/dev/null", "-w", "%{http_code}"];
  const login = `Authorization: ${basic(user).Authorization}`;
  const curl = Bun.spawn(["curl", ...quietly, "--interface", "127.0.0.2", "-H", login, url]);
  return Number(await new Response(curl.stdout).text());
}

/** So many clients, each with one request at a time, for so long. */
export async function clients(
  count: number,
  milliseconds: number,
  one: (client: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const end = performance.now() + milliseconds;
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: count }, async (_, client) => {
      while (performance.now() < end) outcomes.push(await one(client));
    }),
  );
  return outcomes;
}

/** Requests that begin at a rate, answered or not, for so long. */
export async function atRate(perSecond: number, milliseconds: number, one: () => Promise<Outcome>): Promise<Outcome[]> {
  const started = performance.now();
  const running: Promise<Outcome>[] = [];
  while (performance.now() - started < milliseconds) {
    while (running.length < ((performance.now() - started) * perSecond) / 1000) running.push(one());
    await Bun.sleep(1);
  }
  return Promise.all(running);
}

export function quantile(outcomes: readonly Outcome[], part: number): number {
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
}
