/**
 * Reads and changes by several users while the leader of a zone changes, each answer held against what must be there.
 */
import { ask, type Outcome } from "./clients-lib.ts";

/** The outcome of a creation, as its user saw it. */
export type Fate = "made" | "refused" | "unknown";

export interface Tally {
  /** Answers to reads of a user who changes nothing. */
  readonly reads: Outcome[];
  /** Answers to changes, and to the readings right behind them. */
  readonly changes: Outcome[];
  /** By the name of the machine. */
  readonly fates: Map<string, Fate>;
  /** Answers that contradict an earlier one of the same user. */
  readonly wrong: string[];
}

export interface LoadOptions {
  readonly url: string;
  /** The users who only read, and those who change: `user:password`. */
  readonly reader: string;
  readonly writer: string;
  readonly readers: number;
  readonly writers: number;
  /** Begins the names of machines. */
  readonly prefix: string;
  /** Milliseconds of the real clock between two readings of one reader. */
  readonly pause: number;
}

const READS = ["/compute", "/network", "/storage", "/user/-1"];
const XML = "application/xml";

function fateOf({ status }: Outcome): Fate {
  if (status === 201) return "made";
  return status === 503 || status === 409 ? "refused" : "unknown";
}

/** A machine that is gone, which an XML client may still read. */
const isGone = ({ body }: Outcome) => body.includes("<STATE>DONE</STATE>");
/** A machine that OpenNebula is taking apart: it stays in its lists until that is done. */
const isEnding = ({ body }: Outcome) => /<LCM_STATE>(SHUTDOWN|EPILOG|CLEANUP_DELETE)<\/LCM_STATE>/.test(body);

/** Loads the server until `until` is settled. */
export async function loadUntil(until: Promise<void>, options: LoadOptions): Promise<Tally> {
  const tally: Tally = { reads: [], changes: [], fates: new Map(), wrong: [] };
  let over = false;
  const end = until.finally(() => {
    over = true;
  });
  const running = () => !over;
  const all = [
    ...Array.from({ length: options.readers }, (_, index) => readOn(index, running, options, tally)),
    ...Array.from({ length: options.writers }, (_, index) => writeOn(index, running, options, tally)),
  ];
  await Promise.all([end, ...all]);
  return tally;
}

async function readOn(index: number, running: () => boolean, options: LoadOptions, tally: Tally): Promise<void> {
  for (let turn = index; running(); turn++) {
    tally.reads.push(await ask(options.url + READS[turn % READS.length], { user: options.reader }));
    await Bun.sleep(options.pause);
  }
}

async function writeOn(index: number, running: () => boolean, options: LoadOptions, tally: Tally): Promise<void> {
  for (let turn = 0; running(); turn++) {
    await liveOf(`${options.prefix}-${index}-${turn}`, options, tally);
    await Bun.sleep(options.pause);
  }
}

/** One machine: made, read, renamed, read, ended, read. */
async function liveOf(name: string, { url, writer }: LoadOptions, tally: Tally): Promise<void> {
  const send = async (path: string, method = "GET", body?: string): Promise<Outcome> => {
    const outcome = await ask(url + path, { user: writer, method, ...(body !== undefined && { body, type: XML }) });
    tally.changes.push(outcome);
    return outcome;
  };
  const expectShown = async (path: string, what: string, shown: (outcome: Outcome) => boolean): Promise<void> => {
    const outcome = await send(path);
    if (outcome.status !== 503 && !shown(outcome)) {
      tally.wrong.push(`${what}: ${outcome.status} ${outcome.body.slice(0, 200)}`);
    }
  };
  const made = await send(
    "/compute",
    "POST",
    `<COMPUTE><NAME>${name}</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>`,
  );
  tally.fates.set(name, fateOf(made));
  if (made.status !== 201) return;
  const id = /<ID>(\d+)<\/ID>/.exec(made.body)?.[1];
  const path = `/compute/${id}`;
  const hasName =
    (wanted: string) =>
    ({ status, body }: Outcome) =>
      status === 200 && body.includes(`<NAME>${wanted}</NAME>`);
  if (!made.body.includes(`<NAME>${name}</NAME>`))
    tally.wrong.push(`${name} in its answer: ${made.body.slice(0, 200)}`);
  await expectShown(path, `${name} after its creation`, hasName(name));
  await expectShown("/compute", `${name} in the list`, ({ body }) => body.includes(`/compute/${id}"`));
  const renamed = await send(
    `${path}/action`,
    "POST",
    `<ACTION><PERFORM>rename</PERFORM><PARAMS><NAME>${name}-b</NAME></PARAMS></ACTION>`,
  );
  if (renamed.status < 300) await expectShown(path, `${name} after it was renamed`, hasName(`${name}-b`));
  const ended = await send(path, "DELETE");
  if (ended.status >= 300) return;
  const last = await send(path);
  if (last.status === 503) return;
  if (isGone(last))
    await expectShown("/compute", `${name} after it was gone`, ({ body }) => !body.includes(`/compute/${id}"`));
  else if (!isEnding(last)) tally.wrong.push(`${name} after it was deleted: ${last.status} ${last.body.slice(0, 600)}`);
}

/** Compares the results of the load with the machines that oned has in the end. */
export interface Judgement {
  /** The reads of the user who only reads. */
  readonly failedReads: readonly Outcome[];
  /** Answers to changes besides success, 503, 409 and OUTCOME_UNKNOWN. */
  readonly odd: readonly Outcome[];
  /** Machines that were made and are not there, or are there twice, or were refused and are there. */
  readonly misplaced: readonly string[];
  readonly made: number;
  readonly refused: number;
  readonly unknown: number;
}

/** @param names of all machines that oned has or had, as often as it has them, without the endings of renamed ones. */
export function judge({ reads, changes, fates }: Tally, names: readonly string[]): Judgement {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const misplaced = [...fates].filter(([name, fate]) => {
    const count = counts.get(name) ?? 0;
    return fate === "made" ? count !== 1 : count > (fate === "unknown" ? 1 : 0);
  });
  const of = (wanted: Fate) => [...fates.values()].filter((fate) => fate === wanted).length;
  const fine = ({ status, code }: Outcome) =>
    status < 300 || status === 503 || status === 409 || code === "OUTCOME_UNKNOWN";
  return {
    failedReads: reads.filter(({ status }) => status !== 200),
    odd: changes.filter((outcome) => !fine(outcome)),
    misplaced: misplaced.map(([name, fate]) => `${name}: ${fate}, ${counts.get(name) ?? 0} times`),
    made: of("made"),
    refused: of("refused"),
    unknown: of("unknown"),
  };
}
