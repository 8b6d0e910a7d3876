/** Runs recorded cases of an old server through this one and tells what differs. For tests. */
import { join } from "node:path";
import { openStaging } from "../../../cloud/staging.ts";
import { UserTurns } from "../../../cloud/user-turns.ts";
import type { Config } from "../../../config/config.ts";
import type {
  RecordedCase,
  RecordedServer,
  Recording,
} from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import type { Logger } from "../../../log/log.ts";
import { PoolReader } from "../../../opennebula/read-around.ts";
import { createTemplates } from "../../../templates/engine.ts";
import { createApp } from "../../app.ts";
import { LoginDelay } from "../../login-delay.ts";
import { testConfig } from "../config.ts";
import { RecordedOned, type SentCall } from "./recorded-oned.ts";
import { requestOf } from "./request.ts";

/** What this server answered. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  /** Of `errors.ts`, when it is an error. */
  readonly code?: string;
}

export interface Replayed {
  readonly recorded: RecordedCase;
  readonly answer: Answer;
  /** The calls to oned. */
  readonly sent: readonly SentCall[];
  /** Methods of the changes that the old server asked oned for and this one did not. */
  readonly missed: readonly string[];
}

const SILENT: Logger = {
  error() {},
  warning() {},
  info() {},
  debug() {},
  access() {},
  audit() {},
  adjust() {},
  reopen() {},
  flush() {},
  close() {},
  lost: 0,
};

const VM_TYPES: Readonly<Record<RecordedServer, readonly string[]>> = {
  "2.0": ["small", "medium", "large"],
  "4.6": ["custom", "large", "medium", "small"],
  "4.6-auth-opennebula": ["custom", "large", "medium", "small"],
  "4.6-auth-x509": ["custom", "large", "medium", "small"],
};

/** The old servers' configuration in this one's terms. Nothing is waited for: answers are those of the moment, as then. */
function configFor(server: RecordedServer, base: string, directory: string): Config {
  return testConfig(directory, {
    server: "127.0.0.1",
    port: 4567,
    baseUrl: base,
    bridge: "vbr0",
    vmTypes: VM_TYPES[server].map((name) => ({ name, template: `${name}.erb` })),
    templateLocation: join(directory, "occi_templates"),
    uploadLimit: 10_000_000,
    uploadKeep: 0,
    stateDir: directory,
    oneTimeout: 15_000,
    oneDriverTimeout: 15_000,
    answerLimit: 10_000_000,
    bodyLimit: 1_048_576,
    logLevel: "error",
  });
}

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text();
  const code = response.status < 400 ? undefined : /^([A-Z_]+): /.exec(body)?.[1];
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body,
    ...(code !== undefined && { code }),
  };
}

/**
 * Replays all cases, in their order.
 * @param directory an empty one, for uploads.
 */
export async function replay(server: RecordedServer, recording: Recording, directory: string): Promise<Replayed[]> {
  const config = configFor(server, recording.base, directory);
  const oned = new RecordedOned(recording);
  const app = createApp({
    config,
    oned,
    logins: new LoginDelay(),
    log: SILENT,
    clock: { now: () => 0, sleep: async () => {} },
    pools: new PoolReader(),
    userTurns: new UserTurns(),
    staging: await openStaging({ directory: config.imageDir, limit: config.uploadLimit }),
    templates: createTemplates({ location: config.templateLocation, vmTypes: config.vmTypes }),
  });
  const replayed: Replayed[] = [];
  for (const recorded of recording.cases) {
    oned.begin(recorded);
    const response = await app(requestOf(recorded, recording.base), { address: "127.0.0.1", untimed() {} });
    const answer = await answerOf(response);
    replayed.push({ recorded, answer, ...oned.end() });
  }
  return replayed;
}
