import { expect, test } from "bun:test";
import type { ResourceChange } from "../../../model.ts";
import { EventListener } from "./listener.ts";

const change = (id: number, what: ResourceChange["change"] = "changed"): ResourceChange => ({
  kind: "machine",
  id,
  change: what,
});

function listening() {
  const abort = new AbortController();
  const listener = new EventListener({ retry: 5000, signal: abort.signal });
  const reader = listener.body.getReader();
  const next = async (): Promise<string | undefined> => {
    const { value } = await reader.read();
    return value === undefined ? undefined : new TextDecoder().decode(value);
  };
  return { abort, listener, next };
}

test("a client gets the time after which it comes back, then what is new, each resource once", async () => {
  const { listener, next } = listening();
  expect(await next()).toBe("retry: 5000\n\n");
  const waiting = next();
  listener.push([change(7)]);
  expect(await waiting).toBe('event: machine\ndata: {"id":7,"change":"changed"}\n\n');
  listener.push([change(7), change(8)]);
  listener.push([change(7, "gone")]);
  listener.beat();
  expect(await next()).toBe(
    'event: machine\ndata: {"id":8,"change":"changed"}\n\nevent: machine\ndata: {"id":7,"change":"gone"}\n\n',
  );
  listener.beat();
  expect(await next()).toBe(":\n\n");
});

test("a client that takes nothing is cut off, by what waits for it or by the heartbeats", async () => {
  const many = listening();
  many.listener.push(Array.from({ length: 1000 }, (_, id) => change(id)));
  const outcome = (listener: EventListener) => Promise.race([listener.ended.then(() => "ended"), Bun.sleep(20)]);
  expect(await outcome(many.listener)).toBeUndefined();
  many.listener.push([change(5000)]);
  expect(await outcome(many.listener)).toBe("ended");
  const deaf = listening();
  for (let beats = 0; beats < 4; beats += 1) deaf.listener.beat();
  expect(await outcome(deaf.listener)).toBeUndefined();
  deaf.listener.beat();
  expect(await outcome(deaf.listener)).toBe("ended");
});

test("the stream ends with its request, also before it has begun", async () => {
  const { abort, listener, next } = listening();
  await next();
  const waiting = next();
  abort.abort();
  expect(await waiting).toBeUndefined();
  await listener.ended;
  const late = new EventListener({ retry: 1, signal: AbortSignal.abort() });
  await late.ended;
});
