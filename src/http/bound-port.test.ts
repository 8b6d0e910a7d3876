/** How listeners follow each other on the port, in front of listeners that only note what they are asked to do. */
import { expect, test } from "bun:test";
import type { TlsOptions } from "../certificates/tls.ts";
import { type Place, ReplacedListeners } from "./bound-port.ts";

const certificate = (cert: string): readonly TlsOptions[] => [{ key: "", cert, ciphers: "" }];
const DRAIN = 1_000;

/** A port with a certificate called `first`; with what was done, in order. */
function bound(failing?: string) {
  const done: string[] = [];
  const listenAt = ({ host, port, tls, clientOf }: Place) => {
    const cert = tls[0]?.cert ?? "none";
    if (cert === failing) throw new Error("EMFILE");
    done.push(`${cert} listens at ${host}:${port}`);
    expect(clientOf).toBeUndefined();
    return {
      port: port === 0 ? 4567 : port,
      retire: () => void done.push(`${cert} retires`),
      stop: async (deadline: number) => void done.push(`${cert} stops within ${deadline}`),
    };
  };
  const port = new ReplacedListeners({
    ...{ host: "::1", port: 0, tls: certificate("first"), listenAt, drain: DRAIN },
    steer: (number) => done.push(`${number} is steered`),
    onReplaced: () => done.push("replaced"),
  });
  return { port, done };
}

test("the next listener has the port before the last one retires, and the kernel is told once, before there are two", async () => {
  const { port, done } = bound();
  await port.present(certificate("second"));
  expect([port.port, port.tls]).toEqual([4567, certificate("second")]);
  const third = port.present(certificate("third"));
  expect(done.splice(0)).toEqual([
    "first listens at ::1:0",
    "4567 is steered",
    "second listens at ::1:4567",
    "first retires",
    "replaced",
  ]);
  // It waits until the first takes no connections any more: here until all of them stop.
  await port.stop(50);
  await third;
  expect(done).toEqual(["second stops within 50", `first stops within ${DRAIN}`]);
  await port.present(certificate("fourth"));
  expect([done.length, port.tls]).toEqual([2, certificate("second")]);
});

test("when no other listener can be made, everything is as it was, and a later one can be", async () => {
  const { port, done } = bound("second");
  await expect(port.present(certificate("second"))).rejects.toThrow("EMFILE");
  expect(port.tls).toEqual(certificate("first"));
  await port.present(certificate("third"));
  expect(port.tls).toEqual(certificate("third"));
  expect(done).toEqual([
    "first listens at ::1:0",
    "4567 is steered",
    "third listens at ::1:4567",
    "first retires",
    "replaced",
  ]);
  await port.stop(0);
});
