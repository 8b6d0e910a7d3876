/** Whether something answers at oned's address, and whether it is oned. */
import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { look, probe } from "./probe.ts";
import * as transport from "./transport.ts";

const servers: Bun.Server<undefined>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(true);
});

/** @returns the URL of a server that answers everything so. */
function serving(answer: () => Response | Promise<Response>): string {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  servers.push(server);
  return `${server.url.origin}/RPC2`;
}
const text = (body: string, headers: Record<string, string> = {}) => serving(() => new Response(body, { headers }));
const ANSWER = '<?xml version="1.0"?>\n<methodResponse><params/></methodResponse>';
const NOBODY = "http://127.0.0.1:9/RPC2";
const NOT_ONED = "something other than OpenNebula answers at its address";

describe("what answers", () => {
  test.each([
    ANSWER,
    ANSWER.replace("\n", "\r\n\r\n"),
    "<methodResponse><fault/></methodResponse>\n",
    `\n ${ANSWER} \n`,
  ])("%j is oned", async (body) => {
    expect(await probe({ urls: [text(body)], timeout: 5_000 })).toBeUndefined();
  });

  test.each(["", "<html>hello</html>", `x${ANSWER}`, `${ANSWER}x`, "<methodResponse>", "</methodResponse>"])(
    "%j is not",
    async (body) => {
      expect(await probe({ urls: [text(body)], timeout: 5_000 })).toBe(NOT_ONED);
    },
  );

  test("is oned also with a long list of methods, and is not when it never ends", async () => {
    const list = (bytes: number) => text(ANSWER.replace("<params/>", " ".repeat(bytes)));
    expect(await probe({ urls: [list(500_000)], timeout: 5_000 })).toBeUndefined();
    expect(await probe({ urls: [list(1_100_000)], timeout: 5_000 })).toBe(NOT_ONED);
  });

  test("is not blamed for a fault of this program", async () => {
    const exchange = spyOn(transport, "exchange").mockRejectedValue(new TypeError("a fault"));
    await expect(look(NOBODY, { timeout: 5_000 })).rejects.toThrow("a fault");
    exchange.mockRestore();
  });

  test("tells its time when it can be read", async () => {
    const date = "Mon, 30 Nov 2026 08:00:00 GMT";
    expect((await look(text(ANSWER, { Date: date }), { timeout: 5_000 })).date).toEqual(new Date(date));
    expect(await look(text(ANSWER, { Date: "soon" }), { timeout: 5_000 })).toEqual({ reason: undefined });
  });
});

describe("several addresses", () => {
  test("one that answers is enough", async () => {
    expect(await probe({ urls: [NOBODY, text("<html/>"), text(ANSWER)], timeout: 5_000 })).toBeUndefined();
    expect(await probe({ urls: [text(ANSWER), NOBODY], timeout: 5_000 })).toBeUndefined();
  });

  test("else the last says why there is no answer", async () => {
    expect(await probe({ urls: [text("<html/>"), NOBODY], timeout: 5_000 })).toBe("OpenNebula cannot be reached");
    expect(await probe({ urls: [NOBODY, text("<html/>")], timeout: 5_000 })).toBe(NOT_ONED);
    expect(await probe({ urls: [], timeout: 5_000 })).toBe("no address of OpenNebula is configured");
  });

  test("one that is silent is given up", async () => {
    const silent = serving(() => new Promise<Response>(() => {}));
    expect(await probe({ urls: [silent], timeout: 100 })).toBe("OpenNebula does not answer in time");
  });
});
