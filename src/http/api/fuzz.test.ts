/**
 * Every operation of the OpenAPI document is sent what its schemas allow, what they do not, and what is nothing like it:
 * no answer is a fault of the server, and the document describes each. OCCI_FUZZ_CASES=5000 for a long run of other texts
 * in each run (OCCI_FUZZ_SEED repeats one); OCCI_FUZZ_SERVER=http://localhost:4567 tries a server with the demo behind it.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { openApi } from "../../dialects/json/index.ts";
import { type DescribedOperation, describedBy, type SeenAnswer } from "./testing/described.ts";
import { type FuzzWorld, fuzzWorld, type Sent } from "./testing/fuzz-world.ts";
import { requestsOf } from "./testing/requests-of.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 40);
const isLong = process.env.OCCI_FUZZ_CASES !== undefined;
const seed = process.env.OCCI_FUZZ_SEED ?? (isLong ? undefined : "1");
const TIMEOUT = 60_000 + numRuns * 100;
/** After so many requests most of what there was is gone. */
const RENEWED_AFTER = 50;

const description = describedBy(openApi("https://cloud.example.org:4567", "1.2.3"));

/** The operation of a method at the path of another. */
function operationAt({ path }: DescribedOperation, method: string): DescribedOperation | undefined {
  return description.operations.find((one) => one.path === path && one.method === method);
}

/** All of a stream can be long in coming: of such an answer only the head is looked at. */
async function seen(response: Response): Promise<SeenAnswer> {
  const { status, headers } = response;
  if (headers.get("content-type")?.startsWith("text/event-stream") === true) {
    await response.body?.cancel();
    return { status, headers, body: "" };
  }
  return { status, headers, body: await response.text() };
}

/** No host stands behind the stand-in's machines: that a screen cannot be reached is no fault of the server. */
const isOfHost = ({ operationId }: DescribedOperation, { status, body }: SeenAnswer): boolean =>
  operationId === "openScreen" && status === 502 && body.includes('"code":"HOST_FAILED"');

/** What is wrong with an answer; empty for one that the document describes. */
function faultsOf(operation: DescribedOperation, { method }: Sent, answer: SeenAnswer): string[] {
  const { status, headers, body } = answer;
  const isFault = status >= 500 && !isOfHost(operation, answer);
  const faults = isFault ? [`is a fault of the server: ${status} ${body.slice(0, 300)}`] : [];
  if (method === "HEAD") return faults;
  const asked = operationAt(operation, method);
  // A method that the place does not have is nowhere in the document, and the answer says which it has.
  if (asked === undefined) {
    const isRefused = status === 405 || status === 204 ? headers.has("allow") : [400, 401, 403, 404].includes(status);
    return isRefused ? faults : [...faults, `${method} is ${status}, though it is not described`];
  }
  return [...faults, ...description.undescribed(asked, answer)];
}

describe("what is sent to", () => {
  let world: FuzzWorld;
  beforeAll(async () => {
    world = await fuzzWorld();
  });
  afterAll(() => world.stop());

  const operations = description.operations.map((operation) => [operation.operationId, operation] as const);

  test.each(operations)(
    "%s is answered as the document says",
    async (_id, operation) => {
      await world.renew();
      let sent = 0;
      const statuses = new Set<number>();
      const property = fc.asyncProperty(requestsOf(operation, description), async (request) => {
        sent += 1;
        if (sent % RENEWED_AFTER === 0) await world.renew();
        const answer = await seen(await world.send(request));
        statuses.add(answer.status);
        expect(faultsOf(operation, request, answer)).toEqual([]);
      });
      await fc.assert(property, { numRuns, ...(seed !== undefined && { seed: Number(seed) }) });
      // Nothing would be tried if all were refused for the same reason.
      expect(statuses.size).toBeGreaterThan(1);
    },
    TIMEOUT,
  );
});
